/** Which digests a merchant reads in the chat. */
import * as z from 'zod'
import type { RawChatSettings } from '../../../../domain/parse-chat-settings.ts'

const text = z.string().max(300)
const choice = { on: z.boolean().optional(), channel: text.optional(), mention: text.optional() }

/** The shape only; every rule is checked by `parseChatSettings`, all at once. */
export const chatBody = z
  .strictObject({
    morning: z.strictObject({ ...choice, time: text.optional(), days: text.optional() }).optional(),
    settlement: z.strictObject(choice).optional(),
    month: z.strictObject({ ...choice, time: text.optional() }).optional(),
  })
  .meta({ id: 'ChatSettings' }) satisfies z.ZodType<RawChatSettings>
