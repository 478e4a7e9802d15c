/** Who may come in: staff, their sessions, and keys of programs. */
import type { Instant } from './jst-day.ts'

export type Role = 'staff' | 'manager' | 'admin'

/** Who did something, as the history remembers it. */
export type Actor = {
  readonly kind: 'staff' | 'api-key' | 'slack' | 'store' | 'system'
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
