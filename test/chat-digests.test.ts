/** The chat's digests: on their days, to the yen, and amended when money comes late. */
import { WebClient } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { composeDigests } from '../src/application/compose-digests.ts'
import { settleCycle } from '../src/application/settle-cycle.ts'
import { summarizeSettlement } from '../src/application/summarize-settlement.ts'
import type { World } from '../src/application/world.ts'
import type { RawChatSettings } from '../src/domain/parse-chat-settings.ts'
import { fail } from '../src/domain/result.ts'
import { formatYen, sumYen, toYen } from '../src/domain/yen.ts'
import { type ChatWorld, openChatWorld } from './support/chat-world.ts'
import { closedWorld } from './support/closed-world.ts'
import { type SlackCall, type SlackFault, type SlackFront, startFaultySlack } from './support/faulty-slack.ts'
import { makeInvoice } from './support/make-invoice.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

type Message = {
  readonly ts?: string
  readonly text?: string
  readonly blocks?: unknown
  readonly files?: readonly { readonly name?: string }[]
}

const open = async (
  fault: (call: SlackCall) => SlackFault | string = () => 'none',
  doors: Partial<World> = {},
) => {
  const front: SlackFront = await startFaultySlack(fault)
  closers.push(front.close)
  const house: ChatWorld = await openChatWorld(front, doors)
  closers.push(house.close)
  const slack = new WebClient(front.emulator.botToken, { slackApiUrl: front.emulator.apiUrl })
  const channelId = async (name: string): Promise<string> =>
    (await slack.conversations.list()).channels?.find((channel) => channel.name === name)?.id ?? ''
  return {
    ...house,
    front,
    /** What the passing of time brings, and everything that leaves. */
    tick: async (time: string): Promise<void> => {
      house.to(time)
      await settleCycle(house.world, house.now())
      await summarizeSettlement(house.world, house.now())
      await composeDigests(house.world, house.now())
      await house.runFor(120)
    },
    choose: async (raw: RawChatSettings) => {
      const actor = { kind: 'staff', name: '田中' } as const
      const chosen = { merchantId: 'mer_1', raw, actor, role: 'manager' } as const
      expect((await house.story.chooseChatSettings(chosen, house.now())).ok).toBe(true)
    },
    messages: async (name = front.emulator.channel): Promise<readonly Message[]> => {
      const history = await slack.conversations.history({ channel: await channelId(name), limit: 200 })
      return ((history.messages ?? []) as Message[]).toReversed()
    },
    thread: async (ts: string | undefined): Promise<readonly Message[]> => {
      const channel = await channelId(front.emulator.channel)
      const replies = await slack.conversations.replies({ channel, ts: ts ?? '' })
      return (replies.messages ?? []).slice(1) as Message[]
    },
  }
}
type House = Awaited<ReturnType<typeof open>>

let receipts = 0
/** Money at a till at a time, told to the centre at another; for an invoice of its own, registered on its day. */
const pay = async (
  house: House,
  paidAt: string,
  changes: {
    readonly yen?: number
    readonly chain?: string
    readonly toldAt?: string
    readonly days?: number
  } = {},
): Promise<string> => {
  const { yen = 1_000, chain = '020', toldAt = paidAt, days = 1 } = changes
  receipts += 1
  house.to(paidAt)
  const paid = house.now()
  const registeredAt = paid.subtract({ hours: 24 * days })
  const dueDay = paid.toZonedDateTimeISO('Asia/Tokyo').toPlainDate().add({ days: 10 })
  const invoice = makeInvoice({
    ...{
      merchantId: 'mer_1',
      amountYen: toYen(yen),
      batchId: 'bat_1',
      deliver: 'none',
      registeredAt,
      dueDay,
    },
    taxYen: undefined,
  })
  const issued = {
    number: invoice.number,
    merchantId: 'mer_1',
    kind: 'notice',
    issuedAt: registeredAt,
  } as const
  const actor = { kind: 'system', name: 'test' } as const
  await house.store.commit([
    { kind: 'issue-numbers', numbers: [issued] },
    { kind: 'add-invoices', invoices: [invoice], actor },
  ])
  house.to(toldAt)
  const receipt = `r-${receipts}`
  const till = { receipt, paidAt: paid, chain, store: '1', number: invoice.number }
  const told = { ...till, invoiceId: invoice.id, amountYen: invoice.amountYen }
  expect((await house.story.collectPayment(told, house.now())).ok).toBe(true)
  return receipt
}

