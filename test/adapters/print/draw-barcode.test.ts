/** The barcode as a drawing: its measures. */
import { expect, test } from 'vitest'
import { drawBarcode } from '../../../src/adapters/print/draw-barcode.ts'
import { composeNumber } from '../../../src/domain/smart-pit-number.ts'

/** Start, six pairs, the change of code set, one digit, check: 11 modules each; stop: 13. */
const BARS = 10 * 11 + 13

test('is CODE 128 in pairs of digits, with ten blank modules on either side', () => {
  for (const digits of ['0000000000', '1234567890', '9999999999', '1111111111']) {
    const svg = drawBarcode(composeNumber('29', digits))
    expect(svg).toContain(`viewBox="0 0 ${BARS + 20} `)
    const runs = [...svg.matchAll(/M(\d+) 0h(\d+)v/g)].map(
      ([, from, width]) => [Number(from), Number(width)] as const,
    )
    expect(runs[0]?.[0]).toBe(10)
    const [from = 0, width = 0] = runs.at(-1) ?? []
    expect(from + width).toBe(BARS + 10)
  }
})

test('is one path without soft edges', () => {
  const svg = drawBarcode(composeNumber('29', '1234567890'))
  expect(svg.match(/<path/g)).toHaveLength(1)
  expect(svg).toContain('shape-rendering="crispEdges"')
})
