/** Who may come in: staff, their sessions, and keys of programs. */
import type { Instant } from './jst-day.ts'
import type { Language } from './language.ts'
import type { Failure, Text } from './result.ts'

export type Role = 'staff' | 'manager' | 'admin'

/** Who did something, as the history remembers it. */
export type Actor = {
  /** `feed`: a collection data file, by its name. */
  readonly kind: 'staff' | 'api-key' | 'slack' | 'store' | 'feed' | 'system'
  readonly name: string
}

export const systemActor: Actor = { kind: 'system', name: 'pitpost' }

/** A person signed in; who it is and what they may do is read anew for each request. */
export type Session = {
  /** Names it in the list of sessions; not a secret. */
  readonly id: string
  /** SHA-256 of the token that the browser holds. */
  readonly tokenHash: string
  readonly merchantId: string
  readonly staffId: string
  readonly staffName: string
  readonly role: Role
  readonly language: Language
  /** The browser, for people. */
  readonly device: string
  readonly createdAt: Instant
  readonly lastSeenAt: Instant
  readonly expiresAt: Instant
}

/** What a one-time link opens. */
export type SignInLink = Pick<Session, 'merchantId' | 'staffId' | 'staffName' | 'role' | 'expiresAt'>

export type ApiKey = {
  readonly hash: string
  readonly merchantId: string
  readonly name: string
  readonly role: Role
}

/** A live key as it is listed. */
export type KeyEntry = ApiKey & {
  /** Names it; not a secret. */
  readonly id: string
  readonly createdAt: Instant
  readonly madeBy: string | undefined
  readonly lastUsedAt: Instant | undefined
}

/** Longest name of a key, in characters. */
export const MAX_KEY_NAME = 60

/** How long a session lives without being used, in days. */
export const SESSION_DAYS = 14
/** How long it lives however much it is used, in days. */
export const MAX_SESSION_DAYS = 90
/** How exactly it is known when a session was seen last, in minutes. */
export const SEEN_EVERY_MINUTES = 10
/** How long a link that was mailed lives, in minutes. */
export const MAILED_LINK_MINUTES = 30
/** How long a sign-in link lives, in minutes. */
export const SIGN_IN_LINK_MINUTES = 60

const ranks: Readonly<Record<Role, number>> = { staff: 0, manager: 1, admin: 2 }

/** What each role is called in front of people. */
export const roleTexts: Readonly<Record<Role, Text>> = {
  staff: { ja: '担当者', en: 'staff' },
  manager: { ja: '責任者', en: 'manager' },
  admin: { ja: '管理者', en: 'admin' },
}

export const isRole = (text: string): text is Role => Object.hasOwn(ranks, text)

/** Whether a role may do what another one may. */
export const hasRole = (role: Role, needed: Role): boolean => ranks[role] >= ranks[needed]

/** Staff register, managers decide about money and terms, admins hand out keys. Why a role may not; undefined when it may. */
export const refuseRole = (role: Role, needed: Role): Failure | undefined =>
  hasRole(role, needed)
    ? undefined
    : {
        kind: 'not-allowed',
        message: {
          ja: `これは${roleTexts[needed].ja}だけができます（いまは${roleTexts[role].ja}です）。${roleTexts[needed].ja}の方にお願いしてください。`,
          en: `Only a ${needed} may do this (you are ${role}). Ask a ${needed}.`,
        },
      }
