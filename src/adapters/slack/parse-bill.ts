/** Reads a bill typed as one line, its parts in any sensible order; nothing is registered by a guess. */
import { toHalfWidth } from '../../domain/japanese-text.ts'
import type { Day } from '../../domain/jst-day.ts'
import { isDayText, parseDay } from '../../domain/relative-day.ts'
import { fail, ok, type Result, type Text } from '../../domain/result.ts'
import type { PendingBill } from './pending-bill.ts'
import { type Part, type PartName, readWord } from './read-word.ts'
import type { Word } from './split-line.ts'

/** What would be registered, and what a person should confirm first. */
export type TypedBill = { readonly raw: PendingBill['raw']; readonly questions: readonly Text[] }

/** Below this a figure without ¥ or 円 may be something else, in yen. */
const SMALLEST_PLAIN_AMOUNT = 100
/** Words that one day may span: `the end of the next month`. */
const MAX_DAY_WORDS = 6

/** The bill, or the one thing that has to be said differently. */
export const parseBill = (words: readonly Word[], today: Day): Result<TypedBill, Text> => {
  const parts = joinNames(readParts(words, today))
  const questions: Text[] = []
  const sorted = settleAmounts(parts, questions)
  const wrong = sorted.find(({ fault }) => fault !== undefined)?.fault
  if (wrong !== undefined) return fail(wrong)
  const all = (part: PartName): readonly Part[] => sorted.filter((each) => each.part === part)
  const doubled = single.find((part) => all(part).length > 1)
  if (doubled !== undefined) {
    const shown = all(doubled)
      .map(({ value }) => value)
      .join(' / ')
    return fail({
      ja: `${doubledTexts[doubled].ja}（${shown}）`,
      en: `${doubledTexts[doubled].en} (${shown})`,
    })
  }
  const [amount, due, email, number, reference, name, phone, tax] = single.map((part) => all(part)[0])
  const subject = all('word').map(({ value }) => value)
  const missing = missingPart({ amount, due, customer: email ?? name, subject: subject[0] })
  if (missing !== undefined) return fail(missing)
  questions.push(...questionsAbout(amount, name))
  return ok({
    questions,
    raw: {
      amount: amount?.value,
      due: due?.value,
      subject: subject.join(' '),
      email: email?.value,
      number: number?.value,
      reference: reference?.value,
      customer_name: name?.value,
      honorific: name?.honorific,
      ...(phone === undefined ? {} : { phone: phone.value }),
      ...(tax === undefined ? {} : { tax: tax.value }),
      deliver: email === undefined ? 'none' : 'customer',
    },
  })
}

const single = ['amount', 'due', 'email', 'number', 'reference', 'name', 'phone', 'tax'] as const

const readParts = (words: readonly Word[], today: Day): readonly Part[] => {
  const parts: Part[] = []
  for (let i = 0; i < words.length; ) {
    const day = dayAt(words, i, today)
    const word = words[i]
    if (word === undefined) break
    if (day === undefined) {
      const isGlue = !word.isQuoted && glue.test(word.text)
      if (!isGlue) parts.push(word.isQuoted ? { part: 'word', value: word.text } : readWord(word.text))
      i += 1
    } else {
      parts.push(day.part)
      i += day.words
    }
  }
  return parts
}

/** Words that only hold a sentence together. */
const glue = /^(?:to|for|by|due|until|宛て?|期限|支払期限|期日|締切|まで|迄|請求|bill|invoice)$/i

/** A day at this place, over as many words as it takes. */
const dayAt = (
  words: readonly Word[],
  start: number,
  today: Day,
): { readonly part: Part; readonly words: number } | undefined => {
  for (let count = Math.min(MAX_DAY_WORDS, words.length - start); count > 0; count -= 1) {
    const span = words.slice(start, start + count)
    if (span.some(({ isQuoted }) => isQuoted)) continue
    const text = span.map((word) => word.text).join(' ')
    const value = text
      .replace(/^(?:支払)?(?:期限|期日|締切)[:：=]?\s*|^(?:due|by|until)[:=]?\s+|^due[:=]/i, '')
      .replace(/\s*(?:まで|迄|〆|締め?)$/, '')
    if (!isDayText(value)) continue
    const day = parseDay(value, today)
    return {
      words: count,
      part: day.ok
        ? { part: 'due', value }
        : {
            part: 'due',
            value,
            fault: {
              ja: `「${value}」：${day.failure.message.ja}`,
              en: `“${value}” ${day.failure.message.en}`,
            },
          },
    }
  }
  return undefined
}

