/** Closes a merchant's periods: at each closing day a settlement comes to be, still provisional. */

import { closingDays, noticeDayOf } from '../domain/calendar.ts'
import type { Message } from '../domain/delivery.ts'
import { type Day, type Instant, isBefore, startOfDay, toJstDay } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { type Settlement, type SettlementPayment, settlePeriod } from '../domain/settlement.ts'
import { zeroYen } from '../domain/yen.ts'
import type { SettlementFacts } from '../ports.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Closes every period that ended before today and is not closed yet, oldest first; running it twice changes nothing. */
export const settleCycle = async (world: World, now: Instant): Promise<number> => {
  let closed = 0
  const yesterday = toJstDay(now).subtract({ days: 1 })
  for (const merchant of await world.store.merchants()) {
    const done = await world.store.settlements(merchant.id)
    const from = done[0]?.settlement.closingDay.add({ days: 1 }) ?? merchant.since
    if (isBefore(yesterday, from)) continue
    for (const closingDay of closingDays(merchant.cycle, from, yesterday)) {
      const settlement = await computeSettlement(world, merchant, closingDay, 'so-far', now)
      const id = `set_${merchant.id}_${closingDay.toString()}`
      const message: Message = { kind: 'settlement-closed', settlementId: id }
      const outcome = await world.store.commit([
        { kind: 'add-settlement', stored: { id, status: 'closed', settlement }, at: now },
        {
          kind: 'queue-deliveries',
          deliveries: [toDelivery(world.random, { merchantId: merchant.id }, message, now)],
        },
      ])
      // A conflict: another process closed it in the same moment, with the same figures.
      if (outcome === 'done') closed += 1
    }
  }
  return closed
}

/**
 * The settlement of a period. `so-far` takes what is collected, confirmed or not; `final` only what was confirmed
 * before the notice day began, so that it comes out the same however late it is computed.
 */
export const computeSettlement = async (
  world: World,
  merchant: Merchant,
  closingDay: Day,
  scope: 'so-far' | 'final',
  now: Instant,
): Promise<Settlement> => {
  const { isHoliday } = world.surroundings
  const earlier = (await world.store.settlements(merchant.id)).find(({ settlement }) =>
    isBefore(settlement.closingDay, closingDay),
  )
  const settle = (facts: SettlementFacts): Settlement =>
    settlePeriod({
      merchantId: merchant.id,
      cycle: merchant.cycle,
      closingDay,
      isHoliday,
      payments: facts.payments
        .filter(({ payment }) => scope === 'so-far' || payment.state === 'confirmed')
        .map(toPaymentOf),
      unpaid: facts.unpaid.map(({ invoice, day }) => ({
        invoiceId: invoice.id,
        day,
        reason: invoice.status === 'cancelled' ? 'cancelled' : 'expired',
        reference: invoice.reference,
        customerName: invoice.customer.name,
        subject: invoice.subject,
      })),
      planOn: () => merchant.plan,
      faxCount: 0,
      carriedInYen: earlier?.settlement.totals.carriedOutYen ?? zeroYen,
    })
  const confirmedBefore = scope === 'final' ? startOfDay(noticeDayOf(closingDay, isHoliday)) : now
  return settle(await world.store.settlementFacts(merchant.id, closingDay, confirmedBefore))
}

const toPaymentOf = ({ payment, invoice }: SettlementFacts['payments'][number]): SettlementPayment => ({
  paymentId: payment.id,
  invoiceId: invoice.id,
  reference: invoice.reference,
  customerName: invoice.customer.name,
  subject: invoice.subject,
  amountYen: payment.amountYen,
  taxYen: invoice.taxYen,
  collectedDay: toJstDay(payment.paidAt),
  chain: payment.chain,
})
