/** A merchant decides which digests it reads in the chat, when, where, and who is called. */
import { type Actor, type Role, refuseRole } from '../domain/access.ts'
import type { ChatSettings } from '../domain/chat-settings.ts'
import type { Instant } from '../domain/jst-day.ts'
import { parseChatSettings, type RawChatSettings, toRawChatSettings } from '../domain/parse-chat-settings.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import { noteChange } from './note-change.ts'
import type { World } from './world.ts'

export type ChatChoice = {
  readonly merchantId: string
  readonly raw: RawChatSettings
  readonly actor: Actor
  readonly role: Role
}

/** The settings as they hold from now on; they take the place of all that was chosen before. */
export const chooseChatSettings = async (
  world: Pick<World, 'store' | 'random'>,
  { merchantId, raw, actor, role }: ChatChoice,
  at: Instant,
): Promise<Result<ChatSettings>> => {
  const refused = refuseRole(role, 'manager')
  if (refused !== undefined) return fail(refused)
  const parsed = parseChatSettings(raw)
  if (!parsed.ok) return fail({ kind: 'invalid-input', problems: parsed.failure })
  const fields = listFieldChanges(toWords(await world.store.chatSettings(merchantId)), toWords(parsed.value))
  if (fields.length === 0) return ok(parsed.value)
  await world.store.commit([
    { kind: 'set-chat-settings', merchantId, settings: parsed.value },
    noteChange(world, { merchantId, at, actor, topic: 'chat', action: 'change', subject: '', fields }),
  ])
  return ok(parsed.value)
}

/** For the history: `morning.time` and so on. */
const toWords = (settings: ChatSettings): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(toRawChatSettings(settings)).flatMap(([name, digest]) =>
      Object.entries(digest ?? {}).map(([field, value]) => [`${name}.${field}`, String(value)]),
    ),
  )
