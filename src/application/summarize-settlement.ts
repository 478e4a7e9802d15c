/** On the notice day a settlement is fixed and its digest posted; on the payout day the money leaves. */
import { type Instant, isBefore, toJstDay } from '../domain/jst-day.ts'
import { postPayout, postSettlement } from '../domain/ledger.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Change, StoredSettlement } from '../ports.ts'
import { computeSettlement } from './settle-cycle.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Fixes and pays whatever is due, oldest first; running it twice changes nothing. */
export const summarizeSettlement = async (world: World, now: Instant): Promise<number> => {
  const today = toJstDay(now)
  let moved = 0
  for (const merchant of await world.store.merchants()) {
    const oldestFirst = (await world.store.settlements(merchant.id)).toReversed()
    for (const stored of oldestFirst) {
      const { noticeDay } = stored.settlement
      if (stored.status !== 'closed' || isBefore(today, noticeDay)) continue
      if (await fix(world, merchant, stored, now)) moved += 1
    }
    for (const stored of (await world.store.settlements(merchant.id)).toReversed()) {
      const { payoutDay } = stored.settlement
      if (stored.status !== 'fixed' || payoutDay === undefined || isBefore(today, payoutDay)) continue
      if (await pay(world, stored, now)) moved += 1
    }
  }
  return moved
}

const fix = async (
  world: World,
  merchant: Merchant,
  stored: StoredSettlement,
  now: Instant,
): Promise<boolean> => {
  const settlement = await computeSettlement(world, merchant, stored.settlement.closingDay, 'final', now)
  const paymentIds = settlement.lines.flatMap((line) => (line.kind === 'collected' ? [line.paymentId] : []))
  const invoiceIds = settlement.lines.flatMap((line) => (line.kind === 'unpaid-fee' ? [line.invoiceId] : []))
  const message = { kind: 'settlement-digest', settlementId: stored.id } as const
  const changes: readonly Change[] = [
    { kind: 'move-settlement', stored: { ...stored, settlement }, to: 'fixed', at: now },
    { kind: 'settle-payments', settlementId: stored.id, paymentIds },
    { kind: 'settle-unpaid', settlementId: stored.id, invoiceIds },
    {
      kind: 'post-entries',
      cause: `settled:${stored.id}`,
      day: settlement.noticeDay,
      posting: postSettlement(settlement),
    },
    {
      kind: 'queue-deliveries',
      deliveries: [toDelivery(world.random, { merchantId: merchant.id }, message, now)],
    },
  ]
  return (await world.store.commit(changes)) === 'done'
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
