import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../src/adapters/slack/parse-command.ts'

const today = Temporal.PlainDate.from('2026-11-23')
const bill = { amount: '13200', due: '翌月末', email: 'hanako@example.com', subject: '12月分 月謝' }

describe('one line registers, whatever the order of its parts', () => {
  it.each([
    ['13200 翌月末 hanako@example.com 12月分 月謝', bill],
    ['翌月末 13200 12月分 月謝 hanako@example.com', bill],
    ['12月分 月謝 hanako@example.com 翌月末 13200', bill],
    ['13,200円 翌月末 hanako@example.com 12月分 月謝', { ...bill, amount: '13,200円' }],
    ['¥13,200 翌月末 hanako@example.com 12月分 月謝', { ...bill, amount: '¥13,200' }],
    ['１３２００円　翌月末　hanako@example.com　12月分　月謝', { ...bill, amount: '１３２００円' }],
    ['13200 翌月末 <mailto:hanako@example.com|hanako@example.com> 12月分 月謝', bill],
    ['13200 +30日 hanako@example.com 月謝', { amount: '13200', due: '+30日', subject: '月謝' }],
    ['13200 12/25 hanako@example.com 月謝', { due: '12/25' }],
    ['13200 2026-12-25 hanako@example.com 月謝', { due: '2026-12-25' }],
    ['13200 翌月10日 hanako@example.com 月謝', { due: '翌月10日' }],
    [
      '13200 翌月末 hanako@example.com 山田花子様 月謝',
      { customer_name: '山田花子', honorific: '様', subject: '月謝' },
    ],
    [
      '13200 翌月末 keiri@example.co.jp 株式会社さくら御中 11月分',
      { customer_name: '株式会社さくら', honorific: '御中' },
    ],
    ['13200 翌月末 山田花子様 月謝', { customer_name: '山田花子', deliver: 'none', email: undefined }],
    ['13200 翌月末 hanako@example.com 月謝 #2612-0001', { reference: '2612-0001', subject: '月謝' }],
    ['13200 翌月末 hanako@example.com 月謝 ref:A-1', { reference: 'A-1' }],
    ['13200 翌月末 hanako..s.@docomo.example.jp 月謝', { email: 'hanako..s.@docomo.example.jp' }],
  ])('%s', (line, expected) => {
    const command = parseCommand(line, today)
    expect(command).toMatchObject({ kind: 'register', raw: expected })
  })
})

describe('nothing is registered by a guess', () => {
  it.each([
    ['13200 15400 翌月末 hanako@example.com 月謝', 'amount'],
    ['13200 翌月末 12/25 hanako@example.com 月謝', 'date'],
    ['13200 翌月末 a@example.com b@example.com 月謝', 'e-mail'],
    ['翌月末 hanako@example.com 月謝', 'amount'],
    ['13200 hanako@example.com 月謝', 'due'],
    ['13200 翌月末 月謝', 'customer'],
    ['13200 翌月末 hanako@example.com', 'subject'],
    ['13200 翌月末 hanako@example.com 月謝 #1 #2', 'reference'],
    ['13200 翌月末 山田様 鈴木様 月謝', 'customer'],
    ['こんにちは', 'amount'],
  ])('%s', (line, named) => {
    const command = parseCommand(line, today)
    expect(command.kind).toBe('hint')
    if (command.kind === 'hint') expect(command.text.en).toContain(named)
  })
})

describe('subcommands', () => {
  it.each([
    ['', 'help'],
    ['help', 'help'],
    ['unpaid', 'unpaid'],
    ['today', 'today'],
    ['show 2612-0001', 'show'],
  ])('%s → %s', (line, kind) => {
    expect(parseCommand(line, today).kind).toBe(kind)
  })
})
