/** Speaks Resend's language to our own client and keeps the mails in the sandbox's mailbox. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Clock, Mailbox } from '../../ports.ts'

export type ResendApiDeps = { readonly mailbox: Mailbox; readonly clock: Clock; readonly apiKey: string }

/** Bytes of one mail with its attachments, as Resend allows. */
const MAX_MAIL_BYTES = 40 * 1024 * 1024

const oneOrMany = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(50)])

const mailBody = z.object({
  from: z.string().min(1),
  to: oneOrMany,
  subject: z.string(),
  html: z.string().optional(),
  text: z.string().optional(),
  reply_to: oneOrMany.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  attachments: z
    .array(z.object({ filename: z.string(), content: z.base64(), content_type: z.string().optional() }))
    .optional(),
})

/** Routes `POST /emails` and `GET /emails/:id`; a repeated `Idempotency-Key` gives the first mail's id again. */
export const createResendApi = ({ mailbox, clock, apiKey }: ResendApiDeps): Hono => {
  const api = new Hono()
  api.use(bodyLimit({ maxSize: MAX_MAIL_BYTES }))
  api.use(async (c, next) => {
    if (c.req.header('authorization') === `Bearer ${apiKey}`) return next()
    return c.json({ statusCode: 401, name: 'missing_api_key', message: 'Missing API key' }, 401)
  })
  api.post('/emails', async (c) => {
    const parsed = mailBody.safeParse(await c.req.json().catch(() => undefined))
    if (!parsed.success) {
      return c.json(
        { statusCode: 422, name: 'validation_error', message: z.prettifyError(parsed.error) },
        422,
      )
    }
    const { to, reply_to: replyTo, attachments = [], html = '', text = '', headers, ...rest } = parsed.data
    const mail = {
      ...rest,
      html,
      text,
      to: [to].flat(),
      ...(replyTo === undefined ? {} : { replyTo: [replyTo].flat().join(', ') }),
      ...(headers === undefined ? {} : { headers }),
      attachments: attachments.map(({ filename, content, content_type: contentType }) => ({
        filename,
        contentType: contentType ?? 'application/octet-stream',
        bytes: Uint8Array.fromBase64(content),
      })),
    }
    const { id } = await mailbox.keep(mail, c.req.header('idempotency-key'), clock.now())
    return c.json({ id })
  })
  api.get('/emails/:id', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined)
      return c.json({ statusCode: 404, name: 'not_found', message: 'Email not found' }, 404)
    const { id, from, to, subject } = mail
    return c.json({ object: 'email', id, from, to, subject, last_event: 'delivered' })
  })
  return api
}
