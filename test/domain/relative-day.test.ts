/** Days as people write them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDay } from '../../src/domain/jst-day.ts'
import { isDayText, parseDay } from '../../src/domain/relative-day.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const read = (text: string, today: string): string => {
  const result = parseDay(text, day(today))
  return result.ok ? result.value.toString() : result.failure.rule
}

const MONDAY = '2026-11-23'

const absolute = [
  '2026/12/05',
  '2026/12/5',
  '2026-12-05',
  '20261205',
  '2026.12.5',
  '2026年12月5日',
  '２０２６／１２／０５',
  '２０２６年１２月５日',
  '令和8年12月5日',
  '令和８年１２月５日',
  '令和 8年 12月 5日',
  'R8.12.5',
  'r8.12.05',
  'R8/12/5',
  'Ｒ８．１２．５',
  '12/5',
  '12/05',
  '12月5日',
  '１２月５日',
  ' 12/5 ',
  '12/5(土)',
  '12/5（土）',
  '2026年12月5日（土曜日）',
] as const

describe('an absolute day is read in every form of domain.md section 7', () => {
  test.each(absolute)('%s', (text) => {
    expect(read(text, MONDAY)).toBe('2026-12-05')
    expect(isDayText(text)).toBe(true)
  })
})

const relative: readonly (readonly [text: string, today: string, expected: string])[] = [
  ['今日', MONDAY, '2026-11-23'],
  ['本日', MONDAY, '2026-11-23'],
  ['today', MONDAY, '2026-11-23'],
  ['明日', MONDAY, '2026-11-24'],
  ['Tomorrow', '2026-12-31', '2027-01-01'],
  ['明後日', '2026-12-30', '2027-01-01'],
  ['+30日', MONDAY, '2026-12-23'],
  ['＋３０日', MONDAY, '2026-12-23'],
  ['+ 30 日', MONDAY, '2026-12-23'],
  ['+0日', MONDAY, '2026-11-23'],
  ['+59日', MONDAY, '2027-01-21'],
  ['30日後', MONDAY, '2026-12-23'],
  ['３０日後', MONDAY, '2026-12-23'],
  ['-1日', MONDAY, '2026-11-22'],
  ['−1日', MONDAY, '2026-11-22'],
  ['+30d', MONDAY, '2026-12-23'],
  ['+30 days', MONDAY, '2026-12-23'],
  ['in 30 days', MONDAY, '2026-12-23'],
  ['In 1 day', MONDAY, '2026-11-24'],
  ['-1d', MONDAY, '2026-11-22'],
  ['今月末', MONDAY, '2026-11-30'],
  ['月末', MONDAY, '2026-11-30'],
  ['今月末', '2028-02-01', '2028-02-29'],
  ['翌月末', MONDAY, '2026-12-31'],
  ['来月末', MONDAY, '2026-12-31'],
  ['翌月末', '2027-01-31', '2027-02-28'],
  ['翌月末', '2028-01-31', '2028-02-29'],
  ['翌月末', '2026-12-31', '2027-01-31'],
  ['翌々月末', '2026-01-31', '2026-03-31'],
  ['翌月10日', MONDAY, '2026-12-10'],
  ['翌月１０日', '2026-12-20', '2027-01-10'],
  ['翌月29日', '2028-01-31', '2028-02-29'],
  ['今月25日', MONDAY, '2026-11-25'],
  ['今月1日', MONDAY, '2026-11-01'],
  ['end of month', MONDAY, '2026-11-30'],
  ['EOM', MONDAY, '2026-11-30'],
  ['end of next month', MONDAY, '2026-12-31'],
  ['End of the next month', '2027-01-31', '2027-02-28'],
  ['令和元年5月1日', MONDAY, '2019-05-01'],
  ['R元.5.1', MONDAY, '2019-05-01'],
]

describe('a relative day counts from today', () => {
  test.each(relative)('%s on %s is %s', (text, today, expected) => {
    expect(read(text, today)).toBe(expected)
    expect(isDayText(text)).toBe(true)
  })
})

describe('a month and day mean the next such day, and today counts', () => {
  test.each([
    ['12/25', '2026-12-24', '2026-12-25'],
    ['12/25', '2026-12-25', '2026-12-25'],
    ['12/25', '2026-12-26', '2027-12-25'],
    ['1/10', '2026-12-26', '2027-01-10'],
    ['2/29', '2028-02-29', '2028-02-29'],
    ['2/29', '2027-03-01', '2028-02-29'],
  ])('%s on %s is %s', (text, today, expected) => {
    expect(read(text, today)).toBe(expected)
  })
})

describe('a day that does not exist is refused, never moved', () => {
  test.each([
    ['翌月31日', '2027-01-15', '2027/2/28'],
    ['翌月30日', '2027-01-15', '2027/2/28'],
    ['今月31日', '2026-11-23', '2026/11/30'],
    ['2/29', '2026-11-23', '2027/2/28'],
    ['2026/11/31', '2026-11-23', '2026/11/30'],
    ['20270229', '2026-11-23', '2027/2/28'],
    ['R9.2.29', '2026-11-23', '2027/2/28'],
    ['12/0', '2026-11-23', '2026/12/31'],
    ['13/1', '2026-11-23', '12/25'],
    ['25/12', '2026-11-23', '12/25'],
    ['0/5', '2026-11-23', '12/25'],
  ])('%s on %s names the remedy %s in both languages', (text, today, remedy) => {
    const result = parseDay(text, day(today))
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.failure.rule).toBe('day-missing')
    expect(result.failure.message.ja).toContain(remedy)
    expect(result.failure.message.en).toContain(remedy)
    expect(isDayText(text)).toBe(true)
  })

  test('a weekday that does not fit is refused', () => {
    expect(read('12/25(木)', MONDAY)).toBe('day-weekday')
  })
})

describe('what cannot be read is refused and is not taken for a day', () => {
  test.each([
    ...[
      '',
      ' ',
      'soon',
      '9900',
      '¥9,900',
      '12月分',
      '11月分 月謝',
      '12.25',
      '1 2/25',
      '2026-11',
      '2612-0001',
      '+30',
      '30',
    ],
    ...[
      '090-2455-9836',
      '46349',
      '2026-12-05T00:00',
      'H31.4.1',
      '26/11/23',
      '12345678',
      '2912345678901',
      '日',
      '月',
    ],
  ])('"%s"', (text) => {
    expect(read(text, MONDAY)).toBe('day-format')
    expect(isDayText(text)).toBe(false)
  })

  test('a bare 25日 is meant as a day, but refused as ambiguous', () => {
    expect(isDayText('25日')).toBe(true)
    expect(read('25日', MONDAY)).toBe('day-format')
  })
})

const days = fc
  .record({
    year: fc.integer({ min: 2019, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map((parts) => Temporal.PlainDate.from(parts))

describe('properties', () => {
  test('every way of writing a day reads back to it, whatever today is', () => {
    fc.assert(
      fc.property(days, days, (written, today) => {
        const { year, month, day: date } = written
        const forms = [
          written.toString(),
          written.toString().replaceAll('-', ''),
          `${year}/${month}/${date}`,
          `${year}年${month}月${date}日`,
          `令和${year - 2018}年${month}月${date}日`,
          `R${year - 2018}.${month}.${date}`,
          formatDay(written, 'ja'),
        ]
        for (const form of forms) expect(read(form, today.toString())).toBe(written.toString())
      }),
    )
  })

  test('a month and day never lie in the past, nor a year or more ahead', () => {
    fc.assert(
      fc.property(days, days, ({ month, day: date }, today) => {
        const found = day(read(`${month}/${date}`, today.toString()))
        expect(Temporal.PlainDate.compare(found, today)).toBeGreaterThanOrEqual(0)
        expect(Temporal.PlainDate.compare(found, today.add({ years: 1 }))).toBeLessThan(0)
      }),
    )
  })

  test('no text throws, and what parses is always taken for a day', () => {
    const pieces = fc.constantFrom(
      '12',
      '/',
      '25',
      '月',
      '日',
      '末',
      '翌',
      '+',
      '-',
      '30',
      '後',
      'R',
      '8',
      '.',
      ' ',
      '令和',
      '年',
      '9999',
      '元',
      '(金)',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(texts, days, (text, today) => {
        const result = parseDay(text, today)
        if (result.ok) expect(isDayText(text)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
