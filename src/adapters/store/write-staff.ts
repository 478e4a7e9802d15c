/** Statements about people and their sessions, and the history of the settings. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import { type Staff, toEmailKey } from '../../domain/staff.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { orNull } from './rows.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

const columnsOf = ({ name, email, role, slack, language, isActive }: Staff) => ({
  name,
  email: orNull(email),
  email_key: email === undefined ? null : toEmailKey(email),
  role,
  slack_team: orNull(slack?.team),
  slack_user: orNull(slack?.user),
  language,
  active: isActive ? 1 : 0,
})

export const insertStaff = ({ staff }: Of<'add-staff'>): readonly Statement[] =>
  insertRows('staff', [
    { id: staff.id, merchant_id: staff.merchantId, ...columnsOf(staff), since: toStamp(staff.since) },
  ])

/** Fails when a merchant would be left without an admin. */
export const updateStaff = ({ staff }: Of<'change-staff'>): readonly Statement[] => [
  query
    .updateTable('staff')
    .set(columnsOf(staff))
    .where('id', '=', staff.id)
    .where('merchant_id', '=', staff.merchantId)
    .compile(),
  guard(),
  sql`select case when not exists (
        select 1 from staff where merchant_id = ${staff.merchantId} and role = 'admin' and active = 1
      ) then json('no admin is left') end`.compile(query),
]

export const noteChange = ({ change }: Of<'note-change'>): readonly Statement[] =>
  insertRows('settings_history', [
    {
      id: change.id,
      merchant_id: change.merchantId,
      at: toStamp(change.at),
      actor_kind: change.actor.kind,
      actor_name: change.actor.name,
      topic: change.topic,
      action: change.action,
      subject: change.subject,
      fields: JSON.stringify(change.fields),
    },
  ])

/** All sessions and unused links of a person, but for one session. */
export const deleteSessions = ({ staffId, except }: Of<'end-sessions'>): readonly Statement[] => [
  query
    .deleteFrom('sessions')
    .where('staff_id', '=', staffId)
    .where('token_hash', '<>', except ?? '')
    .compile(),
  query.deleteFrom('sign_in_links').where('staff_id', '=', staffId).where('used_at', 'is', null).compile(),
]
