/** Reads Resend's event as a report; events that say nothing of arrival are none. */
import * as z from 'zod'
import type { MailReport, Outcome } from '../../domain/mail-report.ts'

const event = z.object({
  type: z.string(),
  created_at: z.string(),
  data: z.object({
    email_id: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional(),
    bounce: z.object({ message: z.string().optional(), type: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
    suppressed: z.object({ message: z.string().optional() }).optional(),
  }),
})

const outcomes: Readonly<Record<string, Outcome>> = {
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'delayed',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  // On the provider's own list, or not to be sent at all: it did not arrive either.
  'email.suppressed': 'bounced',
  'email.failed': 'bounced',
}

/** `id` is the message's own, the same when it comes again. */
export const readReport = (id: string, body: string): MailReport | undefined => {
  const { success, data: parsed } = event.safeParse(toJson(body))
  if (!success) return undefined
  const outcome = outcomes[parsed.type]
  const at = toInstant(parsed.created_at)
  if (outcome === undefined || at === undefined) return undefined
  const { bounce, failed, suppressed, email_id: providerId, tags } = parsed.data
  return {
    id,
    deliveryId: tags?.['delivery'],
    providerId,
    outcome,
    // A full mailbox may have room tomorrow; a mailbox that is not there will not.
    isFinal: bounce === undefined ? failed === undefined : bounce.type !== 'Transient',
    at,
    detail: bounce?.message ?? failed?.reason ?? suppressed?.message,
  }
}

const toJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Resend writes `2026-11-22T23:41:12.126Z`, and in older events `2026-11-22 23:41:11.894719+00`. */
const toInstant = (text: string): Temporal.Instant | undefined => {
  const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  return Number.isNaN(ms) ? undefined : Temporal.Instant.fromEpochMilliseconds(ms)
}
