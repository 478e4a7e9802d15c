/** Speaks Resend's language to our own client and keeps the mails in the sandbox's mailbox. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { isMailAddress } from '../../domain/mail-address.ts'
import type { Clock, Mail, Mailbox } from '../../ports.ts'

export type ResendApiDeps = { readonly mailbox: Mailbox; readonly clock: Clock; readonly apiKey: string }

/** Bytes of one mail with its attachments, as Resend allows. */
const MAX_MAIL_BYTES = 40 * 1024 * 1024
const MAX_KEY_LENGTH = 256
const MAX_RECIPIENTS = 50

/** `address` or `Name <address>`, as Resend reads it. */
const address = z.string().refine((text) => isMailAddress(/^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text), {
  message:
    'Invalid field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.',
})
const addresses = z.union([address, z.array(address).min(1).max(MAX_RECIPIENTS)])
const line = z.string().regex(/^[^\r\n]*$/, 'must be one line')

const mailBody = z
  .object({
    from: address,
    to: addresses,
    subject: line.min(1),
    html: z.string().optional(),
    text: z.string().optional(),
    reply_to: addresses.optional(),
    headers: z.record(z.string().regex(/^[\x21-\x39\x3b-\x7e]+$/), line).optional(),
    attachments: z
      .array(z.object({ filename: line.min(1), content: z.base64(), content_type: line.optional() }))
      .optional(),
  })
  .refine(({ html, text }) => html !== undefined || text !== undefined, 'Missing `html` or `text` field.')

/** Routes `POST /emails` and `GET /emails/:id`; a repeated `Idempotency-Key` gives the first mail's id again. */
export const createResendApi = ({ mailbox, clock, apiKey }: ResendApiDeps): Hono => {
  const api = new Hono()
  api.use(async (c, next) => {
    const authorization = c.req.header('authorization')
    if (authorization === undefined) return refuse(c, 401, 'missing_api_key', 'Missing API key')
    if (authorization !== `Bearer ${apiKey}`) return refuse(c, 403, 'invalid_api_key', 'API key is invalid')
    return next()
  })
  api.use(
    bodyLimit({
      maxSize: MAX_MAIL_BYTES,
      onError: (c) => refuse(c, 413, 'validation_error', 'The email with its attachments is over 40 MB.'),
    }),
  )
  api.post('/emails', async (c) => {
    const key = c.req.header('idempotency-key')
    if (key !== undefined && (key === '' || key.length > MAX_KEY_LENGTH))
      return refuse(c, 400, 'invalid_idempotency_key', 'The key must be between 1 and 256 characters.')
    const parsed = mailBody.safeParse(await c.req.json().catch(() => undefined))
    if (!parsed.success) return refuse(c, 422, 'validation_error', z.prettifyError(parsed.error))
    const mail = toMail(parsed.data)
    const { id, replayed } = await mailbox.keep(mail, key, clock.now())
    const first = replayed ? await mailbox.read(id) : undefined
    if (first !== undefined && !isSameMail(first, mail))
      return refuse(c, 409, 'invalid_idempotent_request', 'This key was used with a different payload.')
    return c.json({ id })
  })
  api.get('/emails/:id', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return refuse(c, 404, 'not_found', 'Email not found')
    const { id, from, to, subject, html, text, replyTo, receivedAt } = mail
    const reply_to = replyTo === undefined ? [] : [replyTo]
    const created_at = receivedAt.toString()
    return c.json({
      object: 'email',
      id,
      from,
      to,
      subject,
      html,
      text,
      reply_to,
      created_at,
      last_event: 'delivered',
    })
  })
  return api
}

type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 422

const refuse = (c: Context, statusCode: RefusalStatus, name: string, message: string): Response =>
  c.json({ statusCode, name, message }, statusCode)

const toMail = (body: z.infer<typeof mailBody>): Mail => ({
  from: body.from,
  to: [body.to].flat(),
  subject: body.subject,
  html: body.html ?? '',
  text: body.text ?? '',
  ...(body.reply_to === undefined ? {} : { replyTo: [body.reply_to].flat().join(', ') }),
  ...(body.headers === undefined ? {} : { headers: body.headers }),
  attachments: (body.attachments ?? []).map(({ filename, content, content_type: contentType }) => ({
    filename,
    contentType: contentType ?? 'application/octet-stream',
    bytes: Uint8Array.fromBase64(content),
  })),
})

const isSameMail = (a: Mail, b: Mail): boolean => {
  const toFacts = ({ from, to, subject, html, text }: Mail) => JSON.stringify([from, to, subject, html, text])
  return toFacts(a) === toFacts(b)
}
