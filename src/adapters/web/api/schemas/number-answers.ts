/** What is answered about numbers: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { kind } from './number-schemas.ts'
import { count, instant, say, smartPitNumber } from './schema-parts.ts'

export const holder = z.strictObject({
  name: z.string(),
  kana: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
})

export const issuedSchema = z.strictObject({ count, kind, numbers: z.array(smartPitNumber) })

export const pooledSchema = z
  .strictObject({
    number: smartPitNumber,
    kind,
    issued_at: instant,
    customer: holder.nullable(),
    assigned_at: instant.nullable(),
  })
  .meta({ id: 'PooledNumber' })

export const assignmentSchema = z.strictObject({
  number: smartPitNumber,
  customer: holder,
  assigned_at: instant,
})

export const releasedSchema = z.strictObject({ number: smartPitNumber, customer: z.null() })

export type IssuedJson = z.infer<typeof issuedSchema>

export type PooledJson = z.infer<typeof pooledSchema>

export type AssignmentJson = z.infer<typeof assignmentSchema>

export type ReleasedJson = z.infer<typeof releasedSchema>

export const cardDesignSchema = z
  .strictObject({
    layout: say(z.unknown(), '番号とバーコードの位置', 'Where number and barcode stand.'),
    artwork: z.strictObject({ type: z.string(), sha256: z.string() }),
    saved_at: instant,
    saved_by: z.string(),
    check: z.literal('pass').optional(),
    saved: z.boolean().optional(),
  })
  .meta({ id: 'CardDesign' })

export type CardDesignJson = z.infer<typeof cardDesignSchema>
