/** What is answered about merchants: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { cycle, plan } from './merchant-schemas.ts'
import { anId, day } from './schema-parts.ts'

export const told = z.string().nullable()

export const merchantSchema = z
  .strictObject({
    id: anId,
    name: z.string(),
    email: told,
    phone: told,
    address: told,
    fax: told,
    registration_number: told,
    slack_channel: told,
    agency_code: told,
    client_code: told,
    logo_url: told,
    since: day,
    file_option: z.boolean(),
    plan,
    cycle,
    scheduled: z.strictObject({ plan, cycle, effective_day: day }).nullable(),
  })
  .meta({ id: 'Merchant' })

export type MerchantJson = z.infer<typeof merchantSchema>

export const logoSchema = z.strictObject({ logo_url: told })

export type LogoJson = z.infer<typeof logoSchema>
