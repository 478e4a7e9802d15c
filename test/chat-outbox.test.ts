/** The chat's way out: at Slack's pace, gathered, in order, and once, whatever fails on the way. */
import { WebClient } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { createOutbox } from '../src/application/run-outbox.ts'
import { type ChatWorld, openChatWorld } from './support/chat-world.ts'
import { type SlackCall, type SlackFault, type SlackFront, startFaultySlack } from './support/faulty-slack.ts'
import { makeInvoice, makePayment } from './support/make-invoice.ts'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

const open = async (
  fault: (call: SlackCall, number: number, house: ChatWorld | undefined) => SlackFault | string = () =>
    'none',
): Promise<ChatWorld & { readonly front: SlackFront; messages(): Promise<readonly string[]> }> => {
  let house: ChatWorld | undefined
  const front = await startFaultySlack((call, number) => fault(call, number, house))
  closers.push(front.close)
  const opened = await openChatWorld(front)
  house = opened
  closers.push(opened.close)
  const slack = new WebClient(front.emulator.botToken, { slackApiUrl: front.emulator.apiUrl })
  return {
    ...opened,
    front,
    /** The channel, oldest first, each message as its JSON. */
    messages: async () => {
      const { channels = [] } = await slack.conversations.list()
      const channel = channels.find(({ name }) => name === front.emulator.channel)?.id ?? ''
      const found: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await slack.conversations.history({ channel, limit: 200, ...(cursor ? { cursor } : {}) })
        for (const { text, blocks } of page.messages ?? []) found.push(JSON.stringify({ text, blocks }))
        cursor = page.response_metadata?.next_cursor
        if (!cursor) return found.toReversed()
      }
    },
  }
}

/** The payments' amounts as the channel shows them, in its order; each is of one payment only. */
const amountsIn = (messages: readonly string[]): readonly number[] =>
  messages.flatMap((message) =>
    // Every line of payments, and not the sum above them.
    [...message.matchAll(/(?:• |\\n)\*¥([\d,]+)\*/g)].map(([, yen = '']) => Number(yen.replaceAll(',', ''))),
  )

const posts = ({ taken }: SlackFront): readonly SlackCall[] =>
  taken.filter(({ method }) => method === 'chat.postMessage')

describe('payments under load', () => {
  it('are gathered, at most a message a second, in order and each once', async () => {
    const times: number[] = []
    const house = await open((call, _, inside) => {
      if (call.method.startsWith('chat.')) times.push(inside?.now().epochMilliseconds ?? 0)
      return 'none'
    })
    const amounts = await house.pay(300)
    await house.runFor(60)
    expect(amountsIn(await house.messages())).toEqual(amounts)
    expect(posts(house.front).length).toBeLessThanOrEqual(6)
    const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
  })

  it('leave one by one when there is no load', async () => {
    const house = await open()
    for (let n = 0; n < 3; n += 1) {
      await house.pay(1)
      await house.runFor(5)
      house.pass({ seconds: 2 })
    }
    const messages = await house.messages()
    expect(messages).toHaveLength(3)
    for (const message of messages) expect(message).toContain('入金がありました')
  })

  it('keep to one message a second over two runtimes that share a database', async () => {
    const times: number[] = []
    const house = await open((call, _, inside) => {
      if (call.method === 'chat.postMessage') times.push(inside?.now().epochMilliseconds ?? 0)
      return 'none'
    })
    const clock = { now: house.now }
    const other = createOutbox(house.world, clock, {
      everyMs: 1_000,
      sleep: async (ms) => house.pass({ milliseconds: ms }),
    })
    const amounts = await house.pay(250)
    while ((await house.waiting()) > 0) await Promise.all([house.run(), other.run()])
    expect(amountsIn(await house.messages())).toEqual(amounts)
    const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
  })
})