const json = (message: Message | undefined): string => JSON.stringify(message ?? '')
const mornings = async (house: House): Promise<readonly Message[]> =>
  (await house.messages()).filter(({ text = '' }) => text.startsWith('おはようございます'))

describe('the morning digest', () => {
  it('leaves at nine on bank business days, and tells of the closed days before it, to the yen', async () => {
    const house = await open()
    await house.tick('2026-11-20 08:59')
    await house.tick('2026-11-20 09:00')
    // Friday to Monday, which is a holiday.
    await pay(house, '2026-11-20 10:00', { yen: 1_200, chain: '020' })
    await pay(house, '2026-11-21 23:59', { yen: 3_400, chain: '030' })
    await pay(house, '2026-11-23 00:00', { yen: 5_600, chain: '020' })
    for (const day of ['2026-11-21', '2026-11-22', '2026-11-23']) await house.tick(`${day} 10:00`)
    expect(await mornings(house)).toHaveLength(0)
    await house.tick('2026-11-24 08:59')
    expect(await mornings(house)).toHaveLength(0)
    await house.tick('2026-11-24 09:00')
    await house.tick('2026-11-24 09:01')
    const [digest, ...others] = await mornings(house)
    expect(others).toEqual([])
    const from = Temporal.PlainDate.from('2026-11-20')
    const { items } = await house.store.payments('mer_1', { from, to: from.add({ days: 3 }) }, 200)
    const total = formatYen(sumYen(items.map(({ amountYen }) => amountYen)))
    expect(digest?.text).toContain(`11/20〜11/23 の入金は 3件 ${total}`)
    for (const told of ['2026年11月24日（火）', 'ローソン　2件　¥6,800', 'ファミリーマート　1件　¥3,400'])
      expect(json(digest)).toContain(told)
  })

  it('tells of what is due, what ran out, and what waits for a person; a quiet morning is not told of', async () => {
    const house = await open()
    await house.tick('2026-11-20 09:00')
    const actor = { kind: 'system', name: 'test' } as const
    const add = async (yen: number, due: string) => {
      const invoice = makeInvoice({
        merchantId: 'mer_1',
        amountYen: toYen(yen),
        dueDay: Temporal.PlainDate.from(due),
      })
      const issued = {
        number: invoice.number,
        merchantId: 'mer_1',
        kind: 'notice',
        issuedAt: house.now(),
      } as const
      await house.store.commit([
        { kind: 'issue-numbers', numbers: [issued] },
        { kind: 'add-invoices', invoices: [invoice], actor },
      ])
      return invoice
    }
    await add(2_100, '2026-11-25')
    await add(4_300, '2026-11-25')
    const over = await add(7_700, '2026-11-24')
    const expired = { invoice: over, to: 'expired', action: 'expire', at: house.now(), actor } as const
    await house.store.commit([{ kind: 'move-invoice', ...expired }])
    await house.tick('2026-11-24 09:00')
    expect(await mornings(house)).toHaveLength(0)
    house.to('2026-11-24 15:00')
    const late = { receipt: 'late', paidAt: house.now(), chain: '020', store: '1', number: over.number }
    await house.story.collectPayment({ ...late, invoiceId: over.id, amountYen: toYen(7_700) }, house.now())
    await house.tick('2026-11-25 09:00')
    const [digest] = await mornings(house)
    for (const told of [
      'きょうが期限*\\n2件　¥6,400',
      '11/24 に期限切れ*\\n1件　¥7,700',
      '決めていない入金*\\n1件　¥7,700',
    ])
      expect(json(digest)).toContain(told)
    // Money with a problem is nobody's until somebody has decided.
    expect(digest?.text).toContain('11/24 の入金は 0件 ¥0')
  })

  it('is amended in place by money that comes late or is undone, and its thread says so', async () => {
    const house = await open()
    await house.tick('2026-11-24 09:00')
    await pay(house, '2026-11-24 10:00', { yen: 1_000 })
    await house.tick('2026-11-25 09:00')
    await pay(house, '2026-11-24 18:00', { yen: 500, toldAt: '2026-11-25 11:02' })
    const undone = await pay(house, '2026-11-24 18:30', { yen: 70, toldAt: '2026-11-25 11:03' })
    await house.tick('2026-11-25 11:20')
    const [digest, ...others] = await mornings(house)
    expect(others).toEqual([])
    expect(digest?.text).toContain('11/24 の入金は 3件 ¥1,570')
    expect((await house.thread(digest?.ts)).map(({ text }) => text)).toEqual([
      '✏️ 11/24 の入金をあとから直しました：3件 ¥1,570（前は 1件 ¥1,000、+¥570）',
    ])
    await house.story.cancelPayment(undone, house.now())
    await house.tick('2026-11-25 11:40')
    expect((await mornings(house)).map(({ text }) => text)).toEqual([expect.stringContaining('2件 ¥1,500')])
    expect(await house.thread(digest?.ts)).toHaveLength(2)
    // What was due that morning is as it was said.
    expect(json(digest)).toContain('きょうが期限')
  })

  it('of a day too quiet to be told of is told of when its money comes late; what no digest covers yet waits', async () => {
    const house = await open()
    await house.tick('2026-11-20 09:00')
    await house.tick('2026-11-25 09:00')
    await pay(house, '2026-11-24 18:00', { yen: 500, toldAt: '2026-11-25 11:00' })
    await house.tick('2026-11-25 11:20')
    expect((await mornings(house)).map(({ text }) => text)).toEqual([
      expect.stringContaining('11/24 の入金は 1件 ¥500'),
    ])
    await pay(house, '2026-11-25 23:00', { yen: 900, toldAt: '2026-11-26 00:30' })
    await house.tick('2026-11-26 00:45')
    expect(await mornings(house)).toHaveLength(1)
    await house.tick('2026-11-26 09:00')
    expect((await mornings(house)).at(-1)?.text).toContain('11/25 の入金は 1件 ¥900')
  })

  it('whose answer got lost is found by its key and not said twice', async () => {
    let lost = 0
    const house = await open(({ method, body }) => {
      if (method !== 'chat.postMessage' || !String(body['text']).startsWith('おはよう') || lost > 0)
        return 'none'
      lost += 1
      return 'cut-after'
    })
    await house.tick('2026-11-20 09:00')
    await pay(house, '2026-11-24 10:00')
    await house.tick('2026-11-25 09:00')
    await house.tick('2026-11-25 09:10')
    expect(lost).toBe(1)
    expect(await mornings(house)).toHaveLength(1)
    expect(await house.waiting()).toBe(0)
  })

  it('goes where and when the merchant wants it, calls whom it names, or does not leave at all', async () => {
    const house = await open()
    await house.choose({ morning: { time: '07:30', days: 'every', channel: 'zatsudan', mention: 'here' } })
    await house.tick('2026-11-20 09:00')
    await pay(house, '2026-11-20 10:00')
    await house.tick('2026-11-21 07:30')
    expect(await mornings(house)).toHaveLength(0)
    const [digest] = await house.messages('zatsudan')
    expect(json(digest)).toContain('<!here>')
    await house.choose({ morning: { on: false } })
    await pay(house, '2026-11-24 10:00')
    await house.tick('2026-11-25 09:00')
    expect(await house.messages('zatsudan')).toHaveLength(1)
    expect(await mornings(house)).toHaveLength(0)
  })

  it('for a channel that does not exist holds up nothing else', async () => {
    const house = await open()
    await house.choose({ morning: { channel: 'nowhere' } })
    await house.tick('2026-11-20 09:00')
    await pay(house, '2026-11-24 10:00', { yen: 1_234 })
    await house.tick('2026-11-25 09:00')
    await pay(house, '2026-11-25 10:00', { yen: 5_678 })
    await house.runFor(60)
    expect(json((await house.messages()).at(-1))).toContain('¥5,678')
  })
})

