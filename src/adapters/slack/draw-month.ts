/** Draws the report of a month: collected against billed, how soon people paid, and where. */
import { nameChain } from '../../domain/chain.ts'
import { dayGroups, type MonthSums } from '../../domain/digest.ts'
import type { Language } from '../../domain/language.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actions, context, type Drawn, fields, header, linkButton, section } from './block-kit.ts'
import { drawMention } from './draw-mention.ts'
import { drawPictures } from './draw-pictures.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { type Say, sayIn } from './view-kit.ts'

/** `baseUrl` is where the console is. */
export const drawMonth = (
  { merchant, mention, figures, digest, month }: Extract<ChatLine, { kind: 'month-report' }>,
  { baseUrl, language }: { readonly baseUrl: string; readonly language: Language },
): Drawn => {
  const say = sayIn(language)
  const [before, told] = [figures.months.at(-2), figures.months.at(-1)]
  const title = say(`${Number(month.slice(0, 4))}年${Number(month.slice(5))}月のまとめ`, `Report of ${month}`)
  const rate = toRate(told)
  const chains = figures.byChain.map(
    ({ chain, count, yen }) =>
      `• ${nameChain(chain, language)}　${say(`${count}件`, String(count))}　${formatYen(yen)}`,
  )
  return {
    text: `${title}${say('：収納 ', ': collected ')}${tell(told?.collected, say)}`,
    blocks: [
      header(`📊 ${title}`),
      section(`${drawMention(mention)}${escapeMrkdwn(merchant.name)}`),
      fields([
        [
          say('請求した', 'Billed'),
          `${tell(told?.billed, say)}\n${compare(told?.billed.yen, before?.billed.yen, say)}`,
        ],
        [
          say('入金した', 'Collected'),
          `*${tell(told?.collected, say)}*\n${compare(told?.collected.yen, before?.collected.yen, say)}`,
        ],
        ...(rate === undefined ? [] : [[say('入金／請求', 'Collected / billed'), rate] as const]),
      ]),
      ...drawDays(figures.days, say),
      ...(chains.length === 0 ? [] : [section(`*${say('お店ごと', 'By chain')}*\n${chains.join('\n')}`)]),
      ...drawPictures(digest.pictures),
      actions(linkButton('open-payments', say('入金を開く', 'Payments'), `${baseUrl}/payments`)),
      context(
        say(
          '請求は登録した月、入金はお店で払われた日の月で数えます。取り消した請求と、決めていない入金は入りません。',
          'Bills count in the month of their registration, money in the month it was paid. Cancelled bills and undecided payments are left out.',
        ),
      ),
    ],
  }
}

const tell = (sum: MonthSums['billed'] | undefined, say: Say): string =>
  `${say(`${sum?.count ?? 0}件`, String(sum?.count ?? 0))}　${formatYen(sum?.yen ?? toYen(0))}`

const toRate = (told: MonthSums | undefined): string | undefined =>
  told === undefined || told.billed.yen === 0
    ? undefined
    : `${((told.collected.yen / told.billed.yen) * 100).toFixed(1)}%`

const compare = (now: number | undefined, before: number | undefined, say: Say): string => {
  const difference = (now ?? 0) - (before ?? 0)
  const sign = difference > 0 ? '+' : ''
  return `${say('前月比', 'vs last month')} ${sign}${formatYen(toYen(difference))}`
}

const drawDays = (days: readonly { readonly days: number; readonly count: number }[], say: Say) => {
  const all = days.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return []
  const lines = dayGroups.flatMap(({ from, to }) => {
    const count = days.reduce((sum, each) => sum + (each.days >= from && each.days <= to ? each.count : 0), 0)
    if (count === 0) return []
    const percent = Math.round((count / all) * 100)
    const name =
      to === Number.POSITIVE_INFINITY ? say(`${from}日以上`, `${from} days or more`) : nameSpan(from, to, say)
    return [`• ${name}　${say(`${count}件`, String(count))}${say(`（${percent}%）`, ` (${percent}%)`)}`]
  })
  return [section(`*${say('登録から支払いまで', 'From registration to payment')}*\n${lines.join('\n')}`)]
}

const nameSpan = (from: number, to: number, say: Say): string => {
  if (to === 0) return say('当日', 'the same day')
  return from === to
    ? say(`${from}日`, from === 1 ? '1 day' : `${from} days`)
    : say(`${from}〜${to}日`, `${from}–${to} days`)
}
