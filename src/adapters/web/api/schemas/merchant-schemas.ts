/** The merchant itself: profile, terms, logo, and how its mails look. */
import * as z from 'zod'
import type { RawMailSettings } from '../../../../domain/parse-mail-settings.ts'
import { say } from './schema-parts.ts'

const clearable = z.string().max(300).nullish()

export const plan = z.enum(['plan-120', 'plan-130'])

export const cycle = z.enum(['5-days', '10-days', 'half-month', 'month-end'])

export const merchantBody = z
  .strictObject({
    name: z.string().max(300).optional(),
    email: clearable,
    phone: clearable,
    address: clearable,
    fax: clearable,
    registration_number: clearable,
    slack_channel: clearable,
    agency_code: clearable,
    client_code: clearable,
    plan: say(z.string().max(40).optional(), '次の精算期間から', 'From the next period on.', 'plan-130'),
    cycle: say(z.string().max(40).optional(), '次の精算期間から', 'From the next period on.', 'month-end'),
    file_option: z.boolean().optional(),
  })
  .meta({ id: 'MerchantChange' })

const text = z.string().max(2_000)

const words = z.strictObject({
  subject: text.optional(),
  lead: text.optional(),
  closing: text.optional(),
})

/** The shape only; every rule is checked by `parseMailSettings`, all at once. */
export const mailBody = z
  .strictObject({
    accent: text.optional(),
    ground: text.optional(),
    logo_url: text.optional(),
    sender_name: text.optional(),
    reply_to: text.optional(),
    sheet: text.optional(),
    mobile_sheet: z.boolean().optional(),
    reminder_days: z.array(z.number()).max(60).optional(),
    last_day_reminder: z.boolean().optional(),
    hour: z.number().optional(),
    collection_pace: text.optional(),
    collection_channel: text.optional(),
    open_items_day: text.optional(),
    merchant_language: text.optional(),
    wording: z.record(z.string(), z.record(z.string(), words)).optional(),
  })
  .meta({ id: 'MailSettings' }) satisfies z.ZodType<RawMailSettings>
