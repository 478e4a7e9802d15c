/** Lets people and programs in: one-time links, sessions, API keys. Only hashes of secrets are kept. */
import {
  type ApiKey,
  type Role,
  SEEN_EVERY_MINUTES,
  SESSION_DAYS,
  type Session,
  SIGN_IN_LINK_MINUTES,
} from '../domain/access.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Staff } from '../domain/staff.ts'
import { assumeStaff, type StaffWorld } from './add-staff.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

export type SignInLinkRequest = {
  readonly merchantId: string
  /** Left out: whoever has the role already. Somebody of this name and role is made when there is none. */
  readonly staffName?: string
  /** An admin when left out. */
  readonly role?: Role
}

/** The path of a link that signs a person in once: one that whoever runs the installation hands out. */
export const createSignInLink = async (
  world: StaffWorld,
  { merchantId, staffName: name, role = 'admin' }: SignInLinkRequest,
  now: Instant,
): Promise<string> => {
  const assumed = await assumeStaff(world, { merchantId, name, role }, now)
  if (!assumed.ok) throw new Error('too much is being changed at once; try again')
  return linkFor(world, assumed.value, SIGN_IN_LINK_MINUTES, now)
}

/** The path of a link that signs a member of staff in once. */
export const linkFor = async (
  { store, random }: StaffWorld,
  { id: staffId, merchantId, name: staffName, role }: Staff,
  minutes: number,
  now: Instant,
): Promise<string> => {
  const token = random.token()
  const link = { merchantId, staffId, staffName, role, expiresAt: now.add({ minutes }) }
  await store.commit([{ kind: 'add-sign-in-link', tokenHash: await toSha256(token), link }])
  return `/sign-in/${token}`
}

/** Uses a link up and opens a session; answers the session's token for the browser's cookie. */
export const signIn = async (
  world: StaffWorld,
  { token: linkToken, device }: { readonly token: string; readonly device: string },
  now: Instant,
): Promise<Result<{ readonly token: string; readonly session: Session }>> => {
  const tokenHash = await toSha256(linkToken)
  const link = await world.store.signInLink(tokenHash)
  if (link === undefined || isEarlier(link.expiresAt, now)) return fail({ kind: 'not-signed-in' })
  const staff = await world.store.staffMember(link.staffId)
  if (staff === undefined) return fail({ kind: 'not-signed-in' })
  const opened = await openSession(world, staff, device, now)
  const outcome = await world.store.commit([
    { kind: 'use-sign-in-link', tokenHash, at: now },
    { kind: 'add-session', session: opened.session },
  ])
  return outcome === 'done' ? ok(opened) : fail({ kind: 'not-signed-in' })
}

/** Characters of a browser's name that are kept. */
const MAX_DEVICE = 200

/** A new session of a person, and the token for the browser's cookie. */
export const openSession = async (
  { random }: Pick<World, 'random'>,
  staff: Staff,
  device: string,
  now: Instant,
): Promise<{ readonly token: string; readonly session: Session }> => {
  const token = random.token()
  const { id: staffId, merchantId, name: staffName, role, language } = staff
  const session = {
    ...{ merchantId, staffId, staffName, role, language },
    id: random.id('ses'),
    tokenHash: await toSha256(token),
    device: device.slice(0, MAX_DEVICE),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now.add({ hours: SESSION_DAYS * 24 }),
  }
  return { token, session }
}

/** The key behind a bearer token. */
export const findApiKey = async (
  { store }: Pick<World, 'store'>,
  bearer: string,
  now: Instant,
): Promise<ApiKey | undefined> => {
  const key = await store.apiKey(await toSha256(bearer))
  if (key === undefined) return undefined
  const { hash, lastUsedAt } = key
  if (lastUsedAt === undefined || isEarlier(lastUsedAt.add({ minutes: SEEN_EVERY_MINUTES }), now))
    await store.commit([{ kind: 'touch-api-key', hash, at: now }])
  return key
}

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
