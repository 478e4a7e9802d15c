/** What is answered about invoices: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { deliverySchema } from './delivery-answers.ts'
import { invoiceStatus, language } from './invoice-schemas.ts'
import { paymentSchema } from './payment-answers.ts'
import { anId, count, day, instant, say, smartPitNumber, yen } from './schema-parts.ts'

export const customerSchema = z.strictObject({
  name: z.string(),
  kana: z.string().optional(),
  honorific: z.enum(['様', '御中']),
  email: z.string().optional(),
  phone: z.string().optional(),
  language,
})

export const invoiceShape = {
  id: anId,
  number: smartPitNumber,
  status: invoiceStatus,
  customer: customerSchema,
  subject: z.string(),
  amount: yen,
  tax: yen.nullable(),
  stamp_duty: say(yen, '印紙代相当額', 'Stamp-duty equivalent.'),
  lines: z.array(
    z.strictObject({
      description: z.string(),
      quantity: z.number().optional(),
      unit_price: yen.optional(),
      amount: yen,
      tax_rate: z.union([z.literal(10), z.literal(8), z.literal(0)]),
    }),
  ),
  cuts: say(
    z.array(z.strictObject({ field: z.string(), place: z.string(), shown: z.string() })),
    '狭い場所で切られる文と、見える形',
    'Texts too wide for their place, and what will be seen there.',
  ),
  questions: say(
    z.array(
      z.strictObject({
        field: z.string(),
        value: z.string(),
        rule: z.string(),
        suggestion: z.string(),
        message: z.strictObject({ ja: z.string(), en: z.string() }),
      }),
    ),
    '登録はしたが、打ち間違いかもしれないもの',
    'What was taken, and yet was hardly meant so.',
  ),
  due: day,
  registered_at: instant,
  deliver: z.enum(['customer', 'merchant', 'both', 'none']),
  repeat: z.boolean(),
  remind: z.boolean(),
  customer_url: say(z.string(), 'お客さまのページ', "The customer's page."),
  sheet_url: z.string(),
  reference: z.string().optional(),
  note: z.string().optional(),
  batch: anId.optional(),
  paid_at: instant.optional(),
  replaces: anId.optional(),
  replaced_by: anId.optional(),
}

export const invoiceSchema = z.strictObject(invoiceShape).meta({ id: 'Invoice' })

export type InvoiceJson = z.infer<typeof invoiceSchema>

export const actorSchema = z.strictObject({ kind: z.string(), name: z.string() }).loose()

export const historySchema = z.strictObject({
  version: count,
  at: instant,
  actor: actorSchema,
  action: z.string(),
  from: invoiceStatus.nullable(),
  to: invoiceStatus,
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const invoiceDetailSchema = z
  .strictObject({
    ...invoiceShape,
    sheet: z.strictObject({ sha256: z.string(), bytes: count, printed_at: instant }).nullable(),
    history: z.array(historySchema),
    payments: z.array(paymentSchema),
    deliveries: z.array(deliverySchema),
  })
  .meta({ id: 'InvoiceDetail' })

export type InvoiceDetailJson = z.infer<typeof invoiceDetailSchema>
