/** Webhooks to a merchant's own system: signed, in order, kept up for three days, never into a private net. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callOverNode } from '../src/adapters/webhook/call-over-node.ts'
import { nextWebhookTry, parseWebhookUrl, WEBHOOK_WAITS_S } from '../src/domain/webhook.ts'
import { letIn } from './support/second-merchant.ts'
import { bill, firstMerchantClient, type Json, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

type Received = { readonly headers: Record<string, string>; readonly body: string }

let sandbox: TestSandbox
let client: StaffClient
let receiver: Server
let received: Received[] = []
let reply: (answer: ServerResponse, request: IncomingMessage) => void
let url: string

const well = (answer: ServerResponse): void => {
  answer.end('ok')
}

beforeAll(async () => {
  receiver = createServer((request, answer) => {
    let body = ''
    request.on('data', (part: Buffer) => {
      body += part.toString()
    })
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body })
      reply(answer, request)
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  sandbox = await startTestSandbox()
  client = await firstMerchantClient(sandbox)
}, 60_000)
afterAll(async () => {
  await sandbox?.close()
  receiver?.close()
})
beforeEach(() => {
  received = []
  reply = well
})

const until = async <T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> => {
  const end = performance.now() + 15_000
  while (performance.now() < end) {
    const seen = await look()
    if (seen !== undefined) return seen
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`still not so; received ${JSON.stringify(received).slice(0, 500)}`)
}

const wait = async (seconds: number): Promise<void> => {
  const now = (await sandbox.now()).add({ seconds })
  await sandbox.fetch('/sandbox/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: now.toString() }),
  })
}

const add = async (events?: readonly string[]): Promise<Json> => {
  const answer = await client.post('/webhooks', { url, ...(events && { events }) })
  expect(answer.status).toBe(201)
  return answer.body
}
const remove = (id: string) =>
  sandbox.fetch(`/api/v1/webhooks/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
  })

/** Checked by the library of the specification, at the time the message says. */
const verify = (secret: string, { headers, body }: Received): Json => {
  const skew = Number(headers['webhook-timestamp']) * 1_000 - Date.now()
  const now = Date.now
  Date.now = () => now() + skew
  try {
    return new Webhook(secret).verify(body, headers)
  } finally {
    Date.now = now
  }
}

