import { describe, expect, it } from 'vitest'
import type { RawInvoice } from '../../src/domain/raw-invoice.ts'
import { parseRegistration } from '../../src/domain/registration.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const right: RawInvoice = {
  customer_name: '髙橋 花子',
  email: 'hanako@example.com',
  subject: '12月分 月謝',
  amount: '13,200円',
  due: '翌月末',
}

const rulesOf = (raw: RawInvoice): readonly string[] => {
  const result = parseRegistration(raw, today)
  return result.ok ? [] : result.failure.map(({ field, rule }) => `${field} ${rule}`)
}

const draftOf = (raw: RawInvoice) => {
  const result = parseRegistration(raw, today)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

describe('what is taken', () => {
  it.each([
    ['300,000 yen', { amount: '300000' }],
    ['one yen as a number', { amount: 1 }],
    ['full-width digits and signs', { amount: '￥１３，２００' }],
    ['a due day on the registration day', { due: '2026-11-23' }],
    ['a due day on day 60, the registration day being the first', { due: '2027-01-21' }],
    ['an old mobile address', { email: 'hanako..s.@docomo.example.jp' }],
    ['60 characters of name, the rare ones counted as one', { customer_name: '𠮷'.repeat(60) }],
    ['tax of exactly 10 %', { amount: '55000', tax: '5000' }],
    ['no e-mail when nobody is to be notified', { email: '', deliver: 'なし' }],
    ['a note of two lines', { note: '一行目\n二行目' }],
    [
      'a card’s number with hyphens',
      { number: '2912-3456-7890-7'.replace('7890-7', '7890-') + checkDigit('291234567890') },
    ],
  ] satisfies readonly (readonly [string, RawInvoice])[])('%s', (_, changes) => {
    expect(rulesOf({ ...right, ...changes })).toEqual([])
  })
})

describe('what is refused, by its rule', () => {
  it.each([
    ['amount amount-range', { amount: '300001' }],
    ['amount amount-range', { amount: '0' }],
    ['amount whole-yen', { amount: '12.5' }],
    ['amount excel-number', { amount: '1.23457E+12' }],
    ['amount amount-format', { amount: '一万円' }],
    ['due due-too-late', { due: '2027-01-22' }],
    ['due due-past', { due: '2026-11-22' }],
    ['due day-missing', { due: '2026-02-29' }],
    ['email email-format', { email: 'not-an-address' }],
    ['email email-required', { email: '' }],
    ['customer_name required', { customer_name: '　' }],
    ['customer_name max-length', { customer_name: 'あ'.repeat(61) }],
    ['customer_name no-control-characters', { customer_name: '山田\u202e太郎' }],
    ['customer_name unprintable-character', { customer_name: '김민준' }],
    ['kana unprintable-character', { kana: 'ﬖ' }],
    ['subject unprintable-character', { subject: '🎄 冬期講習' }],
    ['reference unprintable-character', { reference: 'A\ue000' }],
    ['note unprintable-character', { note: 'よいお年を\n🎍' }],
    [
      'lines.1.description unprintable-character',
      {
        amount: 200,
        lines: [
          { description: '教材', amount: 100, tax_rate: 10 },
          { description: '🍱', amount: 100, tax_rate: 8 },
        ],
      },
    ],
    ['subject no-control-characters', { subject: '一\t二' }],
    ['tax tax-range', { tax: '1201', amount: '1000' }],
    ['number number-check', { number: '1234567890123' }],
    ['number excel-number', { number: '2.91235E+12' }],
    ['reference excel-number', { reference: '2.6E+07' }],
    ['deliver deliver-choice', { deliver: 'だれか' }],
    ['honorific honorific-choice', { honorific: 'くん' }],
    ['lines.0.tax_rate tax-rate', { lines: [{ description: 'a', amount: 13_200, tax_rate: 5 }] }],
    ['amount lines-sum', { lines: [{ description: 'a', amount: 13_000, tax_rate: 10 }] }],
  ] satisfies readonly (readonly [string, RawInvoice])[])('%s', (rule, changes) => {
    expect(rulesOf({ ...right, ...changes })).toContain(rule)
  })

  it('names every problem at once, each with its value and a remedy in two languages', () => {
    const result = parseRegistration({ amount: '-5', due: 'いつか', email: 'x', deliver: '？' }, today, 7)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(new Set(result.failure.map(({ field }) => field))).toEqual(
      new Set(['customer_name', 'subject', 'amount', 'due', 'email', 'deliver']),
    )
    for (const { row, message } of result.failure) {
      expect(row).toBe(7)
      expect(message.ja).not.toBe('')
      expect(message.en).not.toBe('')
    }
  })
})

describe('what becomes of it', () => {
  it('never changes the printed name, not even to NFC', () => {
    const name = '\ufa19\u585a\u304b\u3099'
    expect(draftOf({ ...right, customer_name: name }).customer.name).toBe(name)
  })

  it.each([
    ['株式会社さくら', '御中'],
    ['さくら（有）', '御中'],
    ['学校法人みどり', '御中'],
    ['山田 花子', '様'],
  ])('addresses %s as %s', (name, honorific) => {
    expect(draftOf({ ...right, customer_name: name }).customer.honorific).toBe(honorific)
  })

  it('gives a phone number back the zero that a spreadsheet dropped', () => {
    expect(draftOf({ ...right, phone: '9012345678' }).customer.phone).toBe('09012345678')
    expect(draftOf({ ...right, phone: '090-1234-5678' }).customer.phone).toBe('090-1234-5678')
  })
})

function checkDigit(body: string): string {
  const sum = [...body]
    .toReversed()
    .reduce((total, digit, n) => total + Number(digit) * (n % 2 === 0 ? 3 : 1), 0)
  return String((10 - (sum % 10)) % 10)
}
