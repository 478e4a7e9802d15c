/** Stamp-duty equivalent and the barcode's stamp flag. */
import { describe, expect, test } from 'vitest'
import { needsStampFlag, stampDutyYen } from '../../src/domain/stamp-duty.ts'
import { toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)
const tax = (amount: number | undefined) => (amount === undefined ? undefined : toYen(amount))

describe('¥200 from ¥50,000 tax-exclusive on; a tax nobody stated is not guessed', () => {
  test.each<[number, number | undefined, number, string]>([
    [54_998, 4_999, 0, '¥49,999 at 10 %'],
    [54_999, 4_999, 200, '¥50,000 with the tax rounded down'],
    [55_000, 5_000, 200, '¥50,000 at 10 %'],
    [53_998, 3_999, 0, '¥49,999 at 8 %'],
    [54_000, 4_000, 200, '¥50,000 at 8 %'],
    [49_999, 0, 0, '¥49,999 untaxed'],
    [50_000, 0, 200, '¥50,000 untaxed'],
    [49_999, undefined, 0, '¥49,999, tax not stated'],
    [50_000, undefined, 200, '¥50,000, tax not stated: the whole amount counts'],
    [54_999, undefined, 200, '¥54,999, tax not stated'],
    [300_000, 27_272, 200, 'once, however large'],
  ])('¥%i with tax %s: ¥%i (%s)', (amount, taxYen, expected) => {
    expect(stampDutyYen(toYen(amount), tax(taxYen), day('2026-11-23'))).toBe(expected)
  })
})

describe('the stamp flag follows the dated thresholds', () => {
  test.each<[string, number, number | undefined, boolean]>([
    ['2014-03-31', 31_499, undefined, false],
    ['2014-03-31', 31_500, undefined, true],
    ['2014-04-01', 31_500, undefined, false],
    ['2014-04-01', 53_999, undefined, false],
    ['2014-04-01', 54_000, undefined, true],
    ['2019-09-30', 54_000, undefined, true],
    ['2019-10-01', 54_000, undefined, false],
    ['2019-10-01', 54_999, undefined, false],
    ['2019-10-01', 55_000, undefined, true],
    ['2026-11-23', 55_000, undefined, true],
    ['2026-11-23', 54_999, 4_999, true],
    ['2026-11-23', 54_998, 4_999, false],
    ['2026-11-23', 54_000, 4_000, true],
    ['2026-11-23', 50_000, 0, true],
  ])('%s ¥%i with tax %s: %s', (date, amount, taxYen, expected) => {
    expect(needsStampFlag(toYen(amount), tax(taxYen), day(date))).toBe(expected)
  })
})