describe('a webhook', () => {
  it('tells each event once, signed, in order, with what the API shows', async () => {
    const hook = await add()
    expect(hook.secret).toMatch(/^whsec_/)
    expect((await client.get(`/webhooks/${hook.id}`)).body.secret).toBeUndefined()
    const invoice = (await client.post('/invoices', bill())).body
    await client.network('/payments', {
      ...{ number: invoice.number, invoice_id: invoice.id, amount: invoice.amount, receipt: 'hook-1' },
      ...{ paid_at: (await sandbox.now()).toString(), chain: '020', store: '1' },
    })
    await client.network('/payments/hook-1/confirm', {})
    const other = (await client.post('/invoices', bill())).body
    await client.post(`/invoices/${other.id}/cancel`, {})
    await until(() => (received.length >= 5 ? true : undefined))
    const events = received.map((message) => verify(hook.secret, message))
    expect(
      events.map(({ type, data }) => [type, data.id === invoice.id || data.invoice_id === invoice.id]),
    ).toEqual([
      ['invoice.registered', true],
      ['payment.preliminary', true],
      ['payment.confirmed', true],
      ['invoice.registered', false],
      ['invoice.cancelled', false],
    ])
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(5)
    expect(events[1].data.amount).toBe(13_200)
    await remove(hook.id)
  })

  it('tells only what was chosen, and nothing while it is off', async () => {
    const hook = await add(['invoice.cancelled'])
    const one = (await client.post('/invoices', bill())).body
    await client.post(`/invoices/${one.id}/cancel`, {})
    await until(() => received[0])
    expect((await client.put(`/webhooks/${hook.id}`, { enabled: false })).body.enabled).toBe(false)
    const two = (await client.post('/invoices', bill())).body
    await client.post(`/invoices/${two.id}/cancel`, {})
    await client.post(`/webhooks/${hook.id}/test`)
    await until(() => received[1])
    expect(received.map(({ body }) => JSON.parse(body).type)).toEqual(['invoice.cancelled', 'webhook.test'])
    await remove(hook.id)
  })

  it('is tried again under the same id with the same body until it arrives, and the log says how', async () => {
    const hook = await add(['invoice.registered'])
    reply = (answer) => {
      answer.statusCode = 503
      answer.end('x'.repeat(100_000))
    }
    await client.post('/invoices', bill())
    await until(async () => {
      const [message] = (await client.get(`/webhooks/${hook.id}/deliveries`)).body.data
      return message?.attempts === 1 ? message : undefined
    })
    expect((await client.get(`/webhooks/${hook.id}`)).body.failing_since).not.toBeNull()
    // A redirect is an answer like any other: it is not followed.
    reply = (answer) => {
      answer.writeHead(302, { location: `${url}/elsewhere` }).end()
    }
    await wait(6)
    await until(() => received[1])
    reply = well
    await wait(60)
    const detail = await until(async () => {
      const [message] = (await client.get(`/webhooks/${hook.id}/deliveries`)).body.data
      return message?.status === 'sent'
        ? (await client.get(`/webhook-deliveries/${message.id}`)).body
        : undefined
    })
    expect(detail.tries.map(({ status }: Json) => status)).toEqual([503, 302, 200])
    expect(detail.tries[0].answer.length).toBeLessThanOrEqual(2_048)
    expect(new Set(received.map(({ body, headers }) => body + headers['webhook-id'])).size).toBe(1)
    expect((await client.get(`/webhooks/${hook.id}`)).body.failing_since).toBeNull()
    await client.post(`/webhook-deliveries/${detail.id}/send-again`)
    await until(() => received[3])
    expect(received[3]?.body).toBe(received[0]?.body)
    expect(received[3]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id'])
    await remove(hook.id)
  })

  it('survives a sender that dies in the middle', async () => {
    const hook = await add(['invoice.registered'])
    reply = (_, request) => {
      request.socket.destroy()
    }
    await client.post('/invoices', bill())
    await until(
      async () => (await client.get(`/webhooks/${hook.id}/deliveries`)).body.data[0]?.attempts || undefined,
    )
    const before = received.length
    reply = well
    await wait(10)
    await until(() => received[before])
    // Claimed by somebody who is gone: after the lease it is anybody's.
    const { store, tick } = sandbox.pitpost
    await client.put(`/webhooks/${hook.id}`, { url: 'http://127.0.0.1:9/' })
    const sent = (await client.post(`/webhooks/${hook.id}/test`)).body
    await until(async () => (await client.get(`/webhook-deliveries/${sent.id}`)).body.attempts || undefined)
    await client.put(`/webhooks/${hook.id}`, { url })
    expect(await store.claimWebhooks((await sandbox.now()).add({ seconds: 10 }), 300_000, 10)).toHaveLength(1)
    const arrived = received.length
    await wait(20)
    await tick(await sandbox.now())
    expect(received).toHaveLength(arrived)
    await wait(400)
    expect((await until(() => received[arrived])).headers['webhook-id']).toBe(sent.id)
    await remove(hook.id)
  })

  it('signs with the old secret, too, for a day after a new one was made', async () => {
    const hook = await add(['invoice.registered'])
    const fresh = (await client.post(`/webhooks/${hook.id}/secret`)).body
    expect(fresh.secret).not.toBe(hook.secret)
    await client.post(`/webhooks/${hook.id}/test`)
    const message = await until(() => received[0])
    for (const secret of [hook.secret, fresh.secret])
      expect(verify(secret, message).type).toBe('webhook.test')
    await wait(25 * 3_600)
    await client.post(`/webhooks/${hook.id}/test`)
    const later = await until(() => received[1])
    expect(verify(fresh.secret, later).type).toBe('webhook.test')
    expect(() => verify(hook.secret, later)).toThrow()
    await remove(hook.id)
  })

  it('is given up after three days of failures, says so in the console, and goes on when it is switched on', async () => {
    const hook = await add(['invoice.registered'])
    reply = (answer) => {
      answer.statusCode = 500
      answer.end()
    }
    const { id } = (await client.post(`/webhooks/${hook.id}/test`)).body
    for (const [n, seconds] of [0, ...WEBHOOK_WAITS_S].entries()) {
      await wait(seconds + 1)
      await until(async () =>
        (await client.get(`/webhook-deliveries/${id}`)).body.attempts > n ? true : undefined,
      )
    }
    const off = (await client.get(`/webhooks/${hook.id}`)).body
    expect([off.enabled, off.given_up_at === null]).toEqual([false, false])
    expect((await client.page('/settings/webhooks')).text).toContain('自動で止めました')
    const on = (await client.put(`/webhooks/${hook.id}`, { enabled: true })).body
    expect([on.enabled, on.given_up_at, on.failing_since]).toEqual([true, null, null])
    await remove(hook.id)
  }, 60_000)
})

describe('where a webhook may go', () => {
  it.each([
    ['https://example.com/x', true],
    ['http://example.com/x', false],
    ['https://user:secret@example.com/', false],
    ['https://localhost/', false],
    ['https://127.0.0.1/', false],
    ['https://2130706433/', false],
    ['https://0x7f.1/', false],
    ['https://10.1.2.3/', false],
    ['https://172.31.0.1/', false],
    ['https://192.168.0.1/', false],
    ['https://169.254.169.254/latest/meta-data/', false],
    ['https://100.64.0.1/', false],
    ['https://[::1]/', false],
    ['https://[::ffff:10.0.0.1]/', false],
    ['https://[fd00::1]/', false],
    ['https://[fe80::1]/', false],
    ['https://[2606:4700::1111]/', true],
    ['https://metadata.google.internal/', false],
    ['https://router/', false],
    ['ftp://example.com/', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s: %s', (address, isFine) => {
    expect(parseWebhookUrl(address, false).ok).toBe(isFine)
  })

  it('is looked at again when it is called: no name may lead into a private net', async () => {
    const called = await callOverNode(false)('https://localhost/', {}, '{}')
    expect(called).toMatchObject({ status: undefined, error: 'localhost leads to a private address' })
    expect(received).toEqual([])
  })

  it('is tried for three days', () => {
    const total = WEBHOOK_WAITS_S.reduce((sum, seconds) => sum + seconds, 0)
    expect(total / 86_400).toBeCloseTo(3, 0)
    expect(nextWebhookTry(WEBHOOK_WAITS_S.length + 1, Temporal.Now.instant())).toBeUndefined()
  })
})

describe('the console', () => {
  it('adds, tests, changes and removes one; only admins may', async () => {
    const faulty = await client.submit('/settings/webhooks', { url: 'http://example.com/' })
    expect([faulty.status, faulty.text.includes('https://')]).toEqual([422, true])
    const added = await client.submit('/settings/webhooks', { url, events: 'payment.problem' })
    expect(added.text).toMatch(/whsec_/)
    const [hook] = (await client.get('/webhooks')).body.data.filter((one: Json) => one.events.length === 1)
    const page = `/settings/webhooks/${hook.id}`
    await client.submit(`${page}/test`, {})
    await until(() => received[0])
    const shown = await until(async () => {
      const { text } = await client.page(page)
      return text.includes('届いた') ? text : undefined
    })
    expect(shown).not.toMatch(/whsec_/)
    const message = /\/settings\/webhooks\/messages\/[\w.-]+/.exec(shown)?.[0] ?? ''
    expect((await client.page(message)).text).toContain('HTTP 200')
    expect((await client.submit(`${message}/send-again`, {})).location).toContain(page)
    await until(() => received[1])
    expect((await client.submit(page, { url, events: 'payment.problem', enabled: 'no' })).status).toBe(303)
    expect((await client.page(page)).text).toContain('selected')
    const { merchantId } = (await sandbox.pitpost.store.webhook(hook.id)) ?? { merchantId: '' }
    const manager = await letIn(sandbox, merchantId, 'manager')
    expect((await manager.client.post('/webhooks', { url })).status).toBe(403)
    expect((await client.submit(`${page}/remove`, {})).location).toBe('/settings/webhooks?done=removed')
  })
})
