/** Sends letters through Resend's client, one a request or a hundred, each with an idempotency key and in its pace. */
import { type CreateEmailOptions, type ErrorResponse, Resend } from 'resend'
import { isMailAddress } from '../../domain/mail-address.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Mailer, OutgoingLetter, Render, SendFailure } from '../../ports.ts'
import { createPacer, realTiming, type Timing } from './create-pacer.ts'
import { isAlreadyTaken, toResendFailure } from './resend-failure.ts'
import { writeLetter } from './write-letter.ts'

export type ResendMailerDeps = {
  readonly apiKey: string
  /** Another server that speaks Resend's language: an emulator. */
  readonly baseUrl: string | undefined
  /** The bare address that mails come from. */
  readonly from: string
  readonly render: Render
  /** Requests a second until an answer tells the account's own limit. */
  readonly perSecond?: number
  readonly timeoutMs?: number
  readonly timing?: Timing
}

/** One request may take this long; the outbox's lease counts on it. */
const TIMEOUT_MS = 10_000
/** Mails that one batch call takes, without attachments. */
const MAX_TOGETHER = 100
/** What every account may do. */
const PER_SECOND = 2

const noAddress = { detail: 'the recipient is no mail address', retry: false }

/** A mailer over Resend, or over whatever answers at `baseUrl`. */
export const createResendMailer = (deps: ResendMailerDeps): Mailer => {
  const { apiKey, baseUrl, from, render, timeoutMs = TIMEOUT_MS } = deps
  const resend = new Resend(apiKey, { baseUrl: baseUrl ?? 'https://api.resend.com' })
  const pacer = createPacer(deps.perSecond ?? PER_SECOND, deps.timing ?? realTiming)
  let trouble: string | undefined
  const call = async <T>({ request, read, key }: Call<T>): Promise<Result<T | undefined, SendFailure>> => {
    await pacer.turn()
    const options = { idempotencyKey: key, signal: AbortSignal.timeout(timeoutMs) }
    const { result, headers } = await attempt(() => request(options), read)
    pacer.learn(headers)
    trouble = result.ok ? undefined : result.failure.detail
    return result
  }
  return {
    send: async (outgoing) => {
      if (!isMailAddress(outgoing.letter.to)) return fail(noAddress)
      const email = toEmail(render, from, outgoing)
      const request = (options: CallOptions) => resend.emails.send(email, options)
      const sent = await call({ request, read: readId, key: outgoing.key })
      return sent.ok ? ok({ providerId: sent.value }) : sent
    },
    together: {
      limit: MAX_TOGETHER,
      takes: (letter) =>
        isMailAddress(letter.to) && writeLetter(render, from, letter).attachments.length === 0,
      send: async (outgoing, key) => {
        const emails = outgoing.map((each) => {
          const { attachments: _, ...email } = toEmail(render, from, each)
          return email
        })
        const request = (options: CallOptions) => resend.batch.send(emails, options)
        const sent = await call({ request, read: (data) => readIds(data, outgoing.length), key })
        return sent.ok ? ok(sent.value ?? outgoing.map(() => undefined)) : sent
      },
    },
    // A key that may only send can ask nothing else: the last answer is what is known.
    status: async () => trouble ?? 'ok',
    close: async () => undefined,
  }
}

type CallOptions = { readonly idempotencyKey: string; readonly signal: AbortSignal }
type Headers = Readonly<Record<string, string>> | null
type Answer = { readonly data: unknown; readonly error: ErrorResponse | null; readonly headers: Headers }
type Call<T> = {
  readonly request: (options: CallOptions) => Promise<Answer>
  /** Undefined for what is no answer of Resend's: the client checks no shapes, and a proxy may have spoken. */
  readonly read: (data: unknown) => T | undefined
  readonly key: string
}

const readId = (data: unknown): string | undefined =>
  typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string'
    ? data.id
    : undefined

const readIds = (data: unknown, count: number): readonly string[] | undefined => {
  const list = typeof data === 'object' && data !== null && 'data' in data ? data.data : undefined
  const ids = Array.isArray(list) ? list.map(readId).filter((id) => id !== undefined) : []
  return ids.length === count ? ids : undefined
}

/** What was read; undefined when all that is known is that the provider has taken it before. */
const attempt = async <T>(
  request: () => Promise<Answer>,
  read: (data: unknown) => T | undefined,
): Promise<{ readonly result: Result<T | undefined, SendFailure>; readonly headers: Headers }> => {
  try {
    const { data, error, headers } = await request()
    if (error !== null && isAlreadyTaken(error)) return { result: ok(undefined), headers }
    if (error !== null) return { result: fail(toResendFailure(error, headers)), headers }
    const value = read(data)
    const unreadable = fail({ detail: 'the provider answered without an id', retry: true })
    return { result: value === undefined ? unreadable : ok(value), headers }
  } catch (error) {
    // The client throws when time runs out in the middle of an answer: the mail may have left, the key makes a retry safe.
    return { result: fail({ detail: String(error), retry: true }), headers: null }
  }
}

const toEmail = (render: Render, from: string, { deliveryId, letter }: OutgoingLetter) => {
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
    // Reports about the mail come back with these.
    tags: [
      { name: 'kind', value: letter.kind },
      { name: 'delivery', value: deliveryId },
    ],
  } satisfies CreateEmailOptions
}
