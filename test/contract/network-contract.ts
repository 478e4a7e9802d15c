/** The stores' interface as a till meets it, the same on Node and in workerd. Names in quotes are lines of domain.md, section 4. */
import { beforeAll, describe, expect, it } from 'vitest'
import { signForNetwork } from '../support/sign.ts'
import { eventually, type Running } from './journey-contract.ts'

/** Two chains besides the one of `Running`. */
export const networkClients = {
  lawson: new Uint8Array(32).fill(11).toBase64(),
  family: new Uint8Array(32).fill(12).toBase64(),
  /** The next secret of lawson, while it changes. */
  lawsonNext: new Uint8Array(32).fill(13).toBase64(),
} as const

/** As the variable NETWORK_SECRETS names them. */
export const networkSecretsOf = (unnamed?: string): string =>
  [
    ...(unnamed === undefined ? [] : [unnamed]),
    `lawson:${networkClients.lawson}`,
    `lawson:${networkClients.lawsonNext}`,
    `family:whsec_${networkClients.family}`,
  ].join(',')

export type Bill = { readonly id: string; readonly number: string; readonly status: string }
type Paid = { payment_ids: string[]; state: string; problems: { payment_id: string; problem: string }[] }

export type Till = {
  post(
    path: string,
    body: unknown,
    more?: {
      readonly id?: string
      readonly at?: Temporal.Instant
      readonly secret?: string
      readonly headers?: Record<string, string>
    },
  ): Promise<Response>
  /** Registers over the API. */
  register(changes?: Record<string, unknown>): Promise<Bill>
  bill(id: string): Promise<Bill & { payments: { receipt: string; state: string; problem?: string }[] }>
}

export const openTill = (running: () => Running): Till => {
  const api = async (path: string, init: RequestInit = {}): Promise<Response> =>
    running().fetch(`/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${running().apiKey}` } })
  return {
    post: async (path, body, { id, at, secret = running().networkSecret, headers = {} } = {}) => {
      const text = JSON.stringify(body)
      const signed = await signForNetwork(secret, text, at ?? (await running().now()), id)
      return running().fetch(`/network/v1${path}`, {
        method: 'POST',
        body: text,
        headers: { ...signed, ...headers },
      })
    },
    register: async (changes = {}) => {
      const body = {
        customer: { name: '神谷 健' },
        ...{ subject: '月謝', amount: 11_000, tax: 1_000, due: '+30日', deliver: 'none', ...changes },
      }
      const answer = await api('/invoices', { method: 'POST', body: JSON.stringify(body) })
      if (answer.status !== 201) throw new Error(await answer.text())
      return (await answer.json()) as Bill
    },
    bill: async (id) => (await (await api(`/invoices/${id}`)).json()) as never,
  }
}

/** A payment of one invoice as a till sends it. */
export const payOf = (bill: Bill, receipt: string, paidAt: Temporal.Instant, changes = {}) => ({
  ...{ number: bill.number, invoice_id: bill.id, amount: 11_000, receipt, paid_at: paidAt.toString() },
  ...{ chain: '020', store: '000123', ...changes },
})

