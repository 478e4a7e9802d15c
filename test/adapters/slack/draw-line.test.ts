import { describe, expect, it } from 'vitest'
import { checkBlocks } from '../../../src/adapters/sandbox/check-blocks.ts'
import { drawHelp, drawInvoices, drawProblems } from '../../../src/adapters/slack/draw-answer.ts'
import { drawLine } from '../../../src/adapters/slack/draw-line.ts'
import { chainNames } from '../../../src/domain/chain.ts'
import type { Feed, FeedItem } from '../../../src/domain/feed.ts'
import { summarizeFeed } from '../../../src/domain/feed-summary.ts'
import { CENTRE_ID } from '../../../src/domain/merchant.ts'
import { settlePeriod } from '../../../src/domain/settlement.ts'
import { toYen, zeroYen } from '../../../src/domain/yen.ts'
import type { ChatLine } from '../../../src/ports.ts'
import { strangeBarcode } from '../../support/feed-files.ts'
import { makeInvoice, makeMerchant, makePayment, someDay, someInstant } from '../../support/make-invoice.ts'

const context = { baseUrl: 'https://pitpost.example', language: 'ja' } as const
const hostile = '<!channel> *bold* `code` <https://evil.example|here> & ＜b＞'
const nasty = makeInvoice({
  customer: { ...makeInvoice().customer, name: hostile.slice(0, 60) },
  subject: hostile,
  reference: 'あ'.repeat(40),
})
const merchant = makeMerchant({ name: hostile })
const settlement = settlePeriod({
  from: Temporal.PlainDate.from('2026-11-01'),
  merchantId: merchant.id,
  cycle: 'month-end',
  closingDay: Temporal.PlainDate.from('2026-11-30'),
  isHoliday: () => false,
  payments: ['010', '020', '030', '080'].map((chain, n) => ({
    paymentId: `p${n}`,
    invoiceId: `i${n}`,
    reference: undefined,
    customerName: '髙橋',
    subject: '月謝',
    amountYen: toYen(60_000),
    taxYen: toYen(5_454),
    collectedDay: someDay,
    chain,
  })),
  unpaid: [],
  planOn: () => 'plan-130',
  faxCount: 0,
  carriedInYen: zeroYen,
})
const stored = { id: 'set_1', status: 'fixed', settlement } as const
const kept = {
  key: 'k',
  merchantId: merchant.id,
  from: someDay,
  to: someDay,
  pictures: [],
} as const
const settlementDigest = {
  kind: 'settlement-digest',
  stored,
  merchant,
  earlier: undefined,
  mention: undefined,
  digest: { ...kept, kind: 'settlement', figures: undefined },
} as const satisfies ChatLine
const none = { count: 0, yen: zeroYen }
const some = { count: 3, yen: toYen(39_600) }
const chains = [...Object.keys(chainNames)].map((chain) => ({ chain, ...some }))
const figures = { collected: some, byChain: chains, due: some, expired: some, bounced: 2, problems: some }
const morning = {
  kind: 'morning-digest',
  merchant,
  mention: 'here',
  day: someDay,
  figures,
  digest: { ...kept, kind: 'morning', figures },
} as const satisfies ChatLine
const monthFigures = {
  months: ['2026-09', '2026-10'].map((name) => ({ month: name, billed: some, collected: some })),
  byChain: chains,
  days: [0, 1, 3, 40].map((days) => ({ days, count: 2 })),
}
const month = {
  kind: 'month-report',
  merchant,
  mention: undefined,
  month: '2026-10',
  figures: monthFigures,
  digest: { ...kept, kind: 'month', figures: monthFigures },
} as const satisfies ChatLine
const batch = {
  id: 'bat_1',
  merchantId: 'm',
  fileName: hostile,
  status: 'registered',
  cutCount: 0,
  cuts: [],
  mode: 'valid_rows',
  rows: 4_000,
  accepted: 3_990,
  totalYen: 9_999_999,
  problems: [],
  refusedRows: [],
  registeredAt: someInstant,
} as const

