/** Draws charts as SVG: legible, told apart by lightness and hatching as well as by colour, every bar with its figure. */
import type { Chart, DrawChart, DrawnChart } from '../../ports.ts'
import { escapeXml } from './escape-xml.ts'

/** Sizes in CSS pixels; the picture has twice as many. */
const WIDTH = 720
const MARGIN = 24
const TITLE = 40
const LEGEND = 26
const COLUMNS_HEIGHT = 250
const ROW_HEIGHT = 22
const NAME_WIDTH = 150
const FIGURE_ROOM = 110
/** Characters of a name beside its row. */
const MAX_NAME = 12

const INK = '#15211c'
const GRID = '#c9d1cd'

/** Dark and plain against light, hatched and framed: also without colours. */
const fills = ['#0b5d3b', 'url(#hatch)'] as const
const strokes = ['#0b5d3b', '#a05a00'] as const

export const drawChart: DrawChart = (chart) =>
  chart.kind === 'columns' ? drawColumns(chart) : drawRows(chart)

const drawColumns = (chart: Chart): DrawnChart => {
  const top = MARGIN + TITLE + legendHeight(chart)
  const bottom = top + COLUMNS_HEIGHT
  const left = MARGIN + 74
  const x = bands(chart.names, left, WIDTH - MARGIN, 0.25)
  const inner = bands(
    chart.series.map(({ name }) => name),
    0,
    x.bandwidth,
    0.12,
  )
  const ticks = ticksUpTo(highest(chart))
  const y = linear(ticks.at(-1) ?? 1, bottom, top)
  const grid = ticks.map(
    (tick) =>
      line(left, y(tick), WIDTH - MARGIN, y(tick)) +
      text(left - 8, y(tick) + 4, chart.short(tick), { anchor: 'end', size: 12 }),
  )
  const bars = chart.names.flatMap((name, n) =>
    chart.series.map((series, s) => {
      const value = series.values[n] ?? 0
      const at = x.at(name) + inner.at(series.name)
      const figure =
        value === 0
          ? ''
          : text(at + inner.bandwidth / 2, y(value) - 5, chart.short(value), { anchor: 'middle', size: 11 })
      return bar(at, y(value), inner.bandwidth, bottom - y(value), s) + figure
    }),
  )
  const names = chart.names.map((name) =>
    text(x.at(name) + x.bandwidth / 2, bottom + 20, name, { anchor: 'middle', size: 13 }),
  )
  const base = line(left, bottom, WIDTH - MARGIN, bottom, INK)
  return frame(chart, bottom + 44, [...grid, ...bars, base, ...names])
}

const drawRows = (chart: Chart): DrawnChart => {
  const top = MARGIN + TITLE + legendHeight(chart)
  const rowHeight = ROW_HEIGHT * chart.series.length + 10
  const bottom = top + rowHeight * chart.names.length
  const left = MARGIN + NAME_WIDTH
  const y = bands(chart.names, top, bottom, 0.2)
  const inner = bands(
    chart.series.map(({ name }) => name),
    0,
    y.bandwidth,
    0.08,
  )
  const x = linear(highest(chart), left, WIDTH - MARGIN - FIGURE_ROOM)
  const rows = chart.names.flatMap((name, n) => [
    text(left - 10, y.at(name) + y.bandwidth / 2 + 5, cut(name), { anchor: 'end', size: 13 }),
    ...chart.series.map((series, s) => {
      const value = series.values[n] ?? 0
      const at = y.at(name) + inner.at(series.name)
      const figure = text(x(value) + 6, at + inner.bandwidth / 2 + 4, chart.format(value), {
        anchor: 'start',
        size: 12,
      })
      return bar(left, at, x(value) - left, inner.bandwidth, s) + figure
    }),
  ])
  return frame(chart, bottom + MARGIN, [...rows, line(left, top, left, bottom, INK)])
}

const highest = ({ series }: Chart): number => Math.max(1, ...series.flatMap(({ values }) => values))

type Bands = { readonly bandwidth: number; at(name: string): number }

/** Equal bands side by side; `gap` is the share of a step that lies between two of them. */
const bands = (names: readonly string[], from: number, to: number, gap: number): Bands => {
  const step = (to - from) / Math.max(1, names.length)
  return {
    bandwidth: step * (1 - gap),
    at: (name) => from + step * (names.indexOf(name) + gap / 2),
  }
}

/** Where a value lies between the places of 0 and of the highest. */
const linear =
  (max: number, from: number, to: number) =>
  (value: number): number =>
    from + (value / max) * (to - from)

/** Round numbers from 0 to the first that is not below the highest: about four steps of 1, 2 or 5. */
const ticksUpTo = (max: number): readonly number[] => {
  const rough = max / TICKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, (steps.find((each) => each * power >= rough) ?? 10) * power)
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, n) => n * step)
}

const TICKS = 4
const steps = [1, 2, 5] as const

const legendHeight = ({ series }: Chart): number => (series.length > 1 ? LEGEND : 10)

const frame = (chart: Chart, height: number, parts: readonly string[]): DrawnChart => ({
  width: WIDTH,
  height,
  svg: [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="'Pitpost Sans','Pitpost Fallback',sans-serif" fill="${INK}">`,
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff1d6"/><rect width="2.4" height="7" fill="#a05a00"/></pattern></defs>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(MARGIN, MARGIN + 16, chart.title, { anchor: 'start', size: 18, weight: 700 }),
    ...legend(chart),
    ...parts,
    '</svg>',
  ].join(''),
})

const legend = ({ series }: Chart): readonly string[] => {
  if (series.length < 2) return []
  let left = MARGIN
  return series.map(({ name }, s) => {
    const at = left
    left += 48 + widthOf(name)
    const top = MARGIN + TITLE - 10
    return bar(at, top, 16, 14, s) + text(at + 22, top + 12, name, { anchor: 'start', size: 13 })
  })
}

/** Of a text at 13 pixels: letters are half as wide as characters. */
const widthOf = (name: string): number =>
  [...name].reduce((sum, letter) => sum + (/[\u0020-\u007e]/.test(letter) ? 7.5 : 13), 0)

const bar = (x: number, y: number, width: number, height: number, series: number): string =>
  height <= 0 || width <= 0
    ? ''
    : `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${fills[series % fills.length]}" stroke="${strokes[series % strokes.length]}" stroke-width="1"/>`

const line = (x1: number, y1: number, x2: number, y2: number, stroke: string = GRID): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}" stroke-width="1"/>`

type Setting = {
  readonly anchor: 'start' | 'middle' | 'end'
  readonly size: number
  readonly weight?: number
}

/** With a white rim, so that no line runs through it. */
const text = (x: number, y: number, said: string, { anchor, size, weight = 400 }: Setting): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escapeXml(said)}</text>`

const cut = (name: string): string => {
  const letters = [...name]
  return letters.length <= MAX_NAME ? name : `${letters.slice(0, MAX_NAME - 1).join('')}…`
}

const at = (value: number): string => String(Math.round(value * 100) / 100)