describe('the settlement digest', () => {
  const settled = async (doors: Partial<World> = {}) => {
    const house = await open(() => 'none', doors)
    house.to('2026-12-01 12:00')
    for (const [paidAt, yen, chain] of [
      ['2026-12-02 10:00', 12_000, '020'],
      ['2026-12-10 10:00', 34_000, '030'],
    ] as const) {
      const receipt = await pay(house, paidAt, { yen, chain })
      await house.story.confirmPayment(receipt, house.now())
    }
    await house.tick('2027-01-01 09:00')
    await house.tick('2027-01-12 09:00')
    const found = (await house.messages()).filter(({ text = '' }) => text.startsWith('精算のお知らせ'))
    return { house, digest: found.at(-1) }
  }

  it('shows every yen, compares, has its chart in it, and its files in the thread', async () => {
    const { house, digest } = await settled()
    const stored = (await house.store.settlements('mer_1')).find(({ status }) => status !== 'closed')
    const { totals } = stored?.settlement ?? { totals: undefined }
    for (const yen of [totals?.grossYen, totals?.payoutYen])
      expect(json(digest)).toContain(formatYen(yen ?? toYen(0)))
    expect(json(digest)).toContain('前回（')
    expect(json(digest)).toMatch(
      /"type":"image","slack_file":\{"id":"F\w+"\},"alt_text":"お店ごとの収納[^"]*¥12,000/,
    )
    const files = (await house.thread(digest?.ts)).flatMap(({ files = [] }) => files.map(({ name }) => name))
    expect(files.toSorted()).toEqual(['settlement-2026-12-31.csv', 'settlement-2026-12-31.pdf'])
    // The clock goes on, and nothing is shared twice.
    await house.tick('2027-01-12 10:00')
    expect(await house.thread(digest?.ts)).toHaveLength(1)
  })

  it('goes without picture and statement where nothing prints, and says so in the end', async () => {
    const gone = async () => fail({ kind: 'unavailable', part: 'printer', detail: 'no browser' } as const)
    const printer = { ...closedWorld({} as never).printer, picture: gone, printDocument: gone }
    const { house, digest } = await settled({ printer })
    expect(json(digest)).toContain('¥46,000')
    expect(await house.thread(digest?.ts)).toEqual([])
    for (let minute = 10; minute < 60; minute += 10) await house.tick(`2027-01-12 09:${minute}`)
    await house.tick('2027-01-12 10:30')
    const said = await house.thread(digest?.ts)
    expect(json(said[0]) + json(said[1])).toMatch(/いまは図を作れません/)
    const files = said.flatMap(({ files: shared = [] }) => shared.map(({ name }) => name))
    expect(files).toEqual(['settlement-2026-12-31.csv'])
    expect(await house.waiting()).toBe(0)
  })
})

