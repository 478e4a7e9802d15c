/** Reads one line after `/pit`: an invoice in any sensible order of its parts, a subcommand, or a hint. */
import { toHalfWidth } from '../../domain/japanese-text.ts'
import type { Day } from '../../domain/jst-day.ts'
import { isMailAddress } from '../../domain/mail-address.ts'
import type { RawInvoice } from '../../domain/raw-invoice.ts'
import { isDayText, parseDay } from '../../domain/relative-day.ts'
import type { Text } from '../../domain/result.ts'
import { isSmartPitNumber } from '../../domain/smart-pit-number.ts'

export type Command =
  | { readonly kind: 'register'; readonly raw: RawInvoice }
  | { readonly kind: 'help' }
  | { readonly kind: 'unpaid' }
  | { readonly kind: 'today' }
  | { readonly kind: 'show'; readonly reference: string }
  | { readonly kind: 'hint'; readonly text: Text }

/** A filled-in example that works as it stands. */
export const EXAMPLE = '/pit 13200 翌月末 hanako@example.com 山田花子様 12月分 月謝'

/** Nothing is registered by a guess: whatever is missing or doubled is named. */
export const parseCommand = (line: string, today: Day): Command => {
  const tokens = tokenize(line)
  const [verb = '', reference] = tokens
  switch (verb.toLowerCase()) {
    case '':
    case 'help':
    case 'ヘルプ':
      return { kind: 'help' }
    case 'unpaid':
    case '未払い':
      return { kind: 'unpaid' }
    case 'today':
      if (tokens.length === 1) return { kind: 'today' }
      break
    case 'show':
      if (reference !== undefined && tokens.length === 2)
        return { kind: 'show', reference: reference.replace(/^#/, '') }
      break
  }
  return parseInvoice(tokens, today)
}

type Part = 'amount' | 'due' | 'email' | 'number' | 'reference' | 'name' | 'word'

/** Slack turns addresses into links: `<mailto:a@example.com|a@example.com>`. */
const tokenize = (line: string): readonly string[] =>
  line
    .replace(/<mailto:([^|>]+)(\|[^>]*)?>/g, '$1')
    .replace(/<(https?:[^|>]+)(\|[^>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim()
    .split(/[\s　]+/)
    .filter((token) => token !== '')

const parseInvoice = (tokens: readonly string[], today: Day): Command => {
  const sorted = tokens.map((token) => ({ token, part: partOf(token, today) }))
  const all = (part: Part): readonly string[] =>
    sorted.flatMap((each) => (each.part === part ? [each.token] : []))
  const doubled = (['amount', 'due', 'email', 'number', 'reference', 'name'] as const).find(
    (part) => all(part).length > 1,
  )
  if (doubled !== undefined) return hint(doubledTexts[doubled], all(doubled))
  const [amount] = all('amount')
  const [due] = all('due')
  const [email] = all('email')
  const [number] = all('number')
  const [reference] = all('reference')
  const [name] = all('name')
  const subject = all('word').join(' ')
  if (amount === undefined) return hint({ ja: '金額がありません', en: 'the amount is missing' })
  if (due === undefined)
    return hint({ ja: '支払期限がありません（例：翌月末、12/25、+30日）', en: 'the due day is missing' })
  if (email === undefined && name === undefined) {
    return hint({
      ja: 'お客さまのメールアドレスか、「様」「御中」を付けた名前がありません',
      en: 'the customer is missing',
    })
  }
  if (subject === '') return hint({ ja: '件名（何の請求か）がありません', en: 'the subject is missing' })
  const honorific = name?.endsWith('御中') === true ? '御中' : '様'
  return {
    kind: 'register',
    raw: {
      amount,
      due,
      subject,
      email,
      number,
      reference: reference?.replace(/^(#|ref:)/i, ''),
      customer_name: name?.replace(/(様|さま|さん|御中)$/, ''),
      honorific: name === undefined ? undefined : honorific,
      deliver: email === undefined ? 'none' : 'customer',
    },
  }
}

const partOf = (token: string, today: Day): Part => {
  const plain = toHalfWidth(token)
  if (plain.includes('@') && isMailAddress(plain)) return 'email'
  if (isSmartPitNumber(plain.replace(/-/g, ''))) return 'number'
  if (/^(#|ref:)./i.test(plain)) return 'reference'
  if (isDayText(token) && parseDay(token, today).ok) return 'due'
  if (/^[¥\\]?(\d{1,3}(,\d{3})+|\d+)円?$/.test(plain)) return 'amount'
  if (/.(様|さま|さん|御中)$/.test(token)) return 'name'
  return 'word'
}

const doubledTexts: Readonly<Record<Exclude<Part, 'word'>, Text>> = {
  amount: { ja: '金額に見えるものが2つ以上あります', en: 'there is more than one amount' },
  due: { ja: '日付が2つ以上あります', en: 'there is more than one date' },
  email: { ja: 'メールアドレスが2つ以上あります', en: 'there is more than one e-mail address' },
  number: { ja: 'スマートピット番号が2つ以上あります', en: 'there is more than one Smart Pit number' },
  reference: { ja: '請求番号が2つ以上あります', en: 'there is more than one reference' },
  name: { ja: '「様」「御中」の付いた名前が2つ以上あります', en: 'there is more than one customer' },
}

const hint = (text: Text, tokens: readonly string[] = []): Command => {
  const shown = tokens.length === 0 ? '' : `（${tokens.join(' / ')}）`
  return { kind: 'hint', text: { ja: `${text.ja}${shown}。`, en: `${text.en}${shown}.` } }
}
