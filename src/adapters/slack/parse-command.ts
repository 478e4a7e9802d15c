/** Reads one line after `/pit`: an invoice in any sensible order of its parts, a subcommand, or a hint. */
import { toHalfWidth } from '../../domain/japanese-text.ts'
import type { Day } from '../../domain/jst-day.ts'
import type { Text } from '../../domain/result.ts'
import { parseBill, type TypedBill } from './parse-bill.ts'
import { splitLine } from './split-line.ts'

export type Command =
  | ({ readonly kind: 'register' } & TypedBill)
  | { readonly kind: 'help' | 'new' | 'unpaid' | 'today' | 'due' | 'settlement' | 'plan' | 'file' }
  | { readonly kind: 'find'; readonly text: string }
  | { readonly kind: 'show' | 'sheet'; readonly reference: string }
  | { readonly kind: 'cancel'; readonly reference: string; readonly reason: string | undefined }
  | { readonly kind: 'send'; readonly reference: string; readonly to: string | undefined }
  | { readonly kind: 'hint'; readonly text: Text }

/** A filled-in example that works as it stands. */
export const EXAMPLE = '/pit 13200 翌月末 hanako@example.com 山田花子様 12月分 月謝'

type Verb = Exclude<Command['kind'], 'register' | 'hint'>

/** What each verb is called; a bill never starts with one of these. */
const verbs: Readonly<Record<Verb, readonly string[]>> = {
  help: ['help', 'ヘルプ', '使い方', '?'],
  new: ['new', '新規', '登録'],
  unpaid: ['unpaid', '未払い', '未入金'],
  today: ['today', '本日の入金', '今日の入金'],
  due: ['due', '期限'],
  settlement: ['settlement', '精算'],
  plan: ['plan', 'プラン'],
  file: ['file', 'ファイル'],
  find: ['find', '検索', 'さがす'],
  show: ['show', '表示'],
  sheet: ['sheet', 'シート'],
  cancel: ['cancel', '取消', '取り消し'],
  send: ['send', '再送'],
}

/** Nothing is registered by a guess: whatever is missing or doubled is named. */
export const parseCommand = (line: string, today: Day): Command => {
  const words = splitLine(line)
  const [first, ...rest] = words.map(({ text }) => text)
  if (first === undefined) return { kind: 'help' }
  const verb = findVerb(first)
  const command = verb === undefined ? undefined : parseVerb(verb, rest)
  if (command !== undefined) return command
  const bill = parseBill(words, today)
  return bill.ok ? { kind: 'register', ...bill.value } : { kind: 'hint', text: toSentence(bill.failure) }
}

const toSentence = ({ ja, en }: Text): Text => ({
  ja: `${ja.replace(/。$/, '')}。`,
  en: `${en.replace(/\.$/, '')}.`,
})

const findVerb = (word: string): Verb | undefined => {
  const wanted = toHalfWidth(word).toLowerCase()
  // The keys of that table are exactly the verbs.
  return (Object.keys(verbs) as Verb[]).find((verb) => verbs[verb].includes(wanted))
}

/** Undefined when the words behind a verb say that it is none: `today 13200 …` is a bill that is due today. */
const parseVerb = (verb: Verb, rest: readonly string[]): Command | undefined => {
  const reference = rest[0]?.replace(/^#/, '')
  switch (verb) {
    case 'help':
    case 'unpaid':
    case 'file':
    case 'settlement':
      return { kind: verb }
    case 'new':
    case 'plan':
    case 'today':
    case 'due':
      return rest.length === 0 ? { kind: verb } : undefined
    case 'find':
      return rest.length === 0 ? nameIt(verb) : { kind: verb, text: rest.join(' ') }
    case 'show':
    case 'sheet':
      return reference === undefined ? nameIt(verb) : { kind: verb, reference }
    case 'cancel':
      return reference === undefined
        ? nameIt(verb)
        : { kind: verb, reference, reason: rest.slice(1).join(' ') || undefined }
    case 'send':
      return reference === undefined ? nameIt(verb) : { kind: verb, reference, to: rest[1] }
  }
}

const nameIt = (verb: 'find' | 'show' | 'sheet' | 'cancel' | 'send'): Command => ({
  kind: 'hint',
  text: {
    ja:
      verb === 'find'
        ? 'さがす言葉を書いてください（例：/pit find 山田）。'
        : `どの請求かを請求番号かスマートピット番号で書いてください（例：/pit ${verb} 2612-0001）。`,
    en:
      verb === 'find'
        ? 'say what to find (for example /pit find Yamada).'
        : `say which invoice (for example /pit ${verb} 2612-0001).`,
  },
})
