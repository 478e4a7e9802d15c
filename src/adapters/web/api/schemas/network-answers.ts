/** What is answered about networks: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { paymentProblem, paymentState } from './payment-schemas.ts'
import { anId, day, instant, smartPitNumber, yen } from './schema-parts.ts'

export const inquirySchema = z
  .strictObject({
    number: smartPitNumber,
    invoices: z.array(
      z.strictObject({ id: anId, merchant: z.string(), subject: z.string(), amount: yen, due: day }),
    ),
  })
  .meta({ id: 'Inquiry' })

export const slipSchema = z.strictObject({ slip: anId, total: yen, expires_at: instant }).meta({ id: 'Slip' })

export const takenSchema = z
  .strictObject({
    payment_ids: z.array(anId),
    state: paymentState,
    problems: z.array(z.strictObject({ payment_id: anId, problem: paymentProblem })),
  })
  .meta({ id: 'Collected' })

export type InquiryJson = z.infer<typeof inquirySchema>

export type SlipJson = z.infer<typeof slipSchema>

export type TakenJson = z.infer<typeof takenSchema>
