/** Plays the provider after a mail was kept: reports to pitpost what became of it, signed as Resend signs. */
import { Webhook } from 'standardwebhooks'
import { toStamp } from '../../domain/jst-day.ts'
import type { Clock, OutgoingLetter } from '../../ports.ts'

export type ReporterDeps = {
  /** Where this server hears itself, without a trailing slash. */
  readonly selfUrl: string
  readonly secret: string
  readonly clock: Clock
}

/**
 * Reports that a mail arrived; addresses that begin with `bounced`, `complained` or `delayed` fare as they say.
 * One report after the other; those that are still waiting when the sandbox ends are lost, as a test double's may be.
 */
export const createReporter = ({ selfUrl, secret, clock }: ReporterDeps) => {
  const webhook = new Webhook(secret)
  let line: Promise<unknown> = Promise.resolve()
  const send = async (id: string, body: string): Promise<void> => {
    // Signatures live by real time, also while the sandbox's clock is ahead.
    const at = new Date()
    await fetch(`${selfUrl}/webhooks/resend`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'svix-id': id,
        'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'svix-signature': webhook.sign(id, at, body),
      },
    })
  }
  return ({ deliveryId, letter: { to } }: OutgoingLetter, providerId: string): void => {
    const { type, data } = fate(to)
    const common = { email_id: providerId, to: [to], tags: { delivery: deliveryId } }
    const body = JSON.stringify({ type, created_at: toStamp(clock.now()), data: { ...common, ...data } })
    line = line.then(() => send(`msg_${providerId}`, body)).catch(() => undefined)
  }
}

const fate = (to: string): { readonly type: string; readonly data?: Readonly<Record<string, unknown>> } => {
  const local = to.toLowerCase()
  if (local.startsWith('bounced')) {
    const message = '550 5.1.1 The email account that you tried to reach does not exist.'
    return { type: 'email.bounced', data: { bounce: { type: 'Permanent', subType: 'General', message } } }
  }
  if (local.startsWith('complained')) return { type: 'email.complained' }
  return { type: local.startsWith('delayed') ? 'email.delivery_delayed' : 'email.delivered' }
}
