/** What is answered about payments: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { paymentProblem, paymentState } from './payment-schemas.ts'
import { anId, instant, say, smartPitNumber, yen } from './schema-parts.ts'

export const paymentSchema = z
  .strictObject({
    id: anId,
    state: paymentState,
    amount: yen,
    receipt: say(z.string(), '店舗の受付番号', "The store's receipt."),
    chain: say(z.string(), '収納先のコード', 'Code of the chain.', '020'),
    store: z.string(),
    paid_at: instant,
    invoice_id: anId.optional(),
    number: smartPitNumber.optional(),
    problem: say(
      paymentProblem.optional(),
      '人が決めるまで精算に入らない理由',
      'Why it is kept out until a person decides.',
    ),
    resolution: z.enum(['accept', 'refunded']).optional(),
    confirmed_at: instant.optional(),
    settlement: anId.optional(),
    told: say(z.string().optional(), '店舗が伝えたままの番号など', 'What the till named, as it came.'),
    decided_at: instant.optional(),
    decided_by: z.string().optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'Payment' })

export type PaymentJson = z.infer<typeof paymentSchema>
