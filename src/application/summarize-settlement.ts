/** On the notice day a settlement is fixed and its digest posted; on the payout day the money leaves. */
import { type Day, type Instant, isBefore, toJstDay } from '../domain/jst-day.ts'
import { postPayout, postSettlement } from '../domain/ledger.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Change, StoredSettlement } from '../ports.ts'
import { certainBefore, computeSettlement, type SettlementOf } from './settle-cycle.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Fixes and pays whatever is due, oldest first; running it twice changes nothing. */
export const summarizeSettlement = async (world: World, now: Instant): Promise<number> => {
  const today = toJstDay(now)
  let moved = 0
  for (const merchant of await world.store.merchants()) {
    moved += await fixDue(world, merchant, today, now)
    for (const stored of (await world.store.settlements(merchant.id)).toReversed()) {
      const { payoutDay } = stored.settlement
      if (stored.status !== 'fixed' || payoutDay === undefined || isBefore(today, payoutDay)) continue
      if (await pay(world, stored, now)) moved += 1
    }
  }
  return moved
}

/** Each takes over the balance of the one before it, so a settlement is fixed only after all earlier ones. */
const fixDue = async (world: World, merchant: Merchant, today: Day, now: Instant): Promise<number> => {
  const terms = await world.store.terms(merchant)
  let earlier: StoredSettlement | undefined
  let fixed = 0
  for (const stored of (await world.store.settlements(merchant.id)).toReversed()) {
    const { from, closingDay, cycle, noticeDay } = stored.settlement
    if (stored.status !== 'closed') {
      earlier = stored
      continue
    }
    if (isBefore(today, noticeDay)) return fixed
    const of = { merchant, terms, period: { from, closingDay, cycle }, earlier }
    earlier = await fix(world, of, stored, now)
    // Lost against another process: the next tick looks again.
    if (earlier === undefined) return fixed
    fixed += 1
  }
  return fixed
}

const fix = async (
  world: World,
  of: SettlementOf,
  stored: StoredSettlement,
  now: Instant,
): Promise<StoredSettlement | undefined> => {
  const { settlement, facts } = await computeSettlement(world, of, certainBefore(world, of.period))
  const { id } = stored
  const message = { kind: 'settlement-digest', settlementId: id } as const
  const origin = { merchantId: of.merchant.id }
  const changes: readonly Change[] = [
    { kind: 'move-settlement', stored: { ...stored, settlement }, to: 'fixed', at: now },
    {
      kind: 'settle-payments',
      settlementId: id,
      paymentIds: facts.payments.map(({ paymentId }) => paymentId),
    },
    { kind: 'settle-unpaid', settlementId: id, invoiceIds: facts.unpaid.map(({ invoiceId }) => invoiceId) },
    { kind: 'settle-faxes', settlementId: id, keys: facts.faxes },
    {
      kind: 'post-entries',
      cause: `settled:${id}`,
      day: settlement.noticeDay,
      posting: postSettlement(settlement),
    },
    { kind: 'queue-deliveries', deliveries: [toDelivery(world.random, origin, message, now)] },
  ]
  const outcome = await world.store.commit(changes)
  return outcome === 'done' ? { id, status: 'fixed', settlement } : undefined
}

const pay = async (world: World, stored: StoredSettlement, now: Instant): Promise<boolean> => {
  // Lists come without lines; the lines of a fixed settlement are not written again.
  const { settlement } = stored
  const changes: readonly Change[] = [
    { kind: 'move-settlement', stored, to: 'paid', at: now },
    {
      kind: 'post-entries',
      cause: `paid-out:${stored.id}`,
      day: settlement.payoutDay ?? toJstDay(now),
      posting: postPayout(settlement),
    },
  ]
  return (await world.store.commit(changes)) === 'done'
}
