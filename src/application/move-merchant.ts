/** Moves a merchant with all that is its own: written as lines, taken in part by part, landed whole and proved, or not at all. */
import type { Instant } from '../domain/jst-day.ts'
import { BYTES_KIND, MOVE_VERSION, type MoveLine, type MoveRow, toHashedText } from '../domain/move-file.ts'
import { type Failure, fail, ok, type Result, refuse } from '../domain/result.ts'
import type { MovingRow } from '../ports.ts'
import { sheetKey } from './bill-customers.ts'
import { feedKey } from './collect-feed.ts'
import { artworkKey } from './save-card-design.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

export type MoveWorld = Pick<World, 'store' | 'vault' | 'random' | 'mover' | 'createSummer'>

/** Everything of a merchant, line by line; throws when there is no such merchant. */
export const exportMerchant = async function* (
  world: MoveWorld,
  merchantId: string,
  now: Instant,
): AsyncGenerator<MoveLine> {
  const merchant = await world.store.merchant(merchantId)
  if (merchant === undefined) throw new Error(`no merchant ${merchantId}`)
  yield {
    pitpost: 'move',
    version: MOVE_VERSION,
    id: world.random.id('mov'),
    merchantId,
    merchantName: merchant.name,
    exportedAt: now.toString(),
  }
  const sum = world.createSummer()
  const missing: string[] = []
  let [rows, files] = [0, 0]
  for await (const { kind, body } of world.mover.read(merchantId)) {
    sum.add(toHashedText(kind, body))
    rows += 1
    yield [kind, body]
    const key = keyOf(kind, body)
    const bytes = key === undefined ? undefined : await world.vault.get(key)
    if (key === undefined) continue
    if (bytes === undefined) missing.push(key)
    else {
      const file = { key, sha256: await toSha256(bytes) }
      sum.add(toHashedText(BYTES_KIND, file))
      files += 1
      yield [BYTES_KIND, file, bytes.toBase64()]
    }
  }
  yield { end: { rows, files, missing, sha256: sum.digest() } }
}

/** Where the bytes lie that a row speaks of. */
const keyOf = (kind: string, body: MovingRow['body']): string | undefined => {
  const [sha256, logo, invoiceId] = [body['sha256'], body['logo'], body['invoice_id']].map((value) =>
    String(value ?? ''),
  )
  switch (kind) {
    case 'sheets':
      return sheetKey({ invoiceId: invoiceId ?? '', sha256: sha256 ?? '' })
    case 'feeds':
      return feedKey(sha256 ?? '')
    case 'card_designs':
      return artworkKey(sha256 ?? '')
    case 'merchants':
      return logo === '' ? undefined : logo
    default:
      return undefined
  }
}

/** Keeps lines aside from a position on; the same lines again change nothing, so that a broken import goes on. */
export const stageMove = async (
  world: MoveWorld,
  { id, from, lines }: { readonly id: string; readonly from: number; readonly lines: readonly MoveRow[] },
): Promise<Result<{ readonly staged: number }>> => {
  for (const [kind, body, base64] of lines) {
    if (kind !== BYTES_KIND) continue
    const bytes = fromBase64(base64)
    const key = String(body['key'])
    if (bytes === undefined || (await toSha256(bytes)) !== body['sha256']) return damaged(key)
    const before = await world.vault.get(key)
    // Names are made from contents: what is there under another content is not this file's to replace.
    if (before !== undefined && (await toSha256(before)) !== body['sha256']) return damaged(key)
    if (before === undefined) await world.vault.put(key, bytes)
  }
  const rows = lines.map(([kind, body]) => ({ kind, body }))
  return ok({ staged: await world.mover.stage(id, from, rows) })
}

/** Lands what was kept aside if it is what was exported, to the last letter. */
export const landMove = async (
  world: MoveWorld,
  { id, lines, sha256 }: { readonly id: string; readonly lines: number; readonly sha256: string },
): Promise<Result<{ readonly lines: number }>> => {
  const sum = world.createSummer()
  let count = 0
  for await (const { kind, body } of world.mover.staged(id)) {
    sum.add(toHashedText(kind, body))
    count += 1
  }
  if (count !== lines || sum.digest() !== sha256) {
    await world.mover.forget(id)
    return damaged(`${count}/${lines}`)
  }
  const landed = await world.mover.land(id)
  if (landed.kind === 'done') return ok({ lines })
  return fail<Failure>({ kind: 'wrong-state', message: texts[landed.kind](landed.what) })
}

const fromBase64 = (base64: string | undefined): Uint8Array | undefined => {
  try {
    return base64 === undefined ? undefined : Uint8Array.fromBase64(base64)
  } catch {
    return undefined
  }
}

const damaged = (value: string): Result<never> =>
  refuse({
    field: 'file',
    value,
    rule: 'move-checksum',
    message: {
      ja: 'ファイルが壊れているか、途中で切れています。書き出したファイルをもう一度コピーするか、書き出し直してください。何も取り込んでいません。',
      en: 'The file is damaged or cut short. Copy it again, or export it anew. Nothing was taken in.',
    },
  })

const texts = {
  taken: (what: string) => ({
    ja: `この加盟店のデータはすでにここにあります（${what}）。取り込み済みか、別の加盟店と重なっています。何も取り込んでいません。`,
    en: `Data of this merchant is here already (${what}): it was imported before, or meets another merchant's. Nothing was taken in.`,
  }),
  newer: (what: string) => ({
    ja: `書き出した側の pitpost のほうが新しく、ここにはない項目（${what}）があります。こちらを新しくしてから取り込んでください。`,
    en: `It was exported by a newer pitpost, with something that is not known here (${what}). Update this one, then import.`,
  }),
}