const item: FeedItem = {
  row: 2,
  kind: 'preliminary',
  outcome: 'problem',
  reason: 'duplicate',
  barcode: strangeBarcode(700),
  amountYen: toYen(700),
  chain: '020',
  store: '1',
  collectedAt: someInstant,
  receipt: 'feed:…',
  merchantId: 'mer_1',
  invoiceId: undefined,
  paymentId: 'p',
  doneAt: undefined,
  doneBy: undefined,
}
const feed: Feed = {
  id: 'fed_1',
  ownerId: CENTRE_ID,
  fileName: hostile,
  layout: 'dsk',
  sha256: 'x',
  bytes: 1,
  receivedAt: someInstant,
  actor: { kind: 'staff', name: hostile },
  summary: summarizeFeed([{ item, bookedYen: 0, expectedYen: undefined }], []),
}

const lines: readonly (readonly [string, ChatLine])[] = [
  ['an invoice', { kind: 'invoice', invoice: nasty }],
  ...(['paid', 'confirmed', 'expired'] as const).map(
    (status) => [`a ${status} invoice`, { kind: 'invoice', invoice: { ...nasty, status } }] as const,
  ),
  [
    'a replaced invoice',
    {
      kind: 'invoice',
      invoice: { ...nasty, status: 'cancelled', replacedBy: 'inv_2' },
      last: {
        version: 2,
        at: someInstant,
        actor: { kind: 'slack', name: hostile },
        action: 'replace',
        from: 'open',
        to: 'cancelled',
        detail: { reason: hostile },
      },
    },
  ],
  [
    'as many payments as are gathered at most',
    {
      kind: 'payments',
      items: Array.from({ length: 100 }, () => ({ payment: makePayment(), invoice: nasty })),
    },
  ],
  [
    'a decided payment',
    {
      kind: 'payment',
      payment: makePayment({ problem: 'late', resolution: 'refunded' }),
      invoice: nasty,
      decision: { at: someInstant, by: hostile, note: hostile },
    },
  ],
  ['a batch', { kind: 'batch', batch }],
  ['a payment', { kind: 'payment', payment: makePayment(), invoice: nasty }],
  ['an undone payment', { kind: 'payment', payment: makePayment({ state: 'cancelled' }), invoice: nasty }],
  ...(['late', 'duplicate', 'amount-mismatch', 'unknown', 'after-cancel'] as const).map(
    (problem) =>
      [
        `a ${problem} payment`,
        { kind: 'payment', payment: makePayment({ problem }), invoice: undefined },
      ] as const,
  ),
  ['a confirmed payment', { kind: 'payment', payment: makePayment({ state: 'confirmed' }), invoice: nasty }],
  [
    'money that nobody claims',
    {
      kind: 'payment',
      payment: makePayment({ problem: 'unknown', merchantId: CENTRE_ID, told: hostile }),
      invoice: undefined,
    },
  ],
  ['a whole file', { kind: 'feed', feed, merchantId: CENTRE_ID }],
  ['a merchant’s part of a file', { kind: 'feed', feed, merchantId: 'mer_1' }],
  ['a file that brought nothing', { kind: 'feed', feed, merchantId: 'mer_2' }],
  ['a closed period', { kind: 'settlement-closed', stored, merchant }],
  ['a digest', settlementDigest],
  [
    'a digest against the last period, that calls a group, with a picture',
    {
      ...settlementDigest,
      mention: 'S0123ABCDE',
      earlier: stored,
      digest: { ...settlementDigest.digest, pictures: [{ fileId: 'F1', alt: 'ローソン ¥60,000' }] },
    },
  ],
  ['a morning', morning],
  ['a quiet morning', { ...morning, figures: { ...morning.figures, byChain: [], due: none } }],
  ['a month', month],
  ['an amendment', { kind: 'digest-note', digest: morning.digest, was: none, is: { count: 3, yen: 39_600 } }],
  ['no pictures', { kind: 'no-pictures' }],
]

