/** Who may come in: staff, their sessions, and keys of programs. */
import type { Instant } from './jst-day.ts'
import type { Failure } from './result.ts'

export type Role = 'staff' | 'manager' | 'admin'

/** Who did something, as the history remembers it. */
export type Actor = {
  /** `feed`: a collection data file, by its name. */
  readonly kind: 'staff' | 'api-key' | 'slack' | 'store' | 'feed' | 'system'
  readonly name: string
}

export const systemActor: Actor = { kind: 'system', name: 'pitpost' }

export type Session = {
  /** SHA-256 of the token that the browser holds. */
  readonly tokenHash: string
  readonly merchantId: string
  readonly staffName: string
  readonly role: Role
  readonly expiresAt: Instant
}

export type ApiKey = {
  readonly hash: string
  readonly merchantId: string
  readonly name: string
  readonly role: Role
}

/** How long a session lives, in days. */
export const SESSION_DAYS = 14
/** How long a sign-in link lives, in minutes. */
export const SIGN_IN_LINK_MINUTES = 60

const ranks: Readonly<Record<Role, number>> = { staff: 0, manager: 1, admin: 2 }

const roleNames: Readonly<Record<Role, string>> = { staff: '担当者', manager: '責任者', admin: '管理者' }

/** Staff register, managers decide about money and terms, admins hand out keys. Why a role may not; undefined when it may. */
export const refuseRole = (role: Role, needed: Role): Failure | undefined =>
  ranks[role] >= ranks[needed]
    ? undefined
    : {
        kind: 'not-allowed',
        message: {
          ja: `これは${roleNames[needed]}だけができます（いまは${roleNames[role]}です）。${roleNames[needed]}の方にお願いしてください。`,
          en: `Only a ${needed} may do this (you are ${role}). Ask a ${needed}.`,
        },
      }
