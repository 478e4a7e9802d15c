/** What is answered about customers: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { anId, instant, say, smartPitNumber, yen } from './schema-parts.ts'

export const knownCustomerSchema = z
  .strictObject({
    id: anId,
    name: z.string(),
    kana: z.string().nullable(),
    honorific: z.enum(['様', '御中']).nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.enum(['ja', 'en']).nullable(),
    number: say(smartPitNumber.nullable(), '割り当てた番号', 'The number that is theirs.'),
    last_subject: z.string().nullable(),
    last_amount: yen.nullable(),
    first_seen_at: instant,
    seen_at: instant,
  })
  .meta({ id: 'Customer' })

export type KnownCustomerJson = z.infer<typeof knownCustomerSchema>