describe('the report of a month', () => {
  it('leaves on the first bank business day, with collected against billed, days to payment and chains', async () => {
    const house = await open()
    await pay(house, '2026-12-30 10:00', { yen: 9_000, days: 40 })
    await pay(house, '2026-12-31 10:00', { yen: 1_000, chain: '080', days: 0 })
    await house.tick('2027-01-03 12:00')
    const reports = async () =>
      (await house.messages()).filter(({ text = '' }) => text.includes('月のまとめ'))
    expect(await reports()).toEqual([])
    await house.tick('2027-01-04 09:00')
    await house.tick('2027-01-05 09:00')
    const [report, ...others] = await reports()
    expect(others).toEqual([])
    expect(report?.text).toBe('2026年12月のまとめ：収納 2件　¥10,000')
    for (const told of [
      '当日　1件（50%）',
      '31日以上　1件（50%）',
      'ミニストップ　1件　¥1,000',
      '入金／請求',
    ])
      expect(json(report)).toContain(told)
    expect(json(report).match(/"type":"image"/g)).toHaveLength(3)
    // Late money amends it, and its charts are drawn anew.
    const before = json(report)
    await pay(house, '2026-12-31 20:00', { yen: 500, toldAt: '2027-01-05 10:00' })
    await house.tick('2027-01-05 10:30')
    const [amended] = await reports()
    expect(amended?.text).toContain('3件　¥10,500')
    expect(json(amended)).toContain('当日')
    expect(before).not.toBe(json(amended))
    expect((await house.thread(amended?.ts)).map(({ text }) => text)).toEqual([
      expect.stringContaining('2026-12 の入金をあとから直しました：3件 ¥10,500'),
    ])
  })
})
