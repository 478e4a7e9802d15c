/** The charts of a digest, and what each shows in words, for whoever does not see it. */
import { nameChain } from '../domain/chain.ts'
import { dayGroups, type MonthFigures } from '../domain/digest.ts'
import type { Language } from '../domain/language.ts'
import { formatYen, toYen } from '../domain/yen.ts'
import type { Chart, ChatLine } from '../ports.ts'

export type ToldChart = { readonly name: string; readonly chart: Chart; readonly alt: string }

/** Longest description that Slack takes, in characters. */
const MAX_ALT = 1_900
/** Chains of one chart. */
const MAX_ROWS = 12

/** None where there is nothing to show. */
export const chartDigest = (line: ChatLine, language: Language): readonly ToldChart[] => {
  switch (line.kind) {
    case 'settlement-digest':
      return chartSettlement(line, language)
    case 'month-report':
      return chartMonth(line.figures, line.month, language)
    default:
      return []
  }
}

const yen = (value: number): string => formatYen(toYen(value))

/** `12.3万`, `123k`, `1.85M`: for the narrow room above a column. */
const shortYen =
  (language: Language) =>
  (value: number): string => {
    if (value < 10_000) return yen(value)
    if (language === 'en')
      return value < 1_000_000 ? `${Math.round(value / 1_000)}k` : `${(value / 1_000_000).toFixed(2)}M`
    const tenThousands = value < 1_000_000 ? Math.round(value / 1_000) / 10 : Math.round(value / 10_000)
    return `${tenThousands.toLocaleString('en')}万`
  }

const inYen = (language: Language) => ({ format: yen, short: shortYen(language) })
const plainCount = { format: String, short: String }

const chartSettlement = (
  { stored, earlier }: Extract<ChatLine, { kind: 'settlement-digest' }>,
  language: Language,
): readonly ToldChart[] => {
  const { byChain, from, closingDay } = stored.settlement
  const before = earlier?.settlement.byChain ?? []
  const codes = [...new Set([...byChain, ...before].map(({ chain }) => chain))].slice(0, MAX_ROWS)
  if (codes.length === 0) return []
  const valueIn = (sums: typeof byChain) =>
    codes.map((code) => sums.find(({ chain }) => chain === code)?.amountYen ?? 0)
  const period = `${from.month}/${from.day}–${closingDay.month}/${closingDay.day}`
  const title = language === 'ja' ? `お店ごとの収納 ${period}` : `Collected by chain, ${period}`
  const series = [
    { name: language === 'ja' ? '今回' : 'This period', values: valueIn(byChain) },
    ...(earlier === undefined
      ? []
      : [{ name: language === 'ja' ? '前回' : 'Last period', values: valueIn(before) }]),
  ]
  const chart: Chart = {
    kind: 'rows',
    title,
    names: codes.map((code) => nameChain(code, language)),
    series,
    ...inYen(language),
  }
  return [{ name: `chains-${closingDay}`, chart, alt: inWords(chart) }]
}

const chartMonth = (
  { months, byChain, days }: MonthFigures,
  month: string,
  language: Language,
): readonly ToldChart[] => {
  const say = (ja: string, en: string): string => (language === 'ja' ? ja : en)
  const charts: ToldChart[] = []
  const add = (name: string, chart: Chart): void => {
    if (chart.series.some(({ values }) => values.some((value) => value > 0)))
      charts.push({ name: `${name}-${month}`, chart, alt: inWords(chart) })
  }
  add('billed', {
    kind: 'columns',
    title: say('請求と収納', 'Billed and collected'),
    names: months.map(({ month: name }) => say(`${Number(name.slice(5))}月`, name)),
    series: [
      { name: say('請求', 'Billed'), values: months.map(({ billed }) => billed.yen) },
      { name: say('収納', 'Collected'), values: months.map(({ collected }) => collected.yen) },
    ],
    ...inYen(language),
  })
  add('days', {
    kind: 'columns',
    title: say('登録から支払いまでの日数（件数）', 'Days from registration to payment (payments)'),
    names: dayGroups.map(({ from, to }) => nameDays(from, to, language)),
    series: [
      {
        name: say('件数', 'Payments'),
        values: dayGroups.map(({ from, to }) =>
          days.reduce((sum, each) => sum + (each.days >= from && each.days <= to ? each.count : 0), 0),
        ),
      },
    ],
    ...plainCount,
  })
  const chains = byChain.toSorted((a, b) => b.yen - a.yen).slice(0, MAX_ROWS)
  add('chains', {
    kind: 'rows',
    title: say('お店ごとの収納', 'Collected by chain'),
    names: chains.map(({ chain }) => nameChain(chain, language)),
    series: [{ name: say('収納', 'Collected'), values: chains.map(({ yen: sum }) => sum) }],
    ...inYen(language),
  })
  return charts
}

const nameDays = (from: number, to: number, language: Language): string => {
  const unit = language === 'ja' ? '日' : 'd'
  if (from === 0) return language === 'ja' ? '当日' : 'same day'
  if (to === Number.POSITIVE_INFINITY) return `${from}${unit}${language === 'ja' ? '以上' : '+'}`
  return from === to ? `${from}${unit}` : `${from}–${to}${unit}`
}

/** Every figure of the chart, as text. */
const inWords = ({ title, names, series, format }: Chart): string =>
  `${title}: ${names
    .map(
      (name, n) =>
        `${name} ${series.map(({ name: of, values }) => `${series.length > 1 ? `${of} ` : ''}${format(values[n] ?? 0)}`).join(' / ')}`,
    )
    .join('; ')}`.slice(0, MAX_ALT)
