/** Draws many payments in one message, for when money comes in faster than Slack takes messages. */
import { nameChain } from '../../domain/chain.ts'
import { formatJstTime } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import { formatYen, sumYen } from '../../domain/yen.ts'
import type { CollectedItem } from '../../ports.ts'
import { actions, type Drawn, linkButton, section } from './block-kit.ts'
import { cut, escapeMrkdwn, MAX_SECTION_TEXT } from './mrkdwn.ts'

/** All blocks of a message together, as JSON, in characters: Slack refuses at some 13,200. */
const MAX_TOTAL = 13_000
/** What head, button and the frame of the sections take of it. */
const RESERVED = 1_500
/** Sections of a message, so that there are at most 50 blocks with the head and the button. */
const MAX_SECTIONS = 48
/** Longest name and subject in such a line, in characters. */
const MAX_NAME = 40

/** How many of them one message holds, the first ones first; at least one. */
export const countFitting = (items: readonly CollectedItem[], language: Language): number =>
  Math.max(1, pack(lineTexts(distinct(items), language), items).count)

/** Each payment once, however often it is to be told. */
const distinct = (items: readonly CollectedItem[]): readonly CollectedItem[] => [
  ...new Map(items.map((item) => [item.payment.id, item])).values(),
]

/** `baseUrl` is where the console is. */
export const drawPayments = (
  items: readonly CollectedItem[],
  { baseUrl, language }: { readonly baseUrl: string; readonly language: Language },
): Drawn => {
  const told = distinct(items)
  const taken = told.filter(({ payment }) => payment.state !== 'cancelled')
  const undone = told.length - taken.length
  const sum = formatYen(sumYen(taken.map(({ payment }) => payment.amountYen)))
  const head =
    language === 'ja'
      ? `入金 ${taken.length}件　${sum}${undone > 0 ? `（ほかに取消 ${undone}件）` : ''}`
      : `${taken.length} payments, ${sum}${undone > 0 ? ` (and ${undone} undone)` : ''}`
  return {
    text: head,
    blocks: [
      section(`💴 *${head}*`),
      ...pack(lineTexts(told, language), told).sections.map(section),
      actions(
        linkButton(
          'open-payments',
          language === 'ja' ? '入金を開く' : 'Open payments',
          `${baseUrl}/payments`,
        ),
      ),
    ],
  }
}

const lineTexts = (items: readonly CollectedItem[], language: Language): readonly string[] =>
  items.map(({ payment, invoice }) => {
    const { amountYen, chain, paidAt, state } = payment
    const undone = language === 'ja' ? '↩️ 取消 ' : '↩️ undone '
    const mark = state === 'cancelled' ? undone : ''
    const who =
      invoice === undefined
        ? ''
        : `${escapeMrkdwn(cut(invoice.customer.name, MAX_NAME))} ${invoice.customer.honorific}`
    const what = invoice === undefined ? '' : escapeMrkdwn(cut(invoice.subject, MAX_NAME))
    return `• ${mark}*${formatYen(amountYen)}*　${who}　${what}　${nameChain(chain, language)} ${formatJstTime(paidAt).slice(-5)}`
  })

/** Lines into sections, as many as a message holds; `count` is how many of `items` those lines cover. */
const pack = (
  lines: readonly string[],
  items: readonly CollectedItem[],
): { readonly sections: readonly string[]; readonly count: number } => {
  const sections: string[] = []
  let total = RESERVED
  let packed = 0
  for (const line of lines) {
    const current = sections.at(-1)
    const joined = current === undefined ? line : `${current}\n${line}`
    const isNew = current === undefined || joined.length > MAX_SECTION_TEXT
    const cost = JSON.stringify(line).length + (isNew ? 80 : 2)
    if (total + cost > MAX_TOTAL || (isNew && sections.length === MAX_SECTIONS)) break
    if (isNew) sections.push(line)
    else sections[sections.length - 1] = joined
    total += cost
    packed += 1
  }
  const ids = new Set(
    distinct(items)
      .slice(0, packed)
      .map(({ payment }) => payment.id),
  )
  const rest = items.findIndex(({ payment }) => !ids.has(payment.id))
  return { sections, count: rest < 0 ? items.length : rest }
}
