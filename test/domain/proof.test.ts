import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeSheet, pickSamples } from '../../src/domain/proof.ts'
import { composeNumber } from '../../src/domain/smart-pit-number.ts'

describe('the share of sheets that are looked at', () => {
  test.each([
    [1, 100, 1],
    [100, 100, 1],
    [101, 100, 2],
    [4_000, 100, 40],
    [7, 1, 7],
  ])('of %i, one in %i, is %i', (count, oneIn, expected) => {
    expect(pickSamples(count, oneIn).length).toBe(expected)
  })

  test('is at least one, each of them another one of the job', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 10_000 }), (count, oneIn) => {
        const samples = pickSamples(count, oneIn)
        expect(new Set(samples).size).toBe(samples.length)
        expect(samples.length).toBeGreaterThanOrEqual(Math.max(1, count / oneIn))
        for (const sample of samples) expect(sample >= 0 && sample < count).toBe(true)
      }),
    )
  })
})

describe('a sheet', () => {
  const number = composeNumber('29', '1234567890')
  const other = composeNumber('29', '1234567891')
  const payment = '9191234501234567890123456789010103310123000'.padEnd(44, '3') as never
  const customerUrl = 'https://pay.example.jp/s/abc'
  const plain = { number, paymentBarcode: undefined, customerUrl }
  const full = { number, paymentBarcode: payment, customerUrl }

  test.each([
    ['with its number and its page', plain, [[number, customerUrl]], true],
    ['with its number twice', plain, [[number, number, customerUrl]], true],
    ['with both barcodes', full, [[payment, number, customerUrl]], true],
    ['without its payment barcode', full, [[number, customerUrl]], false],
    ['without the code of its page', plain, [[number]], false],
    ['without any code', plain, [[]], false],
    ['with another number', plain, [[other, customerUrl]], false],
    ['with another number besides', plain, [[number, other, customerUrl]], false],
    ['with another customer’s page', plain, [[number, `${customerUrl}d`]], false],
    ['of two pages', plain, [[number, customerUrl], []], false],
    ['of no page', plain, [], false],
  ])('%s: %#', (_, sheet, pages, passes) => {
    const reason = judgeSheet(sheet, pages)
    expect(reason === undefined).toBe(passes)
    if (reason !== undefined) expect(reason.ja.length * reason.en.length).toBeGreaterThan(0)
  })
})
