/** Sessions of people: found, kept alive by use, listed, and ended one by one or all at once. */
import { MAX_SESSION_DAYS, SEEN_EVERY_MINUTES, SESSION_DAYS, type Session } from '../domain/access.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

/** `renewed`: it lives longer from now on, which the browser's cookie must, too. */
export type FoundSession = { readonly session: Session; readonly renewed: boolean }

/** The live session of a browser's token; used, it lives on. */
export const findSession = async (
  { store }: Pick<World, 'store'>,
  token: string,
  now: Instant,
): Promise<FoundSession | undefined> => {
  const session = await store.session(await toSha256(token))
  if (session === undefined || !isEarlier(now, session.expiresAt)) return undefined
  if (isEarlier(now, session.lastSeenAt.add({ minutes: SEEN_EVERY_MINUTES }))) {
    return { session, renewed: false }
  }
  const wished = now.add({ hours: SESSION_DAYS * 24 })
  const latest = session.createdAt.add({ hours: MAX_SESSION_DAYS * 24 })
  const expiresAt = isEarlier(wished, latest) ? wished : latest
  const { tokenHash } = session
  await store.commit([{ kind: 'touch-session', tokenHash, at: now, expiresAt }])
  return { session: { ...session, lastSeenAt: now, expiresAt }, renewed: true }
}

export const signOut = async ({ store }: Pick<World, 'store'>, token: string): Promise<void> => {
  await store.commit([{ kind: 'end-session', tokenHash: await toSha256(token) }])
}

/** The live sessions of a person, latest seen first. */
export const listSessions = async (
  { store }: Pick<World, 'store'>,
  staffId: string,
  now: Instant,
): Promise<readonly Session[]> =>
  (await store.sessionsOf(staffId)).filter(({ expiresAt }) => isEarlier(now, expiresAt))

/** Ends one session of a person. */
export const endSession = async (
  { store }: Pick<World, 'store'>,
  { staffId, id }: { readonly staffId: string; readonly id: string },
): Promise<Result<Session>> => {
  const session = (await store.sessionsOf(staffId)).find((one) => one.id === id)
  if (session === undefined) return fail({ kind: 'not-found', what: 'session', id: id.slice(0, 40) })
  await store.commit([{ kind: 'end-session', tokenHash: session.tokenHash }])
  return ok(session)
}

/** Ends all sessions and waiting links of a person but the one that asks. */
export const endOtherSessions = async (
  { store }: Pick<World, 'store'>,
  { staffId, tokenHash }: Pick<Session, 'staffId' | 'tokenHash'>,
): Promise<void> => {
  await store.commit([{ kind: 'end-sessions', staffId, except: tokenHash }])
}
