/** Resend's way in: signed reports about mails at `/webhooks/resend`, each recorded once. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Webhook } from 'standardwebhooks'
import type { Recorded } from '../../application/follow-up-mails.ts'
import type { Instant } from '../../domain/jst-day.ts'
import type { MailReport } from '../../domain/mail-report.ts'
import type { Clock, Log } from '../../ports.ts'
import { readReport } from './read-report.ts'

export type ReportDoorDeps = {
  readonly recordMailReport: (report: MailReport, now: Instant) => Promise<Recorded>
  readonly clock: Clock
  readonly log: Log
  /** `whsec_…`; without one the door stays shut. */
  readonly secret: string | undefined
}

/** Bytes of a report. */
const MAX_BYTES = 256 * 1024

/** Route `POST /resend`; whatever is rightly signed is answered 200, so that it does not come again. */
export const createReportDoor = ({ recordMailReport, clock, log, secret }: ReportDoorDeps): Hono => {
  const door = new Hono()
  const webhook = secret === undefined ? undefined : new Webhook(secret)
  door.post('/resend', bodyLimit({ maxSize: MAX_BYTES }), async (c) => {
    if (webhook === undefined) return c.json({ error: 'RESEND_WEBHOOK_SECRET is not set' }, 503)
    const header = (name: string): string =>
      c.req.header(`svix-${name}`) ?? c.req.header(`webhook-${name}`) ?? ''
    const id = header('id')
    const body = await c.req.text()
    try {
      webhook.verify(body, {
        'webhook-id': id,
        'webhook-timestamp': header('timestamp'),
        'webhook-signature': header('signature'),
      })
    } catch {
      return c.json({ error: 'not signed by Resend' }, 401)
    }
    const report = readReport(id, body)
    if (report === undefined) return c.json({ result: 'ignored' })
    const result = await recordMailReport(report, clock.now())
    if (result === 'unknown') log.info('report about a mail that is not ours', { report: id })
    return c.json({ result })
  })
  return door
}
