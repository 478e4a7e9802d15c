/** Statements about who may come in, and about answers and settings that are remembered. */
import { sql } from 'kysely'
import type { SignInLink } from '../../domain/access.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { orNull } from './rows.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const insertSignInLink = ({ tokenHash, link }: Of<'add-sign-in-link'>): readonly Statement[] => [
  query
    .insertInto('sign_in_links')
    .values({ ...accessOf(link), token_hash: tokenHash, used_at: null })
    .compile(),
]

export const consumeSignInLink = ({ tokenHash, at }: Of<'use-sign-in-link'>): readonly Statement[] => [
  query
    .updateTable('sign_in_links')
    .set({ used_at: toStamp(at) })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .compile(),
  guard(),
]

export const insertSession = ({ session }: Of<'add-session'>): readonly Statement[] => [
  query
    .insertInto('sessions')
    .values({
      ...accessOf(session),
      token_hash: session.tokenHash,
      id: session.id,
      device: session.device,
      created_at: toStamp(session.createdAt),
      last_seen_at: toStamp(session.lastSeenAt),
    })
    .compile(),
]

const accessOf = (access: SignInLink) => ({
  merchant_id: access.merchantId,
  staff_id: access.staffId,
  staff_name: access.staffName,
  role: access.role,
  expires_at: toStamp(access.expiresAt),
})

export const deleteSession = ({ tokenHash }: Of<'end-session'>): readonly Statement[] => [
  query.deleteFrom('sessions').where('token_hash', '=', tokenHash).compile(),
]

export const touchSession = ({ tokenHash, at, expiresAt }: Of<'touch-session'>): readonly Statement[] => [
  query
    .updateTable('sessions')
    .set({ last_seen_at: toStamp(at), expires_at: toStamp(expiresAt) })
    .where('token_hash', '=', tokenHash)
    .compile(),
]

export const insertApiKey = ({ key, at, madeBy }: Of<'add-api-key'>): readonly Statement[] => [
  query
    .insertInto('api_keys')
    .values({
      hash: key.hash,
      merchant_id: key.merchantId,
      name: key.name,
      role: key.role,
      created_at: toStamp(at),
      made_by: orNull(madeBy),
      last_used_at: null,
      revoked_at: null,
    })
    .compile(),
]

export const touchApiKey = ({ hash, at }: Of<'touch-api-key'>): readonly Statement[] => [
  query
    .updateTable('api_keys')
    .set({ last_used_at: toStamp(at) })
    .where('hash', '=', hash)
    .compile(),
]

export const revokeApiKey = ({ hash, at }: Of<'revoke-api-key'>): readonly Statement[] => [
  query
    .updateTable('api_keys')
    .set({ revoked_at: toStamp(at) })
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .compile(),
  guard(),
]

export const insertAnswer = ({ answer }: Of<'remember-answer'>): readonly Statement[] => [
  query
    .insertInto('remembered_answers')
    .values({
      scope: answer.scope,
      key: answer.key,
      body_hash: answer.bodyHash,
      status: answer.status,
      body: answer.body,
      at: toStamp(answer.at),
    })
    .compile(),
]

export const keepLinkKey = ({ name, key }: Of<'keep-link-key'>): readonly Statement[] => {
  const value = sql<string>`json_object('key', ${key}, 'unsigned', exists (select 1 from invoices))`
  return [
    query
      .insertInto('settings')
      .values({ name, value })
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
  ]
}

export const upsertSetting = ({ name, value }: Of<'set-setting'>): readonly Statement[] => [
  query
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .compile(),
]
