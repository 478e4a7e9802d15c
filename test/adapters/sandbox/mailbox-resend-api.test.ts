import { beforeEach, describe, expect, it } from 'vitest'
import { createResendApi } from '../../../src/adapters/sandbox/resend-api.ts'
import type { Mailbox } from '../../../src/ports.ts'
import { someInstant } from '../../support/make-invoice.ts'
import { createMailboxMemory } from './mailbox-memory.ts'

let mailbox: Mailbox
let post: (body: unknown, headers?: Record<string, string>) => Promise<Response>
let get: (path: string) => Promise<Response>
beforeEach(() => {
  mailbox = createMailboxMemory()
  const api = createResendApi({ mailbox, clock: { now: () => someInstant }, apiKey: 're_x' })
  const authorization = 'Bearer re_x'
  post = async (body, headers = {}) =>
    api.request('/emails', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { authorization, ...headers },
    })
  get = async (path) => api.request(path, { headers: { authorization } })
})

const mail = {
  from: 'さくら <notice@pitpost.example>',
  to: 'hanako@example.com',
  subject: '件名',
  text: '本文',
}

describe("the sandbox's Resend", () => {
  it('keeps a mail and gives it back', async () => {
    const { id } = (await (await post(mail)).json()) as { id: string }
    const kept = await (await get(`/emails/${id}`)).json()
    expect(kept).toMatchObject({ object: 'email', ...mail, to: [mail.to], last_event: 'delivered' })
    expect((await get('/emails/mail_999')).status).toBe(404)
  })

  it('keeps the bytes of attachments', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    await post({ ...mail, attachments: [{ filename: 'あ.bin', content: bytes.toBase64() }] })
    const [entry] = await mailbox.list(1, 0)
    expect((await mailbox.read(entry?.id ?? ''))?.attachments).toEqual([
      { filename: 'あ.bin', contentType: 'application/octet-stream', bytes },
    ])
  })

  it.each<readonly [string, Record<string, unknown>]>([
    ['no sender', { from: undefined }],
    ['a sender that is no address', { from: 'さくら' }],
    ['no recipient', { to: [] }],
    ['51 recipients', { to: Array.from({ length: 51 }, (_, i) => `a${i}@example.com`) }],
    ['a recipient that is none', { to: 'hanako@example.com\r\nBcc: evil@example.com' }],
    ['no subject', { subject: '' }],
    ['a subject of two lines', { subject: 'a\r\nBcc: evil@example.com' }],
    ['neither HTML nor text', { text: undefined }],
    ['a header of two lines', { headers: { 'X-A': 'b\r\nBcc: evil@example.com' } }],
    ['a header with a strange name', { headers: { 'X A:': 'b' } }],
    ['an attachment that is not base64', { attachments: [{ filename: 'a', content: 'ä' }] }],
  ])("refuses %s in Resend's words and keeps nothing", async (_, changes) => {
    const refused = await post({ ...mail, ...changes })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ statusCode: 422, name: 'validation_error' })
    expect(await mailbox.count()).toBe(0)
  })

  it('refuses what is no JSON, a missing and a wrong key, an empty and an endless idempotency key', async () => {
    const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status
    expect(await statusOf(post('{'))).toBe(422)
    expect(await statusOf(post('null'))).toBe(422)
    expect(await statusOf(post(mail, { authorization: '' }))).toBe(403)
    expect(await statusOf(post(mail, { authorization: 'Bearer re_y' }))).toBe(403)
    expect(await statusOf(post(mail, { 'idempotency-key': 'k'.repeat(257) }))).toBe(400)
    const open = createResendApi({ mailbox, clock: { now: () => someInstant }, apiKey: 're_x' })
    expect((await open.request('/emails', { method: 'POST' })).status).toBe(401)
    expect(await mailbox.count()).toBe(0)
  })

  it("answers 413 in Resend's shape to a mail that is too large", async () => {
    const refused = await post({ ...mail, text: 'a'.repeat(41 * 1024 * 1024) })
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({ statusCode: 413 })
  })

  it('gives the first id again for a repeated key, and refuses other words under it', async () => {
    const key = { 'idempotency-key': 'cause' }
    const first = await (await post(mail, key)).json()
    expect(await (await post(mail, key)).json()).toEqual(first)
    const other = await post({ ...mail, subject: '別の件名' }, key)
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({ name: 'invalid_idempotent_request' })
    expect(await mailbox.count()).toBe(1)
  })
})
