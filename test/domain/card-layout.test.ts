import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barcodeWidthMm, cardPlaces, cardSizes, trimMarks } from '../../src/domain/card.ts'
import { exampleLayout, exampleLayoutJson } from '../../src/domain/card-example.ts'
import {
  barcodeBox,
  type CardLayout,
  numberBox,
  parseCardLayout,
  SAFE_MM,
  toLayoutJson,
} from '../../src/domain/card-layout.ts'

const problemsOf = (input: unknown): readonly string[] => {
  const parsed = parseCardLayout(input)
  return parsed.ok ? [] : parsed.failure.map(({ field, rule }) => `${field} ${rule}`)
}
const barcode = exampleLayoutJson.barcode
const number = exampleLayoutJson.number
const turned = {
  size: 'postcard',
  barcode: { x_mm: 80, y_mm: 40, module_mm: 0.33, height_mm: 15, turned: true },
  number: { x_mm: 10, y_mm: 120, digit_mm: 4 },
}

describe('a layout description', () => {
  test('that is right is read, with what was left out filled in', () => {
    const { bleedMm, barcode: bars, number: digits } = exampleLayout()
    expect([bleedMm, bars.turned, bars.ground, digits.ground]).toEqual([3, false, '#ffffff', undefined])
    expect(problemsOf(turned)).toEqual([])
  })

  test('says the same when it is written out and read again', () => {
    for (const input of [exampleLayoutJson, turned]) {
      const parsed = parseCardLayout(input)
      if (!parsed.ok) throw new Error('not read')
      expect(parseCardLayout(JSON.parse(JSON.stringify(toLayoutJson(parsed.value))))).toEqual(parsed)
    }
  })

  test.each<[string, unknown, readonly string[]]>([
    ['is not an object', 'card', ['layout object', 'barcode object', 'number object']],
    ['is missing', undefined, ['layout object', 'barcode object', 'number object']],
    ['lacks the number', { barcode }, ['number object']],
    ['has an unknown name', { ...exampleLayoutJson, colour: 'red' }, ['colour known-name']],
    ['has an unknown size', { ...exampleLayoutJson, size: 'poster' }, ['size choice']],
    [
      'has narrow bars',
      { number, barcode: { ...barcode, module_mm: 0.2 } },
      ['barcode.module_mm number-range'],
    ],
    ['has low bars', { number, barcode: { ...barcode, height_mm: 9.9 } }, ['barcode.height_mm number-range']],
    ['has a number as text', { number, barcode: { ...barcode, x_mm: '18' } }, ['barcode.x_mm number-range']],
    ['has small digits', { barcode, number: { ...number, digit_mm: 2 } }, ['number.digit_mm number-range']],
    ['has red bars', { number, barcode: { ...barcode, ink: '#c8102e' } }, ['barcode.ink dark-in-red-light']],
    [
      'has a blue ground',
      { number, barcode: { ...barcode, ground: '#4a90c4' } },
      ['barcode.ground light-in-red-light'],
    ],
    ['names a colour in words', { number, barcode: { ...barcode, ink: 'black' } }, ['barcode.ink colour']],
    [
      'lets the barcode leave the card',
      { number, barcode: { ...barcode, x_mm: 40 } },
      ['barcode inside-the-card'],
    ],
    ['puts the number on the barcode', { barcode, number: { ...number, y_mm: 40 } }, ['number no-overlap']],
  ])('that %s is refused by name', (_, input, expected) => {
    const problems = problemsOf(input)
    for (const problem of expected) expect(problems).toContain(problem)
  })

  test('is refused in both languages, with a remedy', () => {
    const parsed = parseCardLayout({ number, barcode: { ...barcode, ink: '#c8102e' } })
    const message = parsed.ok ? undefined : parsed.failure[0]?.message
    expect(message?.ja).toContain('濃い青')
    expect(message?.en).toContain('dark blue')
  })

  test('whatever it is, is read or refused, and what is read keeps to the card', () => {
    const mm = fc.double({ min: -20, max: 160, noNaN: true })
    const layouts = fc.record({
      size: fc.constantFrom('card', 'plastic', 'postcard'),
      barcode: fc.record({
        x_mm: mm,
        y_mm: mm,
        module_mm: fc.double({ min: 0.2, max: 0.6, noNaN: true }),
        height_mm: fc.double({ min: 5, max: 45, noNaN: true }),
        turned: fc.boolean(),
      }),
      number: fc.record({ x_mm: mm, y_mm: mm, digit_mm: fc.double({ min: 1, max: 16, noNaN: true }) }),
    })
    fc.assert(
      fc.property(layouts, (input) => {
        const parsed = parseCardLayout(input)
        if (parsed.ok) expectInside(parsed.value)
        else expect(parsed.failure.length).toBeGreaterThan(0)
      }),
    )
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        expect(parseCardLayout(input).ok).toBe(false)
      }),
    )
  })
})

const expectInside = (layout: CardLayout): void => {
  const { widthMm, heightMm } = cardSizes[layout.size]
  for (const box of [barcodeBox(layout), numberBox(layout)]) {
    expect(Math.min(box.xMm, box.yMm)).toBeGreaterThanOrEqual(SAFE_MM - 0.001)
    expect(box.xMm + box.widthMm).toBeLessThanOrEqual(widthMm - SAFE_MM + 0.001)
    expect(box.yMm + box.heightMm).toBeLessThanOrEqual(heightMm - SAFE_MM + 0.001)
  }
}

test('a turned barcode takes its length from top to bottom', () => {
  const parsed = parseCardLayout(turned)
  if (!parsed.ok) throw new Error('not read')
  expect(barcodeBox(parsed.value)).toEqual({ xMm: 80, yMm: 40, widthMm: 15, heightMm: barcodeWidthMm(0.33) })
})

test('trim marks stand at every cut and on no card', () => {
  const marks = trimMarks(cardPlaces, 2, 5)
  expect(marks.length).toBe(2 * 3 + 2 * 6)
  for (const { x1, y1, x2, y2 } of marks) {
    const isBeside = Math.max(x1, x2) <= 12 || Math.min(x1, x2) >= 198
    const isAboveOrBelow = Math.max(y1, y2) <= 9 || Math.min(y1, y2) >= 288
    expect(isBeside || isAboveOrBelow).toBe(true)
  }
})
