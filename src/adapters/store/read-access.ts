/** Looks up sessions, keys, remembered answers and settings. */
import type { InferResult } from 'kysely'
import type { KeyEntry, Session } from '../../domain/access.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant } from './rows.ts'
import type { Tables } from './tables.ts'

type AccessReads = Pick<
  Store,
  'signInLink' | 'session' | 'sessionsOf' | 'apiKey' | 'apiKeys' | 'rememberedAnswer' | 'setting'
>

export const readAccess = (database: Database): AccessReads => ({
  signInLink: async (tokenHash) => {
    const links = query
      .selectFrom('sign_in_links as link')
      .innerJoin('staff', 'staff.id', 'link.staff_id')
      .select(['staff.id', 'staff.merchant_id', 'staff.name', 'staff.role', 'link.expires_at'])
      .where('link.token_hash', '=', tokenHash)
      .where('link.used_at', 'is', null)
      .where('staff.active', '=', 1)
    const row = await first(database, links.compile())
    return (
      row && {
        ...{ merchantId: row.merchant_id, staffId: row.id, staffName: row.name, role: row.role },
        expiresAt: toInstant(row.expires_at),
      }
    )
  },
  session: async (tokenHash) => {
    const row = await first(database, sessions().where('session.token_hash', '=', tokenHash).compile())
    return row && toSession(row)
  },
  sessionsOf: async (staffId) => {
    const rows = sessions().where('session.staff_id', '=', staffId)
    return (await database.all(rows.orderBy('session.last_seen_at', 'desc').compile())).map(toSession)
  },
  apiKey: async (hash) => {
    const row = await first(database, liveKeys().where('hash', '=', hash).compile())
    return row && toKey(row)
  },
  apiKeys: async (merchantId) => {
    const rows = liveKeys().where('merchant_id', '=', merchantId).orderBy('created_at', 'desc')
    return (await database.all(rows.compile())).map(toKey)
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

const liveKeys = () => query.selectFrom('api_keys').selectAll().where('revoked_at', 'is', null)

const toKey = (row: Tables['api_keys']): KeyEntry => ({
  id: `key_${row.hash.slice(0, 16)}`,
  hash: row.hash,
  merchantId: row.merchant_id,
  name: row.name,
  role: row.role,
  createdAt: toInstant(row.created_at),
  madeBy: row.made_by ?? undefined,
  lastUsedAt: row.last_used_at === null ? undefined : toInstant(row.last_used_at),
})

/** Of people who are there: whoever left has none, and a role is the one of now. */
const sessions = () =>
  query
    .selectFrom('sessions as session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .select(['staff.merchant_id', 'staff.name', 'staff.role', 'staff.language'])
    .select(['session.id', 'session.token_hash', 'session.staff_id', 'session.device'])
    .select(['session.created_at', 'session.last_seen_at', 'session.expires_at'])
    .where('staff.active', '=', 1)

type SessionRow = InferResult<ReturnType<typeof sessions>>[number]

const toSession = (row: SessionRow): Session => ({
  id: row.id ?? '',
  tokenHash: row.token_hash,
  merchantId: row.merchant_id,
  staffId: row.staff_id ?? '',
  staffName: row.name,
  role: row.role,
  language: row.language,
  device: row.device ?? '',
  createdAt: toInstant(row.created_at ?? row.expires_at),
  lastSeenAt: toInstant(row.last_seen_at ?? row.expires_at),
  expiresAt: toInstant(row.expires_at),
})
