/** Sets the logo that stands on a merchant's sheets from now on, or takes it away; reads it for those who print. */
import { type Actor, type Role, refuseRole } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { type Logo, MAX_LOGO_BYTES, toLogoKey, toLogoUrl, tooLargeLogo, typeOfLogo } from '../domain/logo.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import { noteChange } from './note-change.ts'
import { type LogoProofWorld, proveLogo } from './prove-logo.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

type LogoWorld = LogoProofWorld & Pick<World, 'store' | 'vault' | 'readLogo' | 'random'>

export type LogoRequest = {
  readonly merchantId: string
  readonly role: Role
  readonly actor: Actor
  /** A PNG, JPEG or SVG file; undefined takes the logo away. */
  readonly bytes: Uint8Array | undefined
}

/** The vault's key; managers only. Sheets that were printed before stay as they are. */
export const setLogo = async (
  world: LogoWorld,
  { merchantId, role, actor, bytes }: LogoRequest,
  now: Instant,
): Promise<Result<string | undefined>> => {
  const refused = refuseRole(role, 'manager')
  if (refused !== undefined) return fail(refused)
  const kept = bytes === undefined ? ok(undefined) : await keep(world, merchantId, bytes)
  if (!kept.ok) return kept
  const note = noteChange(world, {
    ...{ merchantId, at: now, actor, topic: 'logo', action: kept.value === undefined ? 'remove' : 'change' },
    subject: '',
    fields: [],
  })
  const outcome = await world.store.commit([{ kind: 'set-logo', merchantId, logo: kept.value }, note])
  return outcome === 'done' ? kept : fail({ kind: 'not-found', what: 'page', id: merchantId })
}

const keep = async (world: LogoWorld, merchantId: string, bytes: Uint8Array): Promise<Result<string>> => {
  if (bytes.length > MAX_LOGO_BYTES) return refuse(tooLargeLogo(bytes.length))
  const logo = world.readLogo(bytes)
  if (!logo.ok) return logo
  const key = toLogoKey(merchantId, await toSha256(logo.value.bytes), logo.value.type)
  const merchant = await world.store.merchant(merchantId)
  if (merchant === undefined) return fail({ kind: 'not-found', what: 'page', id: merchantId })
  const proved = await proveLogo(world, merchant, toLogoUrl(key, logo.value.bytes))
  if (!proved.ok) return proved
  await world.vault.put(key, logo.value.bytes)
  return ok(key)
}

/** The logo that stands on the merchant's sheets now; undefined when it has none. */
export const fetchLogo = async (
  { store, vault }: Pick<World, 'store' | 'vault'>,
  merchantId: string,
): Promise<Logo | undefined> => {
  const key = (await store.merchant(merchantId))?.logo
  const bytes = key === undefined ? undefined : await vault.get(key)
  return key === undefined || bytes === undefined ? undefined : { type: typeOfLogo(key), bytes }
}

/** Answers the `data:` address of a logo by its key. */
export type LogoReader = (key: string | undefined) => Promise<string | undefined>

/** Reads each logo once: the sheets of a job share it. */
export const createLogoReader = ({ vault }: Pick<World, 'vault'>): LogoReader => {
  const known = new Map<string, Promise<string | undefined>>()
  return (key) => {
    if (key === undefined) return Promise.resolve(undefined)
    const before = known.get(key)
    if (before !== undefined) return before
    const reading = vault.get(key).then((bytes) => (bytes === undefined ? undefined : toLogoUrl(key, bytes)))
    known.set(key, reading)
    return reading
  }
}