describe('every line of the chat', () => {
  const inBoth = lines.flatMap(([what, line]) =>
    (['ja', 'en'] as const).map((language) => [what, language, line] as const),
  )
  it.each(inBoth)(
    'keeps to Block Kit and lets no markup of a person through: %s, in %s',
    (_, language, line) => {
      const { text, blocks } = drawLine(line, { ...context, language })
      expect(checkBlocks(blocks)).toEqual([])
      expect(text).not.toBe('')
      const json = JSON.stringify(blocks) + text
      expect(json).not.toContain('<!channel>')
      expect(json).not.toContain('<https://evil')
    },
  )

  it.each([
    ['late', /期限を過ぎた入金/],
    ['duplicate', /二重の入金/],
    ['amount-mismatch', /金額の違う入金.*請求は ¥13,200/],
    ['unknown', /センターが預かっています.*お店が伝えた内容：91/],
    ['after-cancel', /取り消した請求への入金/],
  ] as const)(
    'says of money with the problem %s what it is, that it waits, and where to decide',
    (problem, said) => {
      const told = problem === 'unknown' ? strangeBarcode(700) : undefined
      const payment = makePayment({ problem, told, ...(told && { merchantId: CENTRE_ID }) })
      const { text, blocks } = drawLine(
        { kind: 'payment', payment, invoice: told ? undefined : nasty },
        context,
      )
      const json = JSON.stringify(blocks)
      expect(json).toMatch(said)
      expect(json).toContain('決めるまで精算には入りません')
      expect(json).toContain(`https://pitpost.example/payments/${payment.id}`)
      expect(text).toMatch(/^要確認の入金/)
    },
  )

  it('says that a payment was undone, that it is certain, and what a file brought to whom', () => {
    const drawn = (line: ChatLine) => JSON.stringify(drawLine(line, context))
    const payment = (changes: Parameters<typeof makePayment>[0]): ChatLine => ({
      kind: 'payment',
      payment: makePayment(changes),
      invoice: nasty,
    })
    expect(drawn(payment({ state: 'cancelled', problem: 'late' }))).toMatch(
      /入金が取り消されました（速報取消）/,
    )
    expect(drawn(payment({ state: 'confirmed' }))).toMatch(/入金がありました（確報）/)
    const whole = drawn({ kind: 'feed', feed, merchantId: CENTRE_ID })
    expect(whole).toMatch(/1件 ¥700/)
    expect(whole).toMatch(/1件を人が確かめてください/)
    expect(whole).toContain('https://pitpost.example/feeds/fed_1')
    const part = drawn({ kind: 'feed', feed, merchantId: 'mer_1' })
    expect(part).toMatch(/問題のある入金 1件 ¥700/)
    expect(part).toContain('https://pitpost.example/payments')
    expect(part).not.toContain('/feeds/')
  })

  it('shows every yen of a settlement', () => {
    const drawn = JSON.stringify(drawLine(settlementDigest, context).blocks)
    // 4 × 60,000; 4 × 130; 4 × 200 stamp; 1,500 payout fee; 10 % of 2,020.
    for (const figure of ['¥240,000', '-¥520', '-¥800', '-¥1,500', '-¥202', '¥236,978'])
      expect(drawn).toContain(figure)
  })
})

describe('every answer to a person', () => {
  const problem = { field: 'subject', value: hostile.repeat(3), rule: 'r', message: { ja: 'だめ', en: 'no' } }
  it.each([
    ['help', drawHelp()],
    ['sixty problems', drawProblems(Array.from({ length: 60 }, () => problem))],
    [
      'twenty unpaid',
      drawInvoices(
        Array.from({ length: 20 }, () => nasty),
        '未払い 500件',
        true,
      ),
    ],
    ['nothing unpaid', drawInvoices([], '未払い 0件', false)],
  ])('keeps to Block Kit: %s', (_, { blocks }) => {
    expect(checkBlocks(blocks)).toEqual([])
    expect(JSON.stringify(blocks)).not.toContain('<!channel>')
  })
})
