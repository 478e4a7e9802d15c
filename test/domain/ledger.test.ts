/** The ledger: no event makes or loses a yen. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Account,
  asCentreIncome,
  assertBalanced,
  balanceOf,
  type Entry,
  type LedgerPayment,
  type Posting,
  postAcceptance,
  postCollection,
  postConfirmation,
  postPayout,
  postProblemPayment,
  postRefund,
  postReversal,
  postSettlement,
} from '../../src/domain/ledger.ts'
import { CENTRE_ID } from '../../src/domain/merchant.ts'
import { settlePeriod } from '../../src/domain/settlement.ts'
import { toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const paid = (changes: Partial<LedgerPayment> = {}): LedgerPayment => ({
  merchantId: 'mer_1',
  amountYen: toYen(1_000),
  state: 'preliminary',
  problem: undefined,
  resolution: undefined,
  ...changes,
})

const moves = (posting: Posting): readonly (readonly [Account, number])[] =>
  posting.map(({ account, amountYen }) => [account, amountYen])

const settle = (amounts: readonly number[], carriedIn: number) =>
  settlePeriod({
    from: day('2026-11-01'),
    merchantId: 'mer_1',
    cycle: 'month-end',
    closingDay: day('2026-11-30'),
    isHoliday: () => false,
    payments: amounts.map((amount, index) => ({
      paymentId: `p${index}`,
      invoiceId: `i${index}`,
      reference: undefined,
      customerName: '神谷 健',
      subject: '月謝',
      amountYen: toYen(amount),
      taxYen: undefined,
      collectedDay: day('2026-11-20'),
      chain: '020',
    })),
    unpaid: [],
    planOn: () => 'plan-120',
    faxCount: 0,
    carriedInYen: toYen(carriedIn),
  })

describe('each event moves the money where it belongs', () => {
  const problem = { problem: 'late' } as const
  test.each<[string, Posting, readonly (readonly [Account, number])[]]>([
    [
      '速報',
      postCollection(paid()),
      [
        ['store-receivable', 1_000],
        ['merchant-preliminary', -1_000],
      ],
    ],
    [
      '確報 without a 速報',
      postCollection(paid({ state: 'confirmed' })),
      [
        ['store-receivable', 1_000],
        ['merchant-confirmed', -1_000],
      ],
    ],
    [
      '確報',
      postConfirmation(paid()),
      [
        ['merchant-preliminary', 1_000],
        ['merchant-confirmed', -1_000],
      ],
    ],
    ['確報 twice', postConfirmation(paid({ state: 'confirmed' })), []],
    ['確報 of money in suspense', postConfirmation(paid(problem)), []],
    [
      '確報 of money accepted',
      postConfirmation(paid({ ...problem, resolution: 'accept' })),
      [
        ['merchant-preliminary', 1_000],
        ['merchant-confirmed', -1_000],
      ],
    ],
    [
      '速報取消',
      postReversal(paid()),
      [
        ['merchant-preliminary', 1_000],
        ['store-receivable', -1_000],
      ],
    ],
    [
      '速報取消 of a problem',
      postReversal(paid(problem)),
      [
        ['suspense', 1_000],
        ['store-receivable', -1_000],
      ],
    ],
    [
      '速報取消 after a refund',
      postReversal(paid({ ...problem, resolution: 'refunded' })),
      [
        ['suspense', 1_000],
        ['store-receivable', -1_000],
      ],
    ],
    [
      '速報取消 after accept',
      postReversal(paid({ ...problem, resolution: 'accept' })),
      [
        ['merchant-preliminary', 1_000],
        ['store-receivable', -1_000],
      ],
    ],
    [
      'a problem',
      postProblemPayment(paid(problem)),
      [
        ['store-receivable', 1_000],
        ['suspense', -1_000],
      ],
    ],
    [
      'accept before 確報',
      postAcceptance(paid(problem), 'mer_1'),
      [
        ['suspense', 1_000],
        ['merchant-preliminary', -1_000],
      ],
    ],
    [
      'accept after 確報',
      postAcceptance(paid({ ...problem, state: 'confirmed' }), 'mer_1'),
      [
        ['suspense', 1_000],
        ['merchant-confirmed', -1_000],
      ],
    ],
    [
      'refund',
      postRefund(paid(problem)),
      [
        ['suspense', 1_000],
        ['bank', -1_000],
      ],
    ],
  ])('%s', (_event, posting, expected) => {
    expect(moves(posting)).toEqual(expected)
  })

  test('accepting unknown money books it to the merchant it turned out to be', () => {
    const posting = postAcceptance(paid({ problem: 'unknown', merchantId: CENTRE_ID }), 'mer_9')
    expect(posting.map(({ merchantId }) => merchantId)).toEqual([CENTRE_ID, 'mer_9'])
  })

  test('certain money of the centre is income and tax at once; a merchant’s is not', () => {
    const fee = paid({ merchantId: CENTRE_ID, amountYen: toYen(5_500), state: 'confirmed' })
    expect(moves(asCentreIncome(postCollection(fee), toYen(500)))).toEqual([
      ['store-receivable', 5_500],
      ['fee-income', -5_000],
      ['tax-payable', -500],
    ])
    const other = postCollection({ ...fee, merchantId: 'mer_9' })
    expect(asCentreIncome(other, toYen(500))).toEqual(other)
  })

  test('a settlement turns what was confirmed into fees, tax and a payout', () => {
    expect(moves(postSettlement(settle([55_000], 0)))).toEqual([
      ['merchant-confirmed', 55_000],
      ['fee-income', -1_620],
      ['stamp-income', -200],
      ['tax-payable', -162],
      ['merchant-payout', -53_018],
    ])
    expect(moves(postPayout(settle([55_000], 0)))).toEqual([
      ['merchant-payout', 53_018],
      ['bank', -53_018],
    ])
  })

  test('a settlement without a payout carries the balance over', () => {
    expect(moves(postSettlement(settle([], -500)))).toEqual([])
    expect(moves(postSettlement(settle([100], -500)))).toEqual([
      ['merchant-confirmed', 100],
      ['fee-income', -120],
      ['tax-payable', -12],
      ['merchant-carried', 32],
    ])
    expect(postPayout(settle([100], -500))).toEqual([])
  })

  test('a posting out of balance is a bug', () => {
    expect(() => assertBalanced([{ account: 'bank', merchantId: 'mer_1', amountYen: toYen(1) }])).toThrow(
      RangeError,
    )
  })
})

/** A payment's life as one of the stories that can happen to it. */
const stories = fc.record({
  amount: fc.integer({ min: 1, max: 300_000 }),
  problem: fc.constantFrom(undefined, 'late', 'duplicate', 'unknown'),
  resolution: fc.constantFrom(undefined, 'accept', 'refunded'),
  end: fc.constantFrom('preliminary', 'confirmed', 'cancelled'),
  confirmedFirst: fc.boolean(),
})

