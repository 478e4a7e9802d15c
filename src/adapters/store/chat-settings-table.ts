/** Keeps a merchant's chat settings as one document, in the shape the API shows. */
import { defaultChatSettings } from '../../domain/chat-settings.ts'
import {
  parseChatSettings,
  type RawChatSettings,
  toRawChatSettings,
} from '../../domain/parse-chat-settings.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'

export const readChatSettings = (database: Database): Pick<Store, 'chatSettings'> => ({
  chatSettings: async (merchantId) => {
    const rows = query.selectFrom('chat_settings').select('settings').where('merchant_id', '=', merchantId)
    const row = await first(database, rows.compile())
    if (row === undefined) return defaultChatSettings
    // Written by upsertChatSettings from settings that had been checked; rules that came later may refuse some.
    const parsed = parseChatSettings(JSON.parse(row.settings) as RawChatSettings)
    return parsed.ok ? parsed.value : defaultChatSettings
  },
})

export const upsertChatSettings = (
  change: Extract<Change, { kind: 'set-chat-settings' }>,
): readonly Statement[] => {
  const settings = JSON.stringify(toRawChatSettings(change.settings))
  return [
    query
      .insertInto('chat_settings')
      .values({ merchant_id: change.merchantId, settings })
      .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet({ settings }))
      .compile(),
  ]
}
