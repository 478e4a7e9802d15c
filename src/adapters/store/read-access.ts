/** Looks up sessions, keys, remembered answers and settings. */
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant } from './rows.ts'

type AccessReads = Pick<Store, 'signInLink' | 'session' | 'apiKey' | 'rememberedAnswer' | 'setting'>

export const readAccess = (database: Database): AccessReads => ({
  signInLink: async (tokenHash) => {
    const links = query.selectFrom('sign_in_links').selectAll()
    const row = await first(
      database,
      links.where('token_hash', '=', tokenHash).where('used_at', 'is', null).compile(),
    )
    return row && toAccess(row)
  },
  session: async (tokenHash) => {
    const sessions = query.selectFrom('sessions').selectAll()
    const row = await first(database, sessions.where('token_hash', '=', tokenHash).compile())
    return row && { tokenHash, ...toAccess(row) }
  },
  apiKey: async (hash) => {
    const row = await first(
      database,
      query.selectFrom('api_keys').selectAll().where('hash', '=', hash).compile(),
    )
    return row && { hash, merchantId: row.merchant_id, name: row.name, role: row.role }
  },
  rememberedAnswer: async (scope, key) => {
    const answers = query.selectFrom('remembered_answers').selectAll()
    const row = await first(database, answers.where('scope', '=', scope).where('key', '=', key).compile())
    return (
      row && {
        scope,
        key,
        bodyHash: row.body_hash,
        status: row.status,
        body: row.body,
        at: toInstant(row.at),
      }
    )
  },
  setting: async (name) => {
    const settings = query.selectFrom('settings').select('value').where('name', '=', name)
    return (await first(database, settings.compile()))?.value
  },
})

const toAccess = (row: {
  merchant_id: string
  staff_name: string
  role: 'staff' | 'manager' | 'admin'
  expires_at: string
}) => ({
  merchantId: row.merchant_id,
  staffName: row.staff_name,
  role: row.role,
  expiresAt: toInstant(row.expires_at),
})
