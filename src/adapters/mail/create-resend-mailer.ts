/** Sends letters through Resend's client: one request each, with an idempotency key. */
import { type CreateEmailOptions, type ErrorResponse, Resend } from 'resend'
import { isMailAddress } from '../../domain/mail-address.ts'
import { fail, ok } from '../../domain/result.ts'
import type { Letter, Mailer, Render, SendFailure, Sent } from '../../ports.ts'
import { writeLetter } from './write-letter.ts'

export type ResendMailerDeps = {
  readonly apiKey: string
  /** Another server that speaks Resend's language: the sandbox's mailbox, an emulator. */
  readonly baseUrl: string | undefined
  /** The bare address that mails come from. */
  readonly from: string
  readonly render: Render
  readonly timeoutMs?: number
}

/** One request may take this long: five in a row, as a claim sends them, end before its lease (60 s). */
const TIMEOUT_MS = 10_000
/** Wait after a used-up quota; ten tries at this pace outlast the day that a daily quota runs. */
const QUOTA_WAIT_MS = 3 * 60 * 60 * 1_000
/** The longest wait that a provider may ask for. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000

/** A mailer over Resend, or over whatever answers at `baseUrl`. */
export const createResendMailer = (deps: ResendMailerDeps): Mailer => {
  const { apiKey, baseUrl, from, render, timeoutMs = TIMEOUT_MS } = deps
  const resend = new Resend(apiKey, { baseUrl: baseUrl ?? 'https://api.resend.com' })
  let trouble: string | undefined
  return {
    send: async (letter, key) => {
      if (!isMailAddress(letter.to)) return fail({ detail: 'the recipient is no mail address', retry: false })
      const sent = await post(resend, toEmail(render, from, letter), key, timeoutMs)
      trouble = sent.ok ? undefined : sent.failure.detail
      return sent
    },
    // A key that may only send can ask nothing else: the last answer is what is known.
    status: async () => trouble ?? 'ok',
  }
}

const post = async (
  resend: Resend,
  email: CreateEmailOptions,
  key: string,
  timeoutMs: number,
): Promise<Sent> => {
  const options = { idempotencyKey: key, signal: AbortSignal.timeout(timeoutMs) }
  try {
    const { data, error, headers } = await resend.emails.send(email, options)
    if (error !== null) return fail(toFailure(error, headers))
    // The client checks no shapes: a proxy's page instead of Resend's answer ends here.
    if (typeof data?.id === 'string') return ok({ providerId: data.id })
    return fail({ detail: 'the provider answered without an id', retry: true })
  } catch (error) {
    // The client throws when time runs out in the middle of an answer: the mail may have left, the key makes a retry safe.
    return fail({ detail: String(error), retry: true })
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

/** What can get better by itself is tried again; a refused address, mail or key is for a person. */
const toFailure = (error: ErrorResponse, headers: Record<string, string> | null): SendFailure => {
  // The client passes on whatever JSON came: our types are its hope, not its check.
  const { name, statusCode, message } = error as Partial<ErrorResponse>
  const status = typeof statusCode === 'number' ? statusCode : undefined
  const detail = `${name ?? 'error'} (${status ?? 'no answer'}): ${message ?? ''}`
  if (name === 'invalid_idempotent_request') {
    // Sent before under this key, in other words: once the provider forgets the key, a retry would be a second mail.
    return { detail: `already sent with other contents; ${detail}`, retry: false }
  }
  const retry = status === undefined || status === 408 || status === 409 || status === 429 || status >= 500
  if (!retry) return { detail, retry }
  const isQuota = name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded'
  const waitMs = parseWaitMs(headers?.['retry-after']) ?? (isQuota ? QUOTA_WAIT_MS : undefined)
  return { detail, retry, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) }
}

/** Resend counts in seconds; a date, as HTTP would allow, is left to our own backoff. */
const parseWaitMs = (header: string | undefined): number | undefined => {
  const seconds = Number(header ?? Number.NaN)
  return seconds > 0 ? Math.min(MAX_WAIT_MS, Math.ceil(seconds * 1_000)) : undefined
}
