/** What is answered about deliverys: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { anId, count, instant, say } from './schema-parts.ts'

export const deliverySchema = z
  .strictObject({
    id: anId,
    kind: say(z.string(), '何のお知らせか', 'What it says.', 'notice'),
    to: z.string().optional(),
    status: z.enum(['printing', 'ready', 'sent', 'parked', 'dropped']),
    attempts: count,
    last_error: z.string().nullable(),
    outcome: say(
      z
        .strictObject({
          kind: z.enum(['delayed', 'delivered', 'bounced', 'complained']),
          at: instant,
          detail: z.string().nullable(),
        })
        .nullable(),
      '届いたか、戻ったか',
      'What the provider reported last.',
    ),
    invoice_id: anId.optional(),
    batch: anId.optional(),
    mended_by: say(anId.optional(), '代わりに送ったもの', 'What was sent in its place.'),
  })
  .meta({ id: 'Delivery' })

export type DeliveryJson = z.infer<typeof deliverySchema>

export const suppressionSchema = z
  .strictObject({
    address: z.string(),
    reason: z.enum(['bounced', 'complained']),
    detail: z.string().nullable(),
    delivery_id: anId,
    since: instant,
  })
  .meta({ id: 'Suppression' })

export type SuppressionJson = z.infer<typeof suppressionSchema>

export const queuedSchema = z.strictObject({ result: z.literal('queued') })
