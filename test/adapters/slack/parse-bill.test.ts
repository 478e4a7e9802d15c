/** One typed line, in the ways people write it: what is understood, what is asked, what is refused. */
import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../src/adapters/slack/parse-command.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const base = { amount: '13200', due: '翌月末', email: 'hanako@example.com', subject: '月謝' }

const understood: readonly (readonly [string, Record<string, unknown>])[] = [
  // The amount.
  ['13200 翌月末 hanako@example.com 月謝', base],
  ['13,200 翌月末 hanako@example.com 月謝', { ...base, amount: '13,200' }],
  ['13200円 翌月末 hanako@example.com 月謝', { ...base, amount: '13200円' }],
  ['¥13,200 翌月末 hanako@example.com 月謝', { ...base, amount: '¥13,200' }],
  ['￥１３，２００ 翌月末 hanako@example.com 月謝', { ...base, amount: '￥１３，２００' }],
  ['１３２００円 翌月末 hanako@example.com 月謝', { ...base, amount: '１３２００円' }],
  ['13200円也 翌月末 hanako@example.com 月謝', base],
  ['13200yen 翌月末 hanako@example.com 月謝', base],
  ['13,200JPY 翌月末 hanako@example.com 月謝', base],
  ['¥13,200- 翌月末 hanako@example.com 月謝', base],
  ['税込13200円 翌月末 hanako@example.com 月謝', base],
  ['13,200円（税込） 翌月末 hanako@example.com 月謝', base],
  ['金額：13200 翌月末 hanako@example.com 月謝', base],
  ['amount:13200 翌月末 hanako@example.com 月謝', base],
  ['1万3千円 翌月末 hanako@example.com 月謝', { ...base, amount: '13000' }],
  ['1.5万円 翌月末 hanako@example.com 月謝', { ...base, amount: '15000' }],
  ['3万円 翌月末 hanako@example.com 月謝', { ...base, amount: '30000' }],
  ['1万3200円 翌月末 hanako@example.com 月謝', base],
  ['13200 うち税1200 翌月末 hanako@example.com 月謝', { ...base, tax: '1200' }],
  ['13200 消費税1,200円 翌月末 hanako@example.com 月謝', { ...base, tax: '1,200' }],
  ['13200 tax:1200 翌月末 hanako@example.com 月謝', { ...base, tax: '1200' }],
  // The day.
  ['13200 今月末 hanako@example.com 月謝', { ...base, due: '今月末' }],
  ['13200 翌月10日 hanako@example.com 月謝', { ...base, due: '翌月10日' }],
  ['13200 12/25 hanako@example.com 月謝', { ...base, due: '12/25' }],
  ['13200 12/25まで hanako@example.com 月謝', { ...base, due: '12/25' }],
  ['13200 12月25日まで hanako@example.com 月謝', { ...base, due: '12月25日' }],
  ['13200 12月25日（金） hanako@example.com 月謝', { ...base, due: '12月25日（金）' }],
  ['13200 期限12/25 hanako@example.com 月謝', { ...base, due: '12/25' }],
  ['13200 期限：12/25 hanako@example.com 月謝', { ...base, due: '12/25' }],
  ['13200 期限 12/25 hanako@example.com 月謝', { ...base, due: '12/25' }],
  ['13200 +30日 hanako@example.com 月謝', { ...base, due: '+30日' }],
  ['13200 30日後 hanako@example.com 月謝', { ...base, due: '30日後' }],
  ['13200 2026-12-25 hanako@example.com 月謝', { ...base, due: '2026-12-25' }],
  ['13200 令和8年12月25日 hanako@example.com 月謝', { ...base, due: '令和8年12月25日' }],
  ['13200 R8.12.25 hanako@example.com 月謝', { ...base, due: 'R8.12.25' }],
  ['13200 20261225 hanako@example.com 月謝', { ...base, due: '20261225' }],
  ['13200 明日 hanako@example.com 月謝', { ...base, due: '明日' }],
  ['today 13200 hanako@example.com lesson fee', { due: 'today', subject: 'lesson fee' }],
  ['13200 end of next month hanako@example.com lesson fee', { due: 'end of next month' }],
  ['13200 by the end of the month hanako@example.com lesson', { due: 'the end of the month' }],
  ['13200 in 30 days hanako@example.com lesson', { due: 'in 30 days' }],
  ['13200 due 12/25 to hanako@example.com for December lesson', { due: '12/25', subject: 'December lesson' }],
  ['bill 13200 yen-free 12/25 hanako@example.com', { amount: '13200', subject: 'yen-free' }],
  // The customer.
  ['hanako@example.com 13200 翌月末 月謝', base],
  ['月謝 13200 hanako@example.com 翌月末', base],
  ['13200 翌月末 月謝 <mailto:hanako@example.com|hanako@example.com>', base],
  ['13200 翌月末 月謝 メール：hanako@example.com', base],
  ['13200 翌月末 月謝 ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ', base],
  ['13200 翌月末 月謝 ken..t.@docomo.example.jp', { email: 'ken..t.@docomo.example.jp' }],
  ['13200 翌月末 月謝 hanako+juku@example.com', { email: 'hanako+juku@example.com' }],
  ['13200 翌月末 山田花子様 月謝', { customer_name: '山田花子', honorific: '様', deliver: 'none' }],
  ['13200 翌月末 山田花子さん 月謝', { customer_name: '山田花子', honorific: '様' }],
  ['13200 翌月末 山田花子 様 月謝', { customer_name: '山田花子', honorific: '様', subject: '月謝' }],
  ['13200 翌月末 株式会社さくら御中 月謝', { customer_name: '株式会社さくら', honorific: '御中' }],
  ['13200 翌月末 さくら商店 御中 月謝', { customer_name: 'さくら商店', honorific: '御中' }],
  ['13200 翌月末 株式会社さくら 月謝', { customer_name: '株式会社さくら', honorific: '御中' }],
  ['13200 翌月末 （株）さくら 月謝', { customer_name: '（株）さくら', honorific: '御中' }],
  ['13200 翌月末 名前：山田花子 月謝', { customer_name: '山田花子', honorific: '様' }],
  ['13200 翌月末 lesson Hanako Yamada様', { customer_name: 'Yamada', subject: 'lesson Hanako' }],
  ['13200 翌月末 &lt;hanako@example.com&gt; 月謝', { ...base }],
  [
    'Hanako Yamada &lt;hanako@example.com&gt; 13200 翌月末 月謝',
    { customer_name: 'Hanako Yamada', subject: '月謝' },
  ],
  ['13200 翌月末 hanako@example.com 090-1234-5678 月謝', { ...base, phone: '090-1234-5678' }],
  // The subject, the reference, the number.
  ['13200 翌月末 hanako@example.com 12月分 月謝', { ...base, subject: '12月分 月謝' }],
  ['13200 翌月末 hanako@example.com 「3 教材費 500」', { ...base, subject: '3 教材費 500' }],
  ['13200 翌月末 hanako@example.com "book no 5"', { ...base, subject: 'book no 5' }],
  ['13200 翌月末 hanako@example.com 月謝 #2612-0001', { ...base, reference: '2612-0001' }],
  ['13200 翌月末 hanako@example.com 月謝 請求番号：2612-0001', { ...base, reference: '2612-0001' }],
  ['13200 翌月末 hanako@example.com 月謝 2900000000018', { ...base, number: '2900000000018' }],
  ['13200 翌月末 hanako@example.com 月謝 2900-0000-0001-8', { ...base, number: '2900000000018' }],
]