describe('Slack in trouble', () => {
  it('down for an hour during 500 payments: all of them appear afterwards, gathered, in order, none twice', async () => {
    let down = true
    const house = await open(() => (down ? 'cut-before' : 'none'))
    const amounts: number[] = []
    for (let minute = 0; minute < 60; minute += 1) {
      amounts.push(...(await house.pay(minute < 20 ? 9 : 8)))
      await house.run()
      house.pass({ minutes: 1 })
    }
    expect(amounts).toHaveLength(500)
    expect(await house.messages()).toEqual([])
    // Nobody hammers a Slack that is down.
    expect(house.front.asked.length).toBeLessThan(200)
    down = false
    await house.runFor(300)
    expect(await house.waiting()).toBe(0)
    expect(amountsIn(await house.messages())).toEqual(amounts)
    expect(posts(house.front).length).toBeLessThanOrEqual(12)
  }, 60_000)

  it.each(['cut-after', '500-after'] as const)(
    'a message that arrived although nobody said so (%s) is found and not posted again',
    async (fault) => {
      let failures = 0
      const house = await open(({ method }) => {
        if (method !== 'chat.postMessage' || failures >= 3) return 'none'
        failures += 1
        return fault
      })
      const amounts = await house.pay(40)
      await house.runFor(120)
      expect(await house.waiting()).toBe(0)
      expect(amountsIn(await house.messages())).toEqual(amounts)
    },
  )

  it('whatever fails, at any call: everything is there once, in order', async () => {
    let state = 11
    const dice = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const faults = ['cut-before', 'cut-after', '429', '500-before', '500-after', 'internal_error'] as const
    const house = await open(() =>
      dice() < 0.4 ? (faults[Math.floor(dice() * faults.length)] ?? 'none') : 'none',
    )
    const amounts: number[] = []
    for (let n = 0; n < 12; n += 1) {
      amounts.push(...(await house.pay(10)))
      await house.runFor(3)
    }
    await house.runFor(1_200)
    expect(await house.waiting()).toBe(0)
    expect(amountsIn(await house.messages())).toEqual(amounts)
  }, 60_000)

  it('waits as long as Slack asks', async () => {
    const times: number[] = []
    const house = await open((_, number, inside) => {
      times.push(inside?.now().epochMilliseconds ?? 0)
      return number === 1 ? '429' : 'none'
    })
    await house.pay(1)
    await house.runFor(30)
    expect(times[1] ?? 0).toBeGreaterThanOrEqual((times[0] ?? 0) + 3_000)
    expect(await house.messages()).toHaveLength(1)
  })

  it('a wrong channel holds everything up until a person has mended it, and parks nothing', async () => {
    let wrong = true
    const house = await open(() => (wrong ? 'channel_not_found' : 'none'))
    const amounts = await house.pay(30)
    for (let hour = 0; hour < 30; hour += 1) {
      await house.run()
      house.pass({ hours: 1 })
    }
    wrong = false
    await house.runFor(600)
    expect(amountsIn(await house.messages())).toEqual(amounts)
  })

  it('a gathered message that Slack will not have is taken apart, and only what is at fault is parked', async () => {
    const house = await open(({ body }) =>
      JSON.stringify(body['blocks'] ?? '').includes('¥1,005') ? 'invalid_blocks' : 'none',
    )
    const amounts = await house.pay(10)
    await house.runFor(120)
    expect(await house.waiting()).toBe(0)
    expect(amountsIn(await house.messages())).toEqual(amounts.filter((yen) => yen !== 1_005))
  })
})

