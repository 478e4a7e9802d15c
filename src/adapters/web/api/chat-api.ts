/** Which digests a merchant reads in the chat, over the API. */
import type { Hono } from 'hono'
import { toRawChatSettings } from '../../../domain/parse-chat-settings.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { chatBody } from './schemas/chat-schemas.ts'
import { callerOf, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Adds `GET` and `PUT /merchant/chat`; what a PUT leaves out takes its default. */
export const addChatRoutes = (api: Hono<StaffEnv>, { story, store, clock }: StaffDeps): void => {
  api.get('/merchant/chat', async (c) =>
    c.json(toRawChatSettings(await store.chatSettings(c.get('key').merchantId))),
  )
  api.put('/merchant/chat', async (c) => {
    const body = await readJson(c, chatBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { ...callerOf(c), raw: body.value, role: c.get('key').role }
    const chosen = await story.chooseChatSettings(request, clock.now())
    return chosen.ok ? c.json(toRawChatSettings(chosen.value)) : answerFailure(c, chosen.failure)
  })
}
