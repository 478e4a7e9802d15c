/** Keeps a merchant's mail settings as one document, in the shape the API shows. */
import { defaultMailSettings } from '../../domain/mail-settings.ts'
import {
  parseMailSettings,
  type RawMailSettings,
  toRawMailSettings,
} from '../../domain/parse-mail-settings.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'

export const readMailSettings = (database: Database): Pick<Store, 'mailSettings'> => ({
  mailSettings: async (merchantId) => {
    const rows = query.selectFrom('mail_settings').select('settings').where('merchant_id', '=', merchantId)
    const row = await first(database, rows.compile())
    if (row === undefined) return defaultMailSettings
    // Written by upsertMailSettings from settings that had been checked; rules that came later may refuse some.
    const parsed = parseMailSettings(JSON.parse(row.settings) as RawMailSettings)
    return parsed.ok ? parsed.value : defaultMailSettings
  },
})

export const upsertMailSettings = (
  change: Extract<Change, { kind: 'set-mail-settings' }>,
): readonly Statement[] => {
  const settings = JSON.stringify(toRawMailSettings(change.settings))
  return [
    query
      .insertInto('mail_settings')
      .values({ merchant_id: change.merchantId, settings })
      .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet({ settings }))
      .compile(),
  ]
}