describe('the card of an invoice', () => {
  const register = async (house: ChatWorld) => {
    const invoice = makeInvoice({ merchantId: 'mer_1', deliver: 'none' })
    const issued = {
      number: invoice.number,
      merchantId: 'mer_1',
      kind: 'notice',
      issuedAt: house.now(),
    } as const
    const actor = { kind: 'system', name: 'test' } as const
    await house.store.commit([
      { kind: 'issue-numbers', numbers: [issued] },
      { kind: 'add-invoices', invoices: [invoice], actor },
    ])
    await house.queue({ kind: 'invoice-line', invoiceId: invoice.id })
    return invoice
  }
  const pay = async (
    house: ChatWorld,
    { number, id, amountYen }: ReturnType<typeof makeInvoice>,
    receipt: string,
  ) => {
    const till = { receipt, paidAt: house.now(), chain: '020', store: '1' }
    const paid = await house.story.collectPayment({ ...till, number, invoiceId: id, amountYen }, house.now())
    expect(paid.ok).toBe(true)
  }

  it('is one message that lives: open, paid, confirmed, with the buttons of its state', async () => {
    const house = await open()
    const invoice = await register(house)
    await house.runFor(10)
    const [card] = await house.messages()
    expect(card).toContain('請求を登録しました')
    for (const id of ['card-sheet', 'card-send', 'card-link', 'card-cancel']) expect(card).toContain(id)
    await pay(house, invoice, 'r-1')
    await house.runFor(10)
    const [paid, line, ...others] = await house.messages()
    expect(others).toEqual([])
    expect(paid).toContain('入金がありました（速報）')
    expect(paid).not.toContain('card-cancel')
    expect(line).toContain('ローソン')
    await house.story.confirmPayment('r-1', house.now())
    await house.runFor(10)
    expect((await house.messages())[0]).toContain('入金が確定しました')
    expect(await house.messages()).toHaveLength(2)
  })

  it('says who cancelled it and why, and that an undone payment is open again', async () => {
    const house = await open()
    const [one, two] = [await register(house), await register(house)]
    await house.runFor(10)
    const actor = { kind: 'slack', name: '田中' } as const
    await house.story.cancelInvoice(
      { merchantId: 'mer_1', invoiceId: one.id, reason: '転居', actor },
      house.now(),
    )
    await pay(house, two, 'r-2')
    await house.runFor(10)
    await house.story.cancelPayment('r-2', house.now())
    await house.runFor(10)
    const [first, second] = await house.messages()
    expect(first).toMatch(/請求を取り消しました.*田中.*転居/)
    expect(first).not.toContain('card-cancel')
    expect(second).toContain('未払いに戻りました')
    expect(second).toContain('card-cancel')
  })

  it('shows the newest state whatever order its changes leave in', async () => {
    const house = await open()
    const invoice = await register(house)
    await pay(house, invoice, 'r-3')
    await house.story.confirmPayment('r-3', house.now())
    // The card itself leaves last of all, and two changes are drawn from the same state.
    await house.runFor(20)
    const cards = (await house.messages()).filter((message) => message.includes('スマートピット番号'))
    expect(cards).toHaveLength(1)
    expect(cards[0]).toContain('入金が確定しました')
  })

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'that is gone (%s) is posted anew, once, and lives on as that',
    async (code) => {
      let isGone = true
      const house = await open(({ method }) => (method === 'chat.update' && isGone ? code : 'none'))
      const invoice = await register(house)
      await house.runFor(10)
      await pay(house, invoice, 'r-4')
      await house.runFor(10)
      isGone = false
      await house.story.confirmPayment('r-4', house.now())
      await house.runFor(10)
      const cards = (await house.messages()).filter((message) => message.includes('スマートピット番号'))
      expect(cards.map((card) => /（速報）|未払い|登録しました|確報/.exec(card)?.[0])).toEqual([
        '登録しました',
        '確報',
      ])
    },
  )

  it('of an invoice from a file does not exist: the file has one line', async () => {
    const house = await open()
    await house.pay(1)
    await house.runFor(10)
    expect(posts(house.front)).toHaveLength(1)
    expect(house.front.taken.some(({ method }) => method === 'chat.update')).toBe(false)
  })
})

it('tells a payment with a problem apart from a hundred without', async () => {
  const house = await open()
  await house.pay(5)
  const payment = makePayment({ merchantId: 'mer_1', problem: 'late' })
  const actor = { kind: 'system', name: 'test' } as const
  await house.store.commit([{ kind: 'add-payment', payment, actor }])
  await house.queue({ kind: 'payment-line', paymentId: payment.id })
  await house.pay(5)
  await house.runFor(30)
  const messages = await house.messages()
  expect(messages.filter((message) => message.includes('期限を過ぎた入金'))).toHaveLength(1)
  expect(amountsIn(messages.filter((message) => message.includes('• ')))).toHaveLength(10)
})
