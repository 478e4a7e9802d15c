/** Lets people and programs in: one-time links, sessions, API keys. Only hashes of secrets are kept. */
import { type ApiKey, type Role, SESSION_DAYS, type Session, SIGN_IN_LINK_MINUTES } from '../domain/access.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

export type SignInLinkRequest = {
  readonly merchantId: string
  readonly staffName: string
  readonly role: Role
}

/** The path of a link that signs a person in once. */
export const createSignInLink = async (
  world: Pick<World, 'store' | 'random'>,
  request: SignInLinkRequest,
  now: Instant,
): Promise<string> => {
  const token = world.random.token()
  const session = { ...request, expiresAt: now.add({ minutes: SIGN_IN_LINK_MINUTES }) }
  await world.store.commit([{ kind: 'add-sign-in-link', tokenHash: await toSha256(token), session }])
  return `/sign-in/${token}`
}

/** Uses a link up and opens a session; answers the session's token for the browser's cookie. */
export const signIn = async (
  world: World,
  linkToken: string,
  now: Instant,
): Promise<Result<{ readonly token: string; readonly session: Session }>> => {
  const tokenHash = await toSha256(linkToken)
  const link = await world.store.signInLink(tokenHash)
  if (link === undefined || isEarlier(link.expiresAt, now)) return fail({ kind: 'not-signed-in' })
  const token = world.random.token()
  const { merchantId, staffName, role } = link
  const expiresAt = now.add({ hours: SESSION_DAYS * 24 })
  const session = { tokenHash: await toSha256(token), merchantId, staffName, role, expiresAt }
  const outcome = await world.store.commit([
    { kind: 'use-sign-in-link', tokenHash, at: now },
    { kind: 'add-session', session },
  ])
  return outcome === 'done' ? ok({ token, session }) : fail({ kind: 'not-signed-in' })
}

/** The live session of a browser's token. */
export const findSession = async (
  world: World,
  token: string,
  now: Instant,
): Promise<Session | undefined> => {
  const session = await world.store.session(await toSha256(token))
  return session !== undefined && isEarlier(now, session.expiresAt) ? session : undefined
}

export const signOut = async (world: World, token: string): Promise<void> => {
  await world.store.commit([{ kind: 'end-session', tokenHash: await toSha256(token) }])
}

/** The key behind a bearer token. */
export const findApiKey = async (world: World, bearer: string): Promise<ApiKey | undefined> =>
  world.store.apiKey(await toSha256(bearer))

/** Keeps a key given in the configuration; giving the same one again changes nothing. */
export const ensureApiKey = async (
  world: Pick<World, 'store'>,
  bearer: string,
  merchantId: string,
  now: Instant,
): Promise<void> => {
  const hash = await toSha256(bearer)
  if ((await world.store.apiKey(hash)) !== undefined) return
  await world.store.commit([
    { kind: 'add-api-key', key: { hash, merchantId, name: 'API_KEY', role: 'admin' }, at: now },
  ])
}
