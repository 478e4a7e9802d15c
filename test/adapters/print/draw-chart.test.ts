/** Charts: every figure is there, nothing of a text becomes markup, and series are told apart without colours. */
import { decode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { drawChart } from '../../../src/adapters/print/draw-chart.ts'
import type { Chart, Printer } from '../../../src/ports.ts'
import { got, openPrinter } from './open-printer.ts'

const chart: Chart = {
  kind: 'columns',
  title: '請求と収納 <b>&"x"',
  names: ['9月', '10月', '11月'],
  series: [
    { name: '請求', values: [1_200_000, 870_000, 0] },
    { name: '収納', values: [1_000_000, 865_000, 12] },
  ],
  format: (value) => `¥${value}`,
  short: (value) => `${value}円`,
}

let printer: Printer | undefined
afterAll(() => printer?.close())

describe.each(['columns', 'rows'] as const)('a chart of %s', (kind) => {
  it('says every figure and name, and keeps a text a text', () => {
    const { svg } = drawChart({ ...chart, kind })
    const unit = kind === 'columns' ? ['1200000円', '870000円', '12円'] : ['¥1200000', '¥870000', '¥0', '¥12']
    for (const told of [...unit, ...chart.names, '請求', '収納', '&lt;b&gt;&amp;&quot;x&quot;'])
      expect(svg).toContain(told)
    expect(svg).not.toContain('<b>')
  })

  it('stays within its frame, from nothing at all to trillions', () => {
    for (const value of [0, 1, 9, 10, 999_999_999_999]) {
      const drawn = drawChart({ ...chart, kind, series: [{ name: 'x', values: [value, 0, 1] }] })
      for (const [, , y = '', height = ''] of drawn.svg.matchAll(
        /<rect x="([\d.-]+)" y="([\d.-]+)"[^>]*height="([\d.]+)"/g,
      )) {
        expect(Number(y)).toBeGreaterThanOrEqual(0)
        expect(Number(y) + Number(height)).toBeLessThanOrEqual(drawn.height)
      }
      expect(drawn.svg).not.toContain('NaN')
    }
  })

  it('is a sharp picture with our own letters, in which both series differ without colours, too', async () => {
    printer ??= await openPrinter()
    const drawn = drawChart({ ...chart, kind })
    const png = decode(got(await printer.picture(drawn)))
    expect([png.width, png.height]).toEqual([drawn.width * 2, drawn.height * 2])
    const greyAt = (x: number, y: number): number => {
      const at = (Math.round(y) * png.width + Math.round(x)) * png.channels
      return ((png.data[at] ?? 0) + (png.data[at + 1] ?? 0) + (png.data[at + 2] ?? 0)) / 3
    }
    // The samples in the legend: the first is dark all over, the second mostly light.
    const [dark, light] = [
      ...drawn.svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="16" height="14"/g),
    ].map(([, x = '', y = '']) => {
      const points = Array.from({ length: 64 }, (_, n) => [n % 8, Math.floor(n / 8)] as const)
      const greys = points.map(([dx, dy]) =>
        greyAt((Number(x) + 2 + dx * 1.5) * 2, (Number(y) + 2 + dy * 1.3) * 2),
      )
      return greys.reduce((sum, grey) => sum + grey, 0) / greys.length
    })
    expect((light ?? 0) - (dark ?? 255)).toBeGreaterThan(60)
    // The title is drawn: a machine without our fonts would leave it blank.
    const title = Array.from({ length: 400 }, (_, n) => greyAt(48 + n, 66))
    expect(title.filter((grey) => grey < 100).length).toBeGreaterThan(20)
  })
})
