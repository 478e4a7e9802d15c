/** How a merchant's mails look and when they leave, over the API. */
import type { Hono } from 'hono'
import { toRawMailSettings } from '../../../domain/parse-mail-settings.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { mailBody } from './schemas/merchant-schemas.ts'
import { callerOf, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Adds `GET` and `PUT /merchant/mail`; what a PUT leaves out takes its default. */
export const addMailRoutes = (api: Hono<StaffEnv>, { story, store, clock }: StaffDeps): void => {
  api.get('/merchant/mail', async (c) =>
    c.json(toRawMailSettings(await store.mailSettings(c.get('key').merchantId))),
  )
  api.put('/merchant/mail', async (c) => {
    const body = await readJson(c, mailBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { role } = c.get('key')
    const request = { ...callerOf(c), raw: body.value, role }
    const chosen = await story.chooseMailSettings(request, clock.now())
    return chosen.ok ? c.json(toRawMailSettings(chosen.value)) : answerFailure(c, chosen.failure)
  })
}
