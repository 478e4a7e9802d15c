/** What is answered about webhooks: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { webhookEvents } from '../../../../domain/webhook.ts'
import { anId, count, instant, say } from './schema-parts.ts'

const webhookShape = {
  id: anId,
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  enabled: z.boolean(),
  failing_since: say(instant.nullable(), '届かなくなった時刻', 'Since when nothing arrives.'),
  given_up_at: say(instant.nullable(), '自動で止めた時刻', 'When it was switched off by itself.'),
  old_secret_until: say(
    instant.nullable(),
    '前のシークレットでも署名する期限',
    'Until when the old secret signs, too.',
  ),
  created_at: instant,
}
export const webhookSchema = z.strictObject(webhookShape).meta({ id: 'Webhook' })
export const newWebhookSchema = z
  .strictObject({ ...webhookShape, secret: say(z.string(), '一度だけ表示', 'Shown once.') })
  .meta({ id: 'NewWebhook' })
export const webhookAttemptSchema = z.strictObject({
  attempt: count,
  at: instant,
  status: z.int().nullable(),
  error: z.string().nullable(),
  answer: say(z.string().nullable(), '答えのはじめ', 'The beginning of the answer.'),
  took_ms: count,
})
const deliveryShape = {
  id: say(z.string(), 'webhook-id', 'The webhook-id.'),
  event: z.enum([...webhookEvents, 'webhook.test']),
  subject_id: z.string(),
  happened_at: instant,
  status: z.enum(['waiting', 'sent', 'failed']),
  attempts: count,
  next_at: instant.nullable(),
}
export const webhookDeliverySchema = z.strictObject(deliveryShape).meta({ id: 'WebhookDelivery' })
export const webhookDeliveryDetailSchema = z
  .strictObject({ ...deliveryShape, body: z.string().nullable(), tries: z.array(webhookAttemptSchema) })
  .meta({ id: 'WebhookDeliveryDetail' })
export type WebhookJson = z.infer<typeof webhookSchema>
export type NewWebhookJson = z.infer<typeof newWebhookSchema>
export type WebhookDeliveryJson = z.infer<typeof webhookDeliverySchema>
export type WebhookDeliveryDetailJson = z.infer<typeof webhookDeliveryDetailSchema>