/** Names are written over several words: `山田花子 様`, `山田 花子様`, `Hanako Yamada <hanako@example.com>`. */
const joinNames = (parts: readonly Part[]): readonly Part[] => {
  const joined: Part[] = []
  for (const each of parts) {
    const before = joined.at(-1)
    const title = each.part === 'word' ? /^(様|さま|さん|御中)$/.exec(each.value)?.[1] : undefined
    if (title !== undefined && (before?.part === 'word' || before?.part === 'name')) {
      const honorific = title === '御中' ? '御中' : '様'
      joined.splice(-1, 1, ...joinFamilyName(joined.at(-2), { ...before, part: 'name', honorific }, joined))
    } else if (each.part === 'name') {
      joined.push(...joinFamilyName(before, each, joined))
    } else if (each.isBracketed === true) {
      const first = joined.findLastIndex(({ part }) => part !== 'word') + 1
      const name = joined.splice(first).map(({ value }) => value)
      if (name.length > 0) joined.push({ part: 'name', value: name.join(' '), honorific: '様' })
      joined.push(each)
    } else joined.push(each)
  }
  return joined
}

/** A short word of kanji before a given name is the family name: it is taken out of what came before. */
const joinFamilyName = (before: Part | undefined, name: Part, joined: Part[]): readonly Part[] => {
  if (before?.part !== 'word' || !isFamilyName(before, name)) return [name]
  joined.splice(joined.indexOf(before), 1)
  return [{ ...name, value: `${before.value} ${name.value}`, isGuessed: true }]
}

/** Kanji or kana of both halves, each of at most four characters, and no word that bills are called by. */
const isFamilyName = (before: Part, name: Part): boolean =>
  name.honorific === '様' &&
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{1,4}$/u.test(before.value) &&
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{1,4}$/u.test(name.value) &&
  !/[分費料代金会]$|月謝|授業/.test(before.value)

/** Of several figures the one with ¥ or 円 is the amount; the others belong to the subject, if a person says so. */
const settleAmounts = (parts: readonly Part[], questions: Text[]): readonly Part[] => {
  const amounts = parts.filter(({ part }) => part === 'amount')
  const marked = amounts.filter(({ isMarked }) => isMarked === true)
  if (amounts.length < 2 || marked.length !== 1) return parts
  const others = amounts.filter((each) => each !== marked[0]).map(({ value }) => value)
  questions.push({
    ja: `「${others.join('」「')}」は件名の一部としました`,
    en: `“${others.join('”, “')}” was taken as part of the subject`,
  })
  return parts.map((each) =>
    each.part === 'amount' && each !== marked[0] ? { part: 'word', value: each.value } : each,
  )
}

const questionsAbout = (amount: Part | undefined, name: Part | undefined): readonly Text[] => {
  const questions: Text[] = []
  const figure = Number(toHalfWidth(amount?.value ?? '').replace(/[^\d]/g, ''))
  if (figure < SMALLEST_PLAIN_AMOUNT && amount?.isMarked !== true) {
    questions.push({ ja: `金額は${figure}円でよいですか`, en: `is the amount really ¥${figure}?` })
  }
  if (name?.isGuessed === true)
    questions.push({ ja: `お名前は「${name.value}」としました`, en: `the name was read as “${name.value}”` })
  return questions
}

const missingPart = (found: {
  readonly amount: Part | undefined
  readonly due: Part | undefined
  readonly customer: Part | undefined
  readonly subject: string | undefined
}): Text | undefined => {
  if (found.amount === undefined) return { ja: '金額がありません', en: 'the amount is missing' }
  if (found.due === undefined)
    return { ja: '支払期限がありません（例：翌月末、12/25、+30日）', en: 'the due day is missing' }
  if (found.customer === undefined) {
    return {
      ja: 'お客さまのメールアドレスか、「様」「御中」を付けた名前がありません',
      en: 'the customer is missing',
    }
  }
  if (found.subject === undefined)
    return { ja: '件名（何の請求か）がありません', en: 'the subject is missing' }
  return undefined
}

const doubledTexts: Readonly<Record<(typeof single)[number], Text>> = {
  amount: { ja: '金額に見えるものが2つ以上あります', en: 'there is more than one amount' },
  due: { ja: '日付が2つ以上あります', en: 'there is more than one date' },
  email: { ja: 'メールアドレスが2つ以上あります', en: 'there is more than one e-mail address' },
  number: { ja: 'スマートピット番号が2つ以上あります', en: 'there is more than one Smart Pit number' },
  reference: { ja: '請求番号が2つ以上あります', en: 'there is more than one reference' },
  name: { ja: '「様」「御中」の付いた名前が2つ以上あります', en: 'there is more than one customer' },
  phone: { ja: '電話番号が2つ以上あります', en: 'there is more than one phone number' },
  tax: { ja: '消費税が2つ以上あります', en: 'there is more than one tax' },
}
