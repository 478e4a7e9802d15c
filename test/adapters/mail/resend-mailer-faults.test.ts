import type { RequestListener } from 'node:http'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createResendMailer } from '../../../src/adapters/mail/create-resend-mailer.ts'
import type { Render, Sent } from '../../../src/ports.ts'
import { outgoing } from '../../contract/mailer-contract.ts'
import { makeNotice, makeRender, sender } from './letters.ts'
import { type Listening, listen } from './listen.ts'

let render: Render
let server: Listening | undefined
beforeAll(async () => {
  render = await makeRender()
})
afterEach(() => server?.close())

const sendTo = async (
  answer: RequestListener,
  timeoutMs = 20_000,
): Promise<{ readonly sent: Sent; readonly status: string }> => {
  server = await listen(answer)
  const mailer = createResendMailer({
    apiKey: 're_x',
    baseUrl: server.url,
    from: sender,
    render,
    timeoutMs,
  })
  const sent = await mailer.send(outgoing('key', makeNotice()))
  return { sent, status: await mailer.status() }
}

type Refusal = { readonly status: number; readonly name?: string; readonly headers?: Record<string, string> }

const refuseWith =
  ({ status, name = 'application_error', headers = {} }: Refusal): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ statusCode: status, name, message: 'no' }))
  }

describe('what can get better by itself is tried again', () => {
  const hour = 3_600_000
  it.each<readonly [string, Refusal, number | undefined]>([
    [
      'too many, with a wait',
      { status: 429, name: 'rate_limit_exceeded', headers: { 'retry-after': '2' } },
      2_000,
    ],
    ['too many, with half a second', { status: 429, headers: { 'retry-after': '0.5' } }, 500],
    ['too many, without a wait', { status: 429, name: 'rate_limit_exceeded' }, undefined],
    [
      'too many, until a date',
      { status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } },
      undefined,
    ],
    ['too many, for ever', { status: 429, headers: { 'retry-after': '1e12' } }, 24 * hour],
    ["a used-up day's quota", { status: 429, name: 'daily_quota_exceeded' }, 3 * hour],
    ['the same key at this moment', { status: 409, name: 'concurrent_idempotent_requests' }, undefined],
    ['a fault of theirs', { status: 500 }, undefined],
    ['busy, with a wait', { status: 503, headers: { 'retry-after': '30' } }, 30_000],
  ])('%s', async (_, refusal, retryAfterMs) => {
    const { sent, status } = await sendTo(refuseWith(refusal))
    const detail = expect.stringContaining(`(${refusal.status})`)
    const failure = { detail, retry: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
    expect(sent).toEqual({ ok: false, failure })
    expect(status).not.toBe('ok')
  })

  const faults: Readonly<Record<string, RequestListener>> = {
    'a connection that is cut': (request) => request.socket.destroy(),
    'a connection that is cut in the middle of the answer': (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"id":', () => request.socket.destroy())
    },
    'a provider that never answers': () => {},
    'a provider that stops in the middle of a refusal': (_, response) => {
      response.writeHead(500, { 'content-type': 'application/json' })
      response.write('{"name":')
    },
    "a proxy's page with 200": (_, response) => response.end('<html>sign in</html>'),
    'JSON that is something else': (_, response) => response.end('{"hello":"world"}'),
    null: (_, response) => response.end('null'),
    "a proxy's page with 502": (_, response) => response.writeHead(502).end('<html>bad gateway</html>'),
    'a refusal of another shape': (_, response) => response.writeHead(502).end('{"error":"bad gateway"}'),
    'a refusal that is null': (_, response) => response.writeHead(502).end('null'),
  }
  it.each(Object.entries(faults))('%s', async (name, answer) => {
    const { sent, status } = await sendTo(answer, /never|stops/.test(name) ? 300 : undefined)
    expect(sent).toMatchObject({ ok: false, failure: { retry: true } })
    expect(status).not.toBe('ok')
  })

  it('nobody listening', async () => {
    // A port that nobody is given: one that was free a moment ago may be another test's by now.
    const baseUrl = 'http://127.0.0.1:9'
    const mailer = createResendMailer({ apiKey: 're_x', baseUrl, from: sender, render })
    expect(await mailer.send(outgoing('key', makeNotice()))).toMatchObject({
      ok: false,
      failure: { retry: true },
    })
  })
})

describe('what a person has to mend is not tried again', () => {
  it.each<Refusal>([
    { status: 400, name: 'invalid_idempotency_key' },
    { status: 401, name: 'missing_api_key' },
    { status: 403, name: 'invalid_api_key' },
    { status: 403, name: 'validation_error' },
    { status: 413 },
    { status: 422, name: 'validation_error' },
  ])('$status $name', async (refusal) => {
    const { sent } = await sendTo(refuseWith(refusal))
    expect(sent).toMatchObject({ ok: false, failure: { retry: false } })
  })
})

it('a retry after an answer that was lost says the same under the same key', async () => {
  const seen: string[] = []
  server = await listen((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      seen.push(`${request.headers['idempotency-key']} ${request.headers.authorization} ${body}`)
      if (seen.length === 1) request.socket.destroy()
      else response.end('{"id":"mail_1"}')
    })
  })
  const mailer = createResendMailer({ apiKey: 're_x', baseUrl: server.url, from: sender, render })
  const letter = makeNotice()
  expect(await mailer.send(outgoing('cause-1', letter))).toMatchObject({
    ok: false,
    failure: { retry: true },
  })
  expect(await mailer.status()).not.toBe('ok')
  expect(await mailer.send(outgoing('cause-1', letter))).toEqual({
    ok: true,
    value: { providerId: 'mail_1' },
  })
  expect(await mailer.status()).toBe('ok')
  expect(seen[0]).toMatch(/^cause-1 Bearer re_x \{/)
  expect(seen[1]).toBe(seen[0])
  expect(JSON.parse(seen[0]?.slice('cause-1 Bearer re_x '.length) ?? '')).toMatchObject({
    tags: [
      { name: 'kind', value: 'notice' },
      { name: 'delivery', value: 'dlv_cause-1' },
    ],
    reply_to: 'office@sakura.example.jp',
    attachments: [{ content_type: 'application/pdf' }],
  })
})