const asked: readonly (readonly [string, string])[] = [
  ['13200円 翌月末 hanako@example.com 教材 3', '“3”'],
  ['50 翌月末 hanako@example.com 月謝', '¥50'],
  ['13200 翌月末 山田 花子様 月謝', '山田 花子'],
  ['13200 翌月末 月謝 山田 花子 様', '山田 花子'],
]

const refused: readonly (readonly [string, string])[] = [
  ['13200 15400 翌月末 hanako@example.com 月謝', 'amount'],
  ['¥13200 15400円 翌月末 hanako@example.com 月謝', 'amount'],
  ['13200 翌月末 12/25 hanako@example.com 月謝', 'date'],
  ['13200 12/25 12/26 hanako@example.com 月謝', 'date'],
  ['13200 翌月末 a@example.com b@example.com 月謝', 'e-mail'],
  ['13200 翌月末 hanako@example.com 月謝 #1 #2', 'reference'],
  ['13200 翌月末 山田様 鈴木様 月謝', 'customer'],
  ['13200 翌月末 hanako@example.com 月謝 2900000000018 2900000000025', 'Smart Pit number'],
  ['13200 翌月末 hanako@example.com 月謝 2900000000019', 'digit'],
  ['翌月末 hanako@example.com 月謝', 'amount'],
  ['13200 hanako@example.com 月謝', 'due'],
  ['13200 翌月末 月謝', 'customer'],
  ['13200 翌月末 hanako@example.com', 'subject'],
  ['13200 2/30 hanako@example.com 月謝', 'no day 30'],
  ['13200 13/1 hanako@example.com 月謝', 'no month 13'],
  ['13200 25日 hanako@example.com 月謝', 'day of the month'],
  ['13200 12/25（月） hanako@example.com 月謝', 'weekday'],
  ['税抜12000円 翌月末 hanako@example.com 月謝', 'with tax'],
  ['13200 翌月末 hanako＠example 月謝', 'customer'],
  ['13200 翌月末 hanako@example.com 月謝 うち税100 うち税200', 'tax'],
  ['13200 翌月末 hanako@example.com 090-1234-5678 090-8765-4321 月謝', 'phone'],
  ['こんにちは', 'amount'],
  ['ありがとう', 'amount'],
]

describe('a typed line is understood', () => {
  it('in at least sixty ways', () => expect(understood.length).toBeGreaterThanOrEqual(60))
  it.each(understood)('%s', (line, expected) => {
    expect(parseCommand(line, today)).toMatchObject({ kind: 'register', raw: expected, questions: [] })
  })
})

describe('what could be meant otherwise is asked before anything is registered', () => {
  it.each(asked)('%s', (line, named) => {
    const command = parseCommand(line, today)
    expect(command.kind).toBe('register')
    if (command.kind === 'register') expect(command.questions.map(({ en }) => en).join(' ')).toContain(named)
  })
})

describe('what is ambiguous, missing or wrong is refused by name', () => {
  it('in at least twenty cases', () => expect(refused.length).toBeGreaterThanOrEqual(20))
  it.each(refused)('%s', (line, named) => {
    const command = parseCommand(line, today)
    expect(command.kind).toBe('hint')
    if (command.kind === 'hint') expect(command.text.en).toContain(named)
  })
})