export const describeNetwork = (name: string, running: () => Running): void => {
  const till = openTill(running)
  let now: Temporal.Instant

  beforeAll(async () => {
    now = await running().now()
  })

  describe(`the stores' interface on ${name}`, () => {
    it('"Numbers that pay": an unknown or badly checked number is refused with a clear message, in ja and en', async () => {
      for (const number of ['2900000000001', '2912345678901', '123', '']) {
        const ja = await till.post('/inquiries', { number })
        expect([number, ja.status]).toEqual([number, 404])
        expect(await ja.json()).toMatchObject({
          code: 'number_not_found',
          detail: expect.stringMatching(/番号は使えません/),
        })
        const en = await till.post('/inquiries', { number }, { headers: { 'accept-language': 'en' } })
        expect(await en.json()).toMatchObject({ detail: expect.stringMatching(/Check the 13 digits/) })
      }
      const slip = await till.post('/slips', { number: '2900000000001', invoice_ids: ['inv_x'] })
      expect(slip.status).toBe(404)
    })

    it('"Late, double, wrong or unknown payments": money told for an unknown number is recorded and said in Slack', async () => {
      const stranger = { id: 'inv_nobody', number: '2900000000001', status: '' }
      const answer = await till.post('/payments', payOf(stranger, 'N-unknown', now, { amount: 4_321 }))
      expect(answer.status).toBe(201)
      expect(((await answer.json()) as Paid).problems).toMatchObject([{ problem: 'unknown' }])
      await eventually(running().chatTexts, (texts) =>
        texts.some((text) => text.startsWith('要確認の入金') && text.includes('4,321')),
      )
    })

    it('"Late, double, wrong or unknown payments": another amount is recorded as what it is', async () => {
      const bill = await till.register()
      const answer = await till.post('/payments', payOf(bill, 'N-wrong', now, { amount: 1_000 }))
      expect(((await answer.json()) as Paid).problems).toMatchObject([{ problem: 'amount-mismatch' }])
      expect((await till.bill(bill.id)).status).toBe('open')
    })

    it('two tills pay one invoice at the same time: both are recorded, one is matched, the other is a duplicate', async () => {
      const bill = await till.register()
      const answers = await Promise.all(
        ['N-two-a', 'N-two-b', 'N-two-c'].map(async (receipt) => {
          const answer = await till.post('/payments', payOf(bill, receipt, now))
          expect(answer.status).toBe(201)
          return (await answer.json()) as Paid
        }),
      )
      expect(answers.flatMap(({ problems }) => problems.map(({ problem }) => problem))).toEqual([
        'duplicate',
        'duplicate',
      ])
      const after = await till.bill(bill.id)
      expect(after.status).toBe('paid')
      expect(after.payments).toHaveLength(3)
    })

    it('the same message again gets the first answer, byte for byte; the same id with another body is refused', async () => {
      const bill = await till.register()
      const body = payOf(bill, 'N-again', now)
      const first = await till.post('/payments', body, { id: 'msg-1' })
      const text = await first.text()
      expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null])
      const second = await till.post('/payments', body, { id: 'msg-1' })
      expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
      expect(await second.text()).toBe(text)
      const other = await till.post('/payments', { ...body, amount: 1 }, { id: 'msg-1' })
      expect(other.status).toBe(409)
      expect(await other.json()).toMatchObject({ code: 'idempotency_conflict' })
      // Another address is another message.
      expect((await till.post('/payments/N-again/cancel', body, { id: 'msg-1' })).status).toBe(409)
      expect((await till.bill(bill.id)).payments).toHaveLength(1)
    })

    it('slips, cancellations and confirmations are answered once, too, also when sent at the same time', async () => {
      const bill = await till.register()
      const slipBody = { number: bill.number, invoice_ids: [bill.id] }
      const slips = await Promise.all([1, 2, 3].map(() => till.post('/slips', slipBody, { id: 'msg-slip' })))
      const printed = new Set(await Promise.all(slips.map((answer) => answer.text())))
      expect([slips.map(({ status }) => status), printed.size]).toEqual([[201, 201, 201], 1])
      await till.post('/payments', payOf(bill, 'N-moves', now))
      const cancel = () => till.post('/payments/N-moves/cancel', {}, { id: 'msg-cancel' })
      const one = await cancel()
      expect(await one.json()).toMatchObject({ state: 'cancelled' })
      expect((await till.bill(bill.id)).status).toBe('open')
      const two = await cancel()
      expect([two.status, two.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
      await till.post('/payments', payOf(bill, 'N-moves-2', now))
      const confirm = () => till.post('/payments/N-moves-2/confirm', {}, { id: 'msg-confirm' })
      expect(await (await confirm()).json()).toMatchObject({ state: 'confirmed' })
      expect((await confirm()).headers.get('idempotent-replayed')).toBe('true')
      expect((await till.bill(bill.id)).status).toBe('confirmed')
      expect((await till.post('/payments/N-moves-2/cancel', {})).status).toBe(409)
      expect((await till.post('/payments/N-none/cancel', {})).status).toBe(404)
    })

    it('a receipt seen before gets the first answer; the same receipt for something else is refused', async () => {
      const [bill, other] = [await till.register(), await till.register()]
      const first = await (await till.post('/payments', payOf(bill, 'N-seen', now))).json()
      const again = await till.post('/payments', payOf(bill, 'N-seen', now))
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
      expect(await again.json()).toEqual(first)
      for (const body of [
        payOf(other, 'N-seen', now),
        payOf(bill, 'N-seen', now, { amount: 1 }),
        payOf(bill, 'N-seen', now, { store: '9' }),
        payOf(bill, 'N-seen', now.add({ seconds: 1 })),
      ]) {
        const refused = await till.post('/payments', body)
        expect(refused.status).toBe(409)
        expect(await refused.json()).toMatchObject({
          code: 'wrong_state',
          detail: expect.stringMatching(/レシート番号/),
        })
      }
      expect((await till.bill(other.id)).status).toBe('open')
    })

    it('receipts belong to who sends them: two chains with the same receipt never meet', async () => {
      const [one, two] = [await till.register(), await till.register()]
      const lawson = { secret: networkClients.lawson }
      const family = { secret: networkClients.family }
      expect((await till.post('/payments', payOf(one, 'R-1', now), lawson)).status).toBe(201)
      expect((await till.post('/payments', payOf(two, 'R-1', now, { chain: '030' }), family)).status).toBe(
        201,
      )
      expect((await till.bill(one.id)).payments).toMatchObject([{ receipt: 'R-1' }])
      // Nobody undoes what another told; the next secret of a chain is the same chain.
      expect((await till.post('/payments/R-1/cancel', {})).status).toBe(404)
      const undone = await till.post('/payments/R-1/cancel', {}, { secret: networkClients.lawsonNext })
      expect(undone.status).toBe(200)
      expect([(await till.bill(one.id)).status, (await till.bill(two.id)).status]).toEqual(['open', 'paid'])
    })

    it('a message is believed within five minutes either way, and by a known secret only', async () => {
      const body = { number: '2900000000001' }
      const at = await running().now()
      const status = async (shift: number, secret?: string) =>
        (
          await till.post('/inquiries', body, {
            at: at.add({ seconds: shift }),
            ...(secret === undefined ? {} : { secret }),
          })
        ).status
      expect(await status(-280)).toBe(404)
      expect(await status(280)).toBe(404)
      expect(await status(-320)).toBe(401)
      expect(await status(320)).toBe(401)
      expect(await status(0, new Uint8Array(32).fill(99).toBase64())).toBe(401)
      const headers = { 'webhook-signature': 'v1,bm9wZQ== v2,x garbage' }
      expect((await till.post('/inquiries', body, { headers })).status).toBe(401)
    })

    it('what has the wrong form is refused with every problem', async () => {
      const wrong = await till.post('/payments', { receipt: '', chain: '20', amount: 1.5 })
      expect(wrong.status).toBe(422)
      expect(wrong.headers.get('content-type')).toContain('application/problem+json')
      expect((await till.post('/slips', { number: '1', invoice_ids: [] })).status).toBe(422)
      expect((await till.post('/payments', { x: 'y'.repeat(70_000) })).status).toBe(413)
    })
  })
}
