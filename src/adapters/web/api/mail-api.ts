/** How a merchant's mails look and when they leave, over the API. */
import type { Hono } from 'hono'
import * as z from 'zod'
import { type RawMailSettings, toRawMailSettings } from '../../../domain/parse-mail-settings.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

const text = z.string().max(2_000)
const words = z.strictObject({
  subject: text.optional(),
  lead: text.optional(),
  closing: text.optional(),
})

/** The shape only; every rule is checked by `parseMailSettings`, all at once. */
const mailBody = z.strictObject({
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
}) satisfies z.ZodType<RawMailSettings>

/** Adds `GET` and `PUT /merchant/mail`; what a PUT leaves out takes its default. */
export const addMailRoutes = (api: Hono<StaffEnv>, { story, store }: StaffDeps): void => {
  api.get('/merchant/mail', async (c) =>
    c.json(toRawMailSettings(await store.mailSettings(c.get('key').merchantId))),
  )
  api.put('/merchant/mail', async (c) => {
    const body = await readJson(c, mailBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { merchantId, role } = c.get('key')
    const chosen = await story.chooseMailSettings({ merchantId, raw: body.value, role })
    return chosen.ok ? c.json(toRawMailSettings(chosen.value)) : answerFailure(c, chosen.failure)
  })
}
