/** Looks up people, and what was changed in the settings. */
import { toEmailKey } from '../../domain/staff.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant } from './rows.ts'
import type { StaffRow } from './tables.ts'

type StaffReads = Pick<Store, 'staff' | 'staffMember' | 'staffByEmail' | 'staffBySlack' | 'settingsChanges'>

/** Memberships of one person that are looked at: nobody works for more merchants. */
const MAX_MEMBERSHIPS = 50

export const readStaff = (database: Database): StaffReads => ({
  staff: async (merchantId) => {
    const rows = people().where('merchant_id', '=', merchantId).orderBy('since').orderBy('id')
    return (await database.all(rows.compile())).map(toStaff)
  },
  staffMember: async (id) => {
    const row = await first(database, people().where('id', '=', id).compile())
    return row && toStaff(row)
  },
  staffByEmail: async (email) => {
    const rows = people().where('email_key', '=', toEmailKey(email)).where('active', '=', 1)
    return (await database.all(rows.orderBy('id').limit(MAX_MEMBERSHIPS).compile())).map(toStaff)
  },
  staffBySlack: async ({ team, user }) => {
    const rows = people()
      .where('slack_user', '=', user)
      .where('slack_team', 'in', [team, ''])
      .where('active', '=', 1)
    return (await database.all(rows.orderBy('id').limit(MAX_MEMBERSHIPS).compile())).map(toStaff)
  },
  settingsChanges: async (merchantId, limit, cursor) => {
    const rows = query.selectFrom('settings_history').selectAll().where('merchant_id', '=', merchantId)
    // Ids are in the order of time.
    const from = cursor === undefined ? rows : rows.where('id', '<', cursor)
    const found = await database.all(
      from
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .compile(),
    )
    const items = found.slice(0, limit).map((row) => ({
      ...{ id: row.id, merchantId, at: toInstant(row.at), topic: row.topic, action: row.action },
      actor: { kind: row.actor_kind, name: row.actor_name },
      subject: row.subject,
      // Written by noteChange from the same type.
      fields: JSON.parse(row.fields) as readonly { field: string; from: string; to: string }[],
    }))
    return { items, nextCursor: found.length > limit ? items.at(-1)?.id : undefined }
  },
})

const people = () => query.selectFrom('staff').selectAll()

const toStaff = (row: StaffRow) => ({
  ...{ id: row.id, merchantId: row.merchant_id, name: row.name, role: row.role, language: row.language },
  email: row.email ?? undefined,
  slack: row.slack_user === null ? undefined : { team: row.slack_team ?? '', user: row.slack_user },
  isActive: row.active === 1,
  since: toInstant(row.since),
})