describe('over whole histories', () => {
  test('the accounts always sum to zero, and what the merchant is owed is what was confirmed and not refunded', () => {
    fc.assert(
      fc.property(
        fc.array(stories, { maxLength: 30 }),
        fc.integer({ min: -5_000, max: 5_000 }),
        (lives, carriedIn) => {
          const entries: Entry[] = [
            { account: 'merchant-carried', merchantId: 'mer_1', amountYen: toYen(-carriedIn) },
            { account: 'bank', merchantId: 'mer_1', amountYen: toYen(carriedIn) },
          ]
          const settled: number[] = []
          for (const { amount, problem, resolution, end, confirmedFirst } of lives) {
            let payment = paid({ amountYen: toYen(amount), problem })
            const confirm = (): void => {
              if (end !== 'confirmed') return
              entries.push(...postConfirmation(payment))
              payment = { ...payment, state: 'confirmed' }
            }
            entries.push(...(problem === undefined ? postCollection(payment) : postProblemPayment(payment)))
            if (confirmedFirst) confirm()
            if (problem !== undefined && resolution !== undefined) {
              entries.push(
                ...(resolution === 'accept' ? postAcceptance(payment, 'mer_1') : postRefund(payment)),
              )
              payment = { ...payment, resolution }
            }
            if (!confirmedFirst) confirm()
            if (end === 'cancelled') entries.push(...postReversal(payment))
            if (end === 'confirmed' && (problem === undefined || resolution === 'accept'))
              settled.push(amount)
          }
          const total = settled.reduce((sum, amount) => sum + amount, 0)
          expect(balanceOf(entries, 'merchant-confirmed', 'mer_1')).toBe(0 - total)
          const settlement = settle(settled, carriedIn)
          entries.push(...postSettlement(settlement), ...postPayout(settlement))
          assertBalanced(entries)
          expect(balanceOf(entries, 'merchant-confirmed')).toBe(0)
          expect(balanceOf(entries, 'merchant-payout')).toBe(0)
          expect(balanceOf(entries, 'merchant-carried')).toBe(0 - settlement.totals.carriedOutYen)
        },
      ),
    )
  })
})
