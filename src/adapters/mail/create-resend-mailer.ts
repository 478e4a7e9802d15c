/** Sends letters through Resend's client: one request each, with an idempotency key. */
import { type CreateEmailOptions, type ErrorResponse, Resend } from 'resend'
import type { Letter, Mailer, Render, SendFailure, Sent } from '../../ports.ts'
import { writeLetter } from './write-letter.ts'

export type ResendMailerDeps = {
  readonly apiKey: string
  /** Another server that speaks Resend's language: the sandbox's mailbox, an emulator. */
  readonly baseUrl: string | undefined
  /** The bare address that mails come from. */
  readonly from: string
  readonly render: Render
}

/** One request may take this long, in ms. */
const TIMEOUT_MS = 30_000

/** A mailer over Resend, or over whatever answers at `baseUrl`. */
export const createResendMailer = ({ apiKey, baseUrl, from, render }: ResendMailerDeps): Mailer => {
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl })
  return {
    send: async (letter, key) => {
      const options = { idempotencyKey: key, signal: AbortSignal.timeout(TIMEOUT_MS) }
      try {
        const { data, error, headers } = await resend.emails.send(toEmail(render, from, letter), options)
        return error === null ? { ok: true, value: { providerId: data.id } } : refused(error, headers)
      } catch (error) {
        // The client throws only for an aborted request: whether the mail left is unknown, the key makes a retry safe.
        return { ok: false, failure: { detail: String(error), retry: true } }
      }
    },
    status: async () => 'ok',
  }
}

const toEmail = (render: Render, from: string, letter: Letter): CreateEmailOptions => {
  const mail = writeLetter(render, from, letter)
  return {
    from: mail.from,
    to: [...mail.to],
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
    ...(mail.headers === undefined ? {} : { headers: { ...mail.headers } }),
    attachments: mail.attachments.map(({ filename, contentType, bytes }) => ({
      filename,
      contentType,
      content: bytes.toBase64(),
    })),
    tags: [{ name: 'kind', value: letter.kind }],
  }
}

/** What can get better by itself is tried again; a refused address or key is for a person. */
const refused = (error: ErrorResponse, headers: Record<string, string> | null): Sent => {
  const status = error.statusCode
  // Daily quotas come as 429 too; a concurrent request with the same key comes as 409.
  const retry = status === null || status === 408 || status === 409 || status === 429 || status >= 500
  const seconds = Number(headers?.['retry-after'])
  const failure: SendFailure = { detail: `${error.name} (${status ?? 'no answer'}): ${error.message}`, retry }
  return {
    ok: false,
    failure:
      Number.isFinite(seconds) && seconds > 0 ? { ...failure, retryAfterMs: seconds * 1_000 } : failure,
  }
}
