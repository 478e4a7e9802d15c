/** The 44-digit payment barcode. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BarcodeFields,
  buildBarcode,
  isPaymentBarcode,
  parseBarcode,
  toBarcodeText,
  toFreeUse,
} from '../../src/domain/gs1-barcode.ts'
import { computeCheckDigit } from '../../src/domain/smart-pit-number.ts'
import { toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const build = (fields: BarcodeFields): string => {
  const built = buildBarcode(fields)
  if (!built.ok) throw new Error(built.failure.rule)
  return built.value
}

const example: BarcodeFields = {
  agency: '912345',
  freeUse: '012345678901234567890',
  reissueCount: 1,
  dueDay: day('2001-03-31'),
  stampFlag: false,
  amountYen: toYen(123_000),
}

describe('the vectors of domain.md section 5', () => {
  test.each([
    ['9191234501234567890123456789010103310123000', '3'],
    ['9194238617895391785393569273010307311031290', '3'],
    ['9192902325207000001012349990039999991106632', '7'],
  ])('%s has the check digit %s', (digits, check) => {
    expect(computeCheckDigit(digits)).toBe(check)
    expect(isPaymentBarcode(digits + check)).toBe(true)
  })

  test('the first one is built from its fields', () => {
    expect(build(example)).toBe('91912345012345678901234567890101033101230003')
  })

  test('the third one has no due day and a stamp', () => {
    const parsed = parseBarcode('91929023252070000010123499900399999911066327')
    expect(parsed.ok && parsed.value).toMatchObject({
      agency: '929023',
      freeUse: '252070000010123499900',
      reissueCount: 3,
      dueDay: undefined,
      stampFlag: true,
      amountYen: 106_632,
    })
  })
})

test('the text under the bars has two lines and reads back', () => {
  const built = buildBarcode(example)
  expect(built.ok).toBe(true)
  if (!built.ok) return
  const lines = toBarcodeText(built.value)
  expect(lines).toEqual(['(91)912345-0123456789012345678901', '010331-0-123000-3'])
  const parsed = parseBarcode(lines.join('\n'))
  expect(parsed.ok && parsed.value.barcode).toBe(built.value)
})

describe('what must not be printed is refused', () => {
  test.each<[string, Partial<BarcodeFields>, string]>([
    ['¥300,001', { amountYen: toYen(300_001) }, 'barcode-amount'],
    ['¥0', { amountYen: toYen(0) }, 'barcode-amount'],
    ['an agency of 5 digits', { agency: '12345' }, 'barcode-agency'],
    ['a free-use field of 20 digits', { freeUse: '0'.repeat(20) }, 'barcode-free-use'],
    ['letters in it', { freeUse: 'A'.repeat(21) }, 'barcode-free-use'],
    ['a tenth re-issue', { reissueCount: 10 }, 'barcode-reissue'],
    ['a due day of another century', { dueDay: day('2100-01-01') }, 'barcode-due'],
  ])('%s', (_case, changes, rule) => {
    const built = buildBarcode({ ...example, ...changes })
    expect(!built.ok && built.failure.rule).toBe(rule)
  })

  test('¥300,000 is printed', () => {
    expect(buildBarcode({ ...example, amountYen: toYen(300_000) }).ok).toBe(true)
  })
})

describe('what is not such a barcode is refused', () => {
  test.each([
    ['', 'barcode-format'],
    ['9191234501234567890123456789010103310123000', 'barcode-format'],
    ['92912345012345678901234567890101033101230003', 'barcode-format'],
    ['91912345012345678901234567890101033101230004', 'barcode-check'],
  ])('"%s"', (text, rule) => {
    const parsed = parseBarcode(text)
    expect(!parsed.ok && parsed.failure.rule).toBe(rule)
  })

  test('a due day that does not exist', () => {
    const body = `91${'9'.repeat(6)}${'0'.repeat(22)}2702290000100`
    const parsed = parseBarcode(body + computeCheckDigit(body))
    expect(!parsed.ok && parsed.failure.rule).toBe('barcode-due')
  })
})

test('the free-use field is client code and reference, zeros on the left', () => {
  expect(toFreeUse('123', '2912345678901')).toBe('001230002912345678901')
  expect(() => toFreeUse('123456', '1')).toThrow(RangeError)
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
const fields: fc.Arbitrary<BarcodeFields> = fc.record({
  agency: digits(6),
  freeUse: digits(21),
  reissueCount: fc.integer({ min: 0, max: 9 }),
  dueDay: fc.option(
    fc.integer({ min: 0, max: 36_000 }).map((count) => day('2000-01-01').add({ days: count })),
    { nil: undefined },
  ),
  stampFlag: fc.boolean(),
  amountYen: fc.integer({ min: 1, max: 300_000 }).map(toYen),
})

test('every barcode built has 44 digits and parses to its fields', () => {
  fc.assert(
    fc.property(fields, (built) => {
      const barcode = build(built)
      expect(barcode).toMatch(/^91\d{42}$/)
      const parsed = parseBarcode(barcode)
      expect(parsed.ok).toBe(true)
      if (!parsed.ok) return
      expect({ ...parsed.value, dueDay: parsed.value.dueDay?.toString() }).toEqual({
        ...built,
        barcode,
        dueDay: built.dueDay?.toString(),
      })
    }),
  )
})

test('one wrong digit is always noticed', () => {
  fc.assert(
    fc.property(
      fields,
      fc.integer({ min: 2, max: 43 }),
      fc.integer({ min: 1, max: 9 }),
      (built, at, shift) => {
        const barcode = build(built)
        const wrong = String((Number(barcode[at]) + shift) % 10)
        expect(isPaymentBarcode(barcode.slice(0, at) + wrong + barcode.slice(at + 1))).toBe(false)
      },
    ),
  )
})
