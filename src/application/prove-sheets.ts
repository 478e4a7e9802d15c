/** Looks at some of a job's sheets before their mails leave, at all of a first file; what fails holds its mails back. */
import type { Delivery } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import { judgeSheet, type ProofStop, pickSamples } from '../domain/proof.ts'
import type { Failure, Text } from '../domain/result.ts'
import type { SheetContent } from '../domain/sheet.ts'
import type { Change } from '../ports.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** A sheet that is about to leave. */
export type ProofCandidate = {
  readonly delivery: Delivery
  readonly content: SheetContent
  readonly pdf: Uint8Array
}

export type ProofOutcome = {
  /** Deliveries that are held back. */
  readonly stopped: ReadonlySet<string>
  /** Deliveries that nobody could look at, and why; they are tried again. */
  readonly unproved: ReadonlyMap<string, string>
  readonly changes: readonly Change[]
}

/** The setting that names the look of sheets that was last looked at from the first to the last of a job. */
const PROVED_LOOK = 'proved-sheet-look'

/** Proves a job; its sheets of one file stand and fall together, and so do a merchant's others. */
export const proveSheets = async (
  world: World,
  candidates: readonly ProofCandidate[],
  now: Instant,
): Promise<ProofOutcome> => {
  const {
    sheetLook,
    surroundings: { proofOneIn },
  } = world
  if (proofOneIn === 0) return { stopped: new Set(), unproved: new Map(), changes: [] }
  const isNewLook = (await world.store.setting(PROVED_LOOK)) !== sheetLook
  const stopped = new Set<string>()
  const unproved = new Map<string, string>()
  const changes: Change[] = []
  const groups = Map.groupBy(candidates, ({ delivery }) => `${delivery.merchantId} ${delivery.batchId ?? ''}`)
  for (const group of groups.values()) {
    const isFull = isNewLook || (await isFirst(world, group))
    const verdict = await prove(world, group, isFull ? 1 : proofOneIn)
    if (verdict.kind === 'passed') continue
    if (verdict.kind === 'unavailable') {
      for (const { delivery } of group) unproved.set(delivery.id, verdict.detail)
      continue
    }
    for (const { delivery } of group) stopped.add(delivery.id)
    changes.push(...stop(world, verdict.failed, verdict.reason, group, now))
  }
  const isProved = isNewLook && stopped.size === 0 && unproved.size === 0 && candidates.length > 0
  if (isProved) changes.push({ kind: 'set-setting', name: PROVED_LOOK, value: sheetLook })
  return { stopped, unproved, changes }
}

const isFirst = async (world: World, [one]: readonly ProofCandidate[]): Promise<boolean> => {
  const { merchantId, batchId } = one?.delivery ?? {}
  if (merchantId === undefined || batchId === undefined) return false
  return world.store.needsFullProof(merchantId, batchId)
}

type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'unavailable'; readonly detail: string }
  | { readonly kind: 'failed'; readonly failed: ProofCandidate; readonly reason: Text }

/** One that fails is enough: what is wrong with it is seldom wrong with it alone. */
const prove = async (world: World, group: readonly ProofCandidate[], oneIn: number): Promise<Verdict> => {
  for (const place of pickSamples(group.length, oneIn)) {
    const candidate = group[place]
    if (candidate === undefined) continue
    const read = await world.prover.readCodes(candidate.pdf)
    if (!read.ok) return { kind: 'unavailable', detail: detailOf(read.failure) }
    const reason = judgeSheet(candidate.content, read.value)
    if (reason !== undefined) return { kind: 'failed', failed: candidate, reason }
  }
  return { kind: 'passed' }
}

const detailOf = (failure: Failure): string => ('detail' in failure ? failure.detail : failure.kind)

const stop = (
  world: World,
  { delivery, content }: ProofCandidate,
  reason: Text,
  held: readonly ProofCandidate[],
  now: Instant,
): readonly Change[] => {
  const { merchantId, batchId } = delivery
  const proofStop: ProofStop = {
    id: world.random.id('prf'),
    merchantId,
    batchId,
    invoiceId: content.invoiceId,
    reason,
    stoppedAt: now,
    resumedAt: undefined,
    resumedBy: undefined,
  }
  world.log.error('proof failed', { stop: proofStop.id, invoice: content.invoiceId, reason: reason.en })
  const message = { kind: 'proof-line', stopId: proofStop.id } as const
  return [
    { kind: 'stop-notices', stop: proofStop, deliveryIds: held.map((one) => one.delivery.id) },
    {
      kind: 'queue-deliveries',
      deliveries: [toDelivery(world.random, { merchantId, batchId }, message, now)],
    },
  ]
}
