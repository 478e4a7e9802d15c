/** Webhooks to merchants' own systems, as they are asked for. */
import * as z from 'zod'
import { webhookEvents } from '../../../../domain/webhook.ts'
import { pagingQuery, say } from './schema-parts.ts'

const url = say(z.string().max(2_000), '送り先（https）', 'Where to; https.', 'https://example.com/hooks')
const events = say(z.array(z.string().max(80)).max(50), webhookEvents.join('・'), webhookEvents.join(', '))
export const webhookBody = z.strictObject({ url, events: events.optional() })
export const webhookChangeBody = z.strictObject({
  url: url.optional(),
  events: events.optional(),
  enabled: say(z.boolean().optional(), '送るかどうか', 'Whether it is sent to.'),
})
export const webhookLogQuery = z.object(pagingQuery)
