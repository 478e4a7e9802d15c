/** On the notice day a settlement is fixed and its digest posted; on the payout day the money leaves. */
import type { Message } from '../domain/delivery.ts'
import { type Instant, isBefore, toJstDay } from '../domain/jst-day.ts'
import { postPayout, postSettlement } from '../domain/ledger.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Settlement } from '../domain/settlement.ts'
import type { Change, StoredSettlement } from '../ports.ts'
import { certainBefore, computeSettlement, type SettlementOf } from './settle-cycle.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Fixes and pays whatever is due, oldest first; running it twice changes nothing. */
export const summarizeSettlement = async (world: World, now: Instant): Promise<number> => {
  const today = toJstDay(now)
  let moved = 0
  for (const merchant of await world.store.merchants()) {
    const toCome = await world.store.settlementsToCome(merchant.id)
    const fixed = await fixDue(world, merchant, toCome, now)
    moved += fixed.length
    const payable = [...toCome.filter(({ status }) => status === 'fixed'), ...fixed]
    for (const stored of payable) {
      const { payoutDay } = stored.settlement
      if (payoutDay === undefined || isBefore(today, payoutDay)) continue
      if (await pay(world, stored, now)) moved += 1
    }
  }
  return moved
}

/** Each takes over the balance of the one before it, so a settlement is fixed only after all earlier ones. */
const fixDue = async (
  world: World,
  merchant: Merchant,
  toCome: readonly StoredSettlement[],
  now: Instant,
): Promise<readonly StoredSettlement[]> => {
  const due = toCome.filter(({ status }) => status === 'closed')
  const first = due[0]
  if (first === undefined || isBefore(toJstDay(now), first.settlement.noticeDay)) return []
  const terms = await world.store.terms(merchant)
  let earlier = await world.store.lastSettlement(merchant.id, first.settlement.closingDay)
  const fixed: StoredSettlement[] = []
  for (const stored of due) {
    const { from, closingDay, cycle, noticeDay } = stored.settlement
    if (isBefore(toJstDay(now), noticeDay)) return fixed
    earlier = await fix(world, { merchant, terms, period: { from, closingDay, cycle }, earlier }, stored, now)
    // Lost against another process: the next tick looks again.
    if (earlier === undefined) return fixed
    fixed.push(earlier)
  }
  return fixed
}

const fix = async (
  world: World,
  of: SettlementOf,
  stored: StoredSettlement,
  now: Instant,
): Promise<StoredSettlement | undefined> => {
  const { settlement, faxes } = await computeSettlement(world, of, certainBefore(world, of.period))
  const { id } = stored
  const { email } = of.merchant
  const { isOn } = (await world.store.chatSettings(of.merchant.id)).settlement
  const messages: readonly Message[] = [
    ...(isOn ? [{ kind: 'settlement-digest', settlementId: id } as const] : []),
    ...(email === undefined ? [] : [{ kind: 'settlement-statement', settlementId: id, to: email } as const]),
  ]
  const origin = { merchantId: of.merchant.id }
  const deliveries = messages.map((message) => toDelivery(world.random, origin, message, now))
  const changes: readonly Change[] = [
    { kind: 'move-settlement', stored: { ...stored, settlement }, to: 'fixed', at: now },
    { kind: 'settle-payments', settlementId: id, paymentIds: paymentsIn(settlement) },
    { kind: 'settle-unpaid', settlementId: id, invoiceIds: unpaidIn(settlement) },
    { kind: 'settle-faxes', settlementId: id, keys: faxes },
    {
      kind: 'post-entries',
      cause: `settled:${id}`,
      day: settlement.noticeDay,
      posting: postSettlement(settlement),
    },
    { kind: 'queue-deliveries', deliveries },
  ]
  const outcome = await world.store.commit(changes)
  // Without its lines, as lists have it: a month's are not kept in memory while the next is computed.
  return outcome === 'done' ? { id, status: 'fixed', settlement: { ...settlement, lines: [] } } : undefined
}

const paymentsIn = ({ lines }: Settlement): readonly string[] => {
  const ids: string[] = []
  for (const line of lines) if (line.kind === 'collected') ids.push(line.paymentId)
  return ids
}

const unpaidIn = ({ lines }: Settlement): readonly string[] => {
  const ids: string[] = []
  for (const line of lines) if (line.kind === 'unpaid-fee') ids.push(line.invoiceId)
  return ids
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
