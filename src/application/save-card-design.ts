/** Takes in a merchant's own card design, once a specimen of it has been printed and scanned. */
import { type Actor, type Role, refuseRole } from '../domain/access.ts'
import { checkCard } from '../domain/card-check.ts'
import { type ArtworkType, type CardDesign, MAX_ARTWORK_BYTES } from '../domain/card-design.ts'
import { artworkSize, parseCardLayout } from '../domain/card-layout.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Problem, type Result, refuse } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import { composeNumber, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import { layOutCard } from './lay-out-cards.ts'
import { noteChange } from './note-change.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

export type DesignRequest = {
  readonly merchantId: string
  readonly role: Role
  /** The layout description as parsed JSON. */
  readonly layout: unknown
  readonly artwork: Uint8Array
  readonly actor: Actor
  /** Only checks. */
  readonly dryRun: boolean
}

/** Where the vault keeps a picture. */
export const artworkKey = (sha256: string): string => `artwork/${sha256}`

export const toDataUrl = (type: ArtworkType, bytes: Uint8Array): string =>
  `data:${type};base64,${bytes.toBase64()}`

/** The number on a specimen; it belongs to nobody. */
export const specimenOf = (numberPrefix: string): SmartPitNumber => composeNumber(numberPrefix, '0123456789')

/** The saved design, by managers only; or everything that keeps its barcode from being scanned, and what to change. */
export const saveCardDesign = async (
  world: World,
  { merchantId, role, layout: given, artwork, actor, dryRun }: DesignRequest,
  now: Instant,
): Promise<Result<CardDesign>> => {
  const refused = refuseRole(role, 'manager')
  if (refused !== undefined && !dryRun) return fail(refused)
  const layout = parseCardLayout(given)
  if (!layout.ok) return fail({ kind: 'invalid-input', problems: layout.failure })
  if (artwork.length === 0 || artwork.length > MAX_ARTWORK_BYTES) return refuse(artworkTooLarge)
  const merchant = await world.store.merchant(merchantId)
  if (merchant === undefined) throw new Error(`there is no merchant ${merchantId}`)
  const picture = await world.readArtwork(artwork, artworkSize(layout.value))
  if (!picture.ok) return picture
  const { type, bytes } = picture.value
  const number = specimenOf(world.surroundings.numberPrefix)
  const style = { kind: 'joint', design: { layout: layout.value, artwork: toDataUrl(type, bytes) } } as const
  const printed = await world.printer.printDocument(layOutCard(world, style, number, merchant, 'trimmed'))
  if (!printed.ok) return printed
  const look = await world.prover.lookAt(printed.value)
  if (!look.ok) return look
  const problems = checkCard(layout.value, number, look.value)
  if (problems.length > 0) return refuse(...problems)
  const sha256 = await toSha256(bytes)
  const design = { merchantId, layout: layout.value, type, sha256, savedAt: now, savedBy: actor.name }
  if (dryRun) return ok(design)
  await world.vault.put(artworkKey(sha256), bytes)
  const note = noteChange(world, {
    ...{ merchantId, at: now, actor, topic: 'card', action: 'change', subject: merchant.name },
    fields: listFieldChanges({}, { artwork: sha256.slice(0, 12) }),
  })
  await world.store.commit([{ kind: 'save-card-design', design }, note])
  return ok(design)
}

/** What is said of an artwork that is too large, or not there. */
export const artworkTooLarge: Problem = {
  field: 'artwork',
  rule: 'artwork-bytes',
  message: {
    ja: `アートワークのファイル（PNG・SVG・PDF、${MAX_ARTWORK_BYTES / 1024 / 1024} MiBまで）を付けてください。`,
    en: `give an artwork (PNG, SVG or PDF) of at most ${MAX_ARTWORK_BYTES / 1024 / 1024} MiB.`,
  },
}
