/** Webhooks: what a merchant's own system is told, where, and how long it is tried (Standard Webhooks). */
import type { Instant } from './jst-day.ts'
import { ok, type Problem, type Result, refuse } from './result.ts'

/** What happened; `webhook.test` is sent by a button only. */
export const webhookEvents = [
  'invoice.registered',
  'invoice.expired',
  'invoice.cancelled',
  'payment.preliminary',
  'payment.confirmed',
  'payment.cancelled',
  'payment.problem',
  'settlement.closed',
  'settlement.paid',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]
export type SentEvent = WebhookEvent | 'webhook.test'

export const isWebhookEvent = (text: string): text is WebhookEvent =>
  webhookEvents.some((event) => event === text)

export type WebhookEndpoint = {
  readonly id: string
  readonly merchantId: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  /** `whsec_…`; the old one signs beside it until a day after the change. */
  readonly secret: string
  readonly oldSecret: string | undefined
  readonly oldUntil: Instant | undefined
  readonly enabled: boolean
  readonly failingSince: Instant | undefined
  /** When it was switched off because nothing had arrived for days. */
  readonly givenUpAt: Instant | undefined
  readonly createdAt: Instant
}

export type WebhookDelivery = {
  readonly id: string
  readonly endpointId: string
  readonly merchantId: string
  readonly event: SentEvent
  /** Id of the invoice, payment or settlement it is about. */
  readonly subjectId: string
  readonly happenedAt: Instant
  /** As it was at the first try; undefined until then. */
  readonly body: string | undefined
  readonly status: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly nextAt: Instant
}

/** One try, as the log shows it. */
export type WebhookAttempt = {
  readonly attempt: number
  readonly at: Instant
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined
  readonly error: string | undefined
  /** The beginning of the answer. */
  readonly answer: string | undefined
  readonly tookMs: number
}

/** Waits between tries, in seconds: twelve tries in three days. */
export const WEBHOOK_WAITS_S = [
  5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 90_000,
] as const

/** The next try after so many; undefined when it was the last. */
export const nextWebhookTry = (attempts: number, now: Instant): Instant | undefined => {
  const seconds = WEBHOOK_WAITS_S[attempts - 1]
  return seconds === undefined ? undefined : now.add({ seconds })
}

/** How long the old secret signs beside the new one, in hours. */
export const SECRET_OVERLAP_HOURS = 24
/** Endpoints of a merchant. */
export const MAX_WEBHOOKS = 10
/** Longest address, in characters. */
const MAX_URL = 500

/** Where webhooks may go: https anywhere public; http to this very machine, in the sandbox only. */
export const parseWebhookUrl = (text: string, sandbox: boolean): Result<string> => {
  const url = URL.parse(text.trim())
  if (url === null || text.length > MAX_URL || url.username !== '' || url.password !== '')
    return refuse(
      urlProblem(
        text,
        'url',
        '「https://」で始まるURLを入れてください（500文字まで、パスワードなし）。',
        'give an https:// address (500 characters at most, without a password).',
      ),
    )
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (sandbox && isLoopback(host)) return ok(url.href)
  if (url.protocol !== 'https:')
    return refuse(
      urlProblem(text, 'https', '「https://」のURLだけが使えます。', 'only https:// addresses can be used.'),
    )
  if (isPrivateHost(host))
    return refuse(
      urlProblem(
        text,
        'public-address',
        '社内や機器内のアドレスには送れません。外から見えるURLにしてください。',
        'is not a public address; use one that the internet can reach.',
      ),
    )
  return ok(url.href)
}

const urlProblem = (value: string, rule: string, ja: string, en: string): Problem => ({
  field: 'url',
  value: value.slice(0, 80),
  rule,
  message: { ja: `URL：${ja}`, en: `url: ${en}` },
})

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\./.test(host)

/** Names and addresses that lead into a house, a machine or a cloud's inside, and never to a customer's system. */
export const isPrivateHost = (host: string): boolean =>
  /(^|\.)(localhost|local|internal|lan|home|corp|intranet|arpa)$/i.test(host) ||
  (!host.includes('.') && !host.includes(':')) ||
  isPrivateAddress(host)

/** Of a literal address, v4 or v6; false for names. */
export const isPrivateAddress = (address: string): boolean => {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/i.exec(address)?.slice(1).map(Number)
  if (v4 !== undefined) return isPrivateV4(v4)
  if (!address.includes(':')) return false
  const groups = address.toLowerCase()
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(groups)
  if (mapped !== null) {
    const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
    return isPrivateV4([high >> 8, high & 255, low >> 8, low & 255])
  }
  // Only 2000::/3 is public, and of it neither Teredo, 6to4 nor documentation.
  return !/^[23]/.test(groups) || /^(2001:0?0?0?0?:|2001:db8|2002:|64:ff9b)/.test(groups)
}

const isPrivateV4 = ([a = 0, b = 0, c = 0]: readonly number[]): boolean =>
  a === 0 ||
  a === 10 ||
  a === 127 ||
  a >= 224 ||
  (a === 100 && b >= 64 && b <= 127) ||
  (a === 169 && b === 254) ||
  (a === 172 && b >= 16 && b <= 31) ||
  (a === 192 && b === 168) ||
  (a === 192 && b === 0 && (c === 0 || c === 2)) ||
  (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
  (a === 203 && b === 0 && c === 113)

/** A change of the store that concerns webhooks. */
export type WebhookChange =
  | { readonly kind: 'save-webhook'; readonly endpoint: WebhookEndpoint }
  | { readonly kind: 'remove-webhook'; readonly id: string }
  /** Beside those that the store writes itself for what happens. */
  | { readonly kind: 'queue-webhook'; readonly delivery: WebhookDelivery; readonly key: string }
  | {
      readonly kind: 'record-webhook-try'
      readonly delivery: WebhookDelivery
      readonly body: string
      readonly attempt: WebhookAttempt
      readonly status: WebhookDelivery['status']
      readonly nextAt: Instant
    }
  | { readonly kind: 'retry-webhook'; readonly id: string; readonly at: Instant }
