/** Texts that are wider than their places. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, cutToColumns } from '../../src/domain/display-width.ts'
import { listCuts, SLIP_SUBJECT_COLUMNS, TERMINAL_SUBJECT_COLUMNS } from '../../src/domain/text-cuts.ts'
import { makeInvoice } from '../support/make-invoice.ts'

describe('columnsOf', () => {
  test.each([
    ['', 0],
    ['ABC 123', 7],
    ['ｶﾀｶﾅ', 4],
    ['カタカナ', 8],
    ['¥1,200', 6],
    ['か\u3099', 2],
    ['𠮷', 2],
  ])('counts %j as %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })
})

test('what is cut is a beginning, never wider than its place, and only cut when it has to be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(60), (text, columns) => {
      const shown = cutToColumns(text, columns)
      expect(text.startsWith(shown)).toBe(true)
      expect(columnsOf(shown)).toBeLessThanOrEqual(columns)
      if (shown !== text) expect(columnsOf(text)).toBeGreaterThan(columns)
    }),
  )
})

describe('listCuts', () => {
  test('is empty when everything is shown in full', () => {
    expect(listCuts(makeInvoice({ subject: '12月分 月謝' }))).toEqual([])
  })

  test('shows how a long subject is seen on the slip, on the terminal and on the stub', () => {
    const subject =
      '令和八年度冬期講習（小学五年生・国語と算数と理科と社会）受講料および教材費と模擬試験の費用、給食'
    const cuts = listCuts(makeInvoice({ subject }))
    expect(cuts.map(({ field, place }) => `${field} ${place}`)).toEqual([
      'subject terminal',
      'subject slip',
      'subject sheet-stub',
    ])
    expect(cuts[0]?.shown).toBe(subject.slice(0, TERMINAL_SUBJECT_COLUMNS / 2))
    expect(cuts[1]?.shown).toBe(subject.slice(0, SLIP_SUBJECT_COLUMNS / 2))
    expect(cuts[1]?.message.ja).toBe(
      `件名：申込券では「${subject.slice(0, SLIP_SUBJECT_COLUMNS / 2)}」までしか表示されません。`,
    )
  })

  test('shows how long kana are seen on the sheet', () => {
    const { customer } = makeInvoice()
    const cuts = listCuts(makeInvoice({ customer: { ...customer, kana: 'タカハシ'.repeat(20) } }))
    expect(cuts).toMatchObject([
      { field: 'kana', place: 'sheet-name', shown: `${'タカハシ'.repeat(16)}タカ` },
    ])
  })
})
