/** One invoice walked through every verb of the story, the same on Node and in workerd. */
import { describe, expect, it } from 'vitest'
import { signForNetwork, signForSlack } from '../support/sign.ts'

/** A running pitpost and what can be seen of it from outside. */
export type Running = {
  fetch(path: string, init?: RequestInit): Promise<Response>
  readonly apiKey: string
  readonly networkSecret: string
  readonly slackSigningSecret: string
  /** Whether sheets are printed here, so that notices leave. */
  readonly prints: boolean
  /** What pitpost takes for the present. */
  now(): Promise<Temporal.Instant>
  /** Texts of the messages in the merchant's channel, oldest first. */
  chatTexts(): Promise<readonly string[]>
  /** Recipient and subject of every mail, oldest first. */
  mails(): Promise<readonly { readonly to: string; readonly subject: string }[]>
}

/** Looks until it holds; a condition that never comes fails with what was seen last. */
export const eventually = async <T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = 60_000,
): Promise<T> => {
  const end = performance.now() + withinMs
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (performance.now() > end) throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

type InvoiceJson = { id: string; number: string; status: string; customer_url: string; due: string }

export const describeJourney = (name: string, running: () => Running): void => {
  const api = async (path: string, init: RequestInit = {}): Promise<Response> =>
    running().fetch(`/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${running().apiKey}`, ...init.headers },
    })

  const network = async (path: string, body: unknown): Promise<Response> => {
    const text = JSON.stringify(body)
    const headers = await signForNetwork(running().networkSecret, text, await running().now())
    return running().fetch(`/network/v1${path}`, { method: 'POST', body: text, headers })
  }

  const register = async (body: Record<string, unknown>, key?: string): Promise<Response> =>
    api('/invoices', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
    })

  const bill = {
    customer: { name: '髙橋 花子', email: 'hanako@example.com' },
    subject: '12月分 月謝',
    amount: 13_200,
    tax: 1_200,
    due: '+30日',
  }

  describe(`an invoice's way on ${name}`, () => {
    it('is up', async () => {
      expect((await running().fetch('/healthz')).status).toBe(200)
    })

    it('goes from the API over the till to paid, with a notice, a receipt and a line in the chat', async () => {
      const created = await register({ ...bill, reference: 'J-1' })
      expect(created.status).toBe(201)
      const invoice = (await created.json()) as InvoiceJson
      expect(invoice.number).toMatch(/^29\d{11}$/)
      const page = new URL(invoice.customer_url).pathname
      expect(await (await running().fetch(page)).text()).toContain('13,200')

      const mailed = async () =>
        (await running().mails()).filter(({ to }) => to === 'hanako@example.com').length
      // A notice that is still waiting when the money comes is not sent any more.
      const notices = running().prints ? 1 : 0
      await eventually(mailed, (count) => count === notices)

      const inquiry = await network('/inquiries', { number: invoice.number })
      expect(await inquiry.json()).toMatchObject({
        number: invoice.number,
        invoices: [{ id: invoice.id, amount: 13_200, subject: '12月分 月謝', due: invoice.due }],
      })
      const slip = (await (
        await network('/slips', { number: invoice.number, invoice_ids: [invoice.id] })
      ).json()) as {
        slip: string
        total: number
      }
      expect(slip.total).toBe(13_200)
      const till = {
        receipt: 'J-receipt-1',
        paid_at: (await running().now()).toString(),
        chain: '020',
        store: '000123',
      }
      const paid = await network('/payments', { slip: slip.slip, ...till })
      expect(paid.status).toBe(201)
      const first = await paid.json()
      expect(first).toMatchObject({ state: 'preliminary', problems: [] })
      expect(await (await network('/payments', { slip: slip.slip, ...till })).json()).toEqual(first)

      const after = (await (await api(`/invoices/${invoice.id}`)).json()) as InvoiceJson & {
        history: { action: string }[]
      }
      expect(after.status).toBe('paid')
      expect(after.history.map(({ action }) => action)).toEqual(['register', 'pay'])
      expect(await (await running().fetch(page)).text()).toContain('お支払いを確認しました')
      await eventually(running().chatTexts, (texts) =>
        texts.some((text) => text.includes('13,200') && text.includes('ローソン')),
      )
      await eventually(mailed, (count) => count === notices + 1)
    })

    it('is registered once however often the same request comes', async () => {
      const one = await register({ ...bill, reference: 'J-2' }, 'key-J-2')
      const two = await register({ ...bill, reference: 'J-2' }, 'key-J-2')
      expect(two.headers.get('idempotent-replayed')).toBe('true')
      expect(await two.json()).toEqual(await one.json())
      const other = await register({ ...bill, reference: 'J-2b' }, 'key-J-2')
      expect(other.status).toBe(409)
    })

    it('is refused with every problem at once, and nothing is registered', async () => {
      const refused = await register({ customer: { name: '' }, subject: '', amount: 300_001, due: '+60日' })
      expect(refused.status).toBe(422)
      expect(refused.headers.get('content-type')).toContain('application/problem+json')
      const { problems } = (await refused.json()) as { problems: { field: string; rule: string }[] }
      expect(problems.map(({ field }) => field).toSorted()).toEqual(
        ['amount', 'customer.email', 'customer.name', 'due', 'subject'].toSorted(),
      )
    })

    it('is registered by a signed /pit, and a wrong signature does nothing', async () => {
      const body = new URLSearchParams({
        command: '/pit',
        text: '15400 翌月末 taro@example.com 山田太郎様 12月分 月謝',
        user_id: 'U1',
        user_name: 'tanaka',
        channel_id: 'C1',
        channel_name: 'bills',
        team_id: 'T1',
        trigger_id: 'trigger-J',
        response_url: 'http://127.0.0.1:9/none',
      }).toString()
      const at = await running().now()
      const headers = await signForSlack('wrong-secret', body, at)
      expect((await running().fetch('/slack/events', { method: 'POST', body, headers })).status).toBe(401)
      const right = await signForSlack(running().slackSigningSecret, body, at)
      expect((await running().fetch('/slack/events', { method: 'POST', body, headers: right })).status).toBe(
        200,
      )
      const again = { ...right, 'x-slack-retry-num': '1' }
      expect((await running().fetch('/slack/events', { method: 'POST', body, headers: again })).status).toBe(
        200,
      )
      const list = async () =>
        (
          (await (await api('/invoices?q=山田太郎')).json()) as {
            data: { amount: number; subject: string }[]
          }
        ).data
      const found = await eventually(list, (data) => data.length > 0)
      expect(found).toMatchObject([{ amount: 15_400, subject: '12月分 月謝' }])
      await eventually(running().chatTexts, (texts) => texts.some((text) => text.includes('15,400')))
      expect(await list()).toHaveLength(1)
    })

    it('is paid twice: the second payment is kept, told, and decided by a person once', async () => {
      const invoice = (await (
        await register({ ...bill, reference: 'J-3', amount: 5_500, tax: 500 })
      ).json()) as InvoiceJson
      const pay = async (receipt: string) => {
        const paid_at = (await running().now()).toString()
        const body = { number: invoice.number, invoice_id: invoice.id, amount: 5_500 }
        const answer = await network('/payments', {
          ...body,
          receipt,
          paid_at,
          chain: '030',
          store: '000009',
        })
        return (await answer.json()) as { payment_ids: string[]; problems: { problem: string }[] }
      }
      const both = await Promise.all([pay('J-3a'), pay('J-3b')])
      expect(both.flatMap(({ problems }) => problems.map(({ problem }) => problem))).toEqual(['duplicate'])
      await eventually(running().chatTexts, (texts) => texts.some((text) => text.startsWith('要確認の入金')))
      const kept = both.find(({ problems }) => problems.length > 0)?.payment_ids[0] ?? ''
      const decide = (body: unknown) =>
        api(`/payments/${kept}/resolve`, { method: 'POST', body: JSON.stringify(body) })
      expect((await decide({ decision: 'keep', note: 'x' })).status).toBe(422)
      expect((await decide({ decision: 'refunded' })).status).toBe(422)
      const decided = await decide({ decision: 'refunded', note: '店頭で返金' })
      expect(await decided.json()).toMatchObject({ id: kept, problem: 'duplicate', resolution: 'refunded' })
      expect((await decide({ decision: 'accept', note: 'やはり' })).status).toBe(409)
    })

    it('is answered to programs as a problem document, whatever they ask', async () => {
      const wrong: readonly (readonly [string, RequestInit, number])[] = [
        ['/api/v1/nowhere', {}, 404],
        ['/api/v1/invoices/inv_none', {}, 404],
        ['/api/v1/invoices', { method: 'POST', body: '{"customer":' }, 422],
        ['/api/v1/invoices', { method: 'POST', body: '[]' }, 422],
        ['/api/v1/files', { method: 'POST', body: '' }, 422],
        ['/network/v1/nowhere', { method: 'POST', body: '{}' }, 401],
      ]
      for (const [path, init, status] of wrong) {
        const answer = await running().fetch(path, {
          ...init,
          headers: { authorization: `Bearer ${running().apiKey}` },
        })
        expect([path, answer.status]).toEqual([path, status])
        expect(answer.headers.get('content-type')).toContain('application/problem+json')
        expect(await answer.json()).toMatchObject({
          status,
          code: expect.any(String),
          detail: expect.any(String),
        })
      }
      const keyless = await running().fetch('/api/v1/invoices')
      expect(keyless.status).toBe(401)
    })

    it('is not found by a stale or unsigned store request', async () => {
      const body = JSON.stringify({ number: '2900000000001' })
      const stale = await signForNetwork(
        running().networkSecret,
        body,
        (await running().now()).subtract({ minutes: 6 }),
      )
      for (const headers of [stale, { 'content-type': 'application/json' }]) {
        const answer = await running().fetch('/network/v1/inquiries', { method: 'POST', body, headers })
        expect(answer.status).toBe(401)
      }
    })
  })
}
