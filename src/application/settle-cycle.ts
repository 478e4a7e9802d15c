/** Closes a merchant's periods: at each closing day a settlement comes to be, still provisional. */
import { noticeDayOf } from '../domain/calendar.ts'
import type { Message } from '../domain/delivery.ts'
import { type Instant, startOfDay, toJstDay } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { type Settlement, settlePeriod } from '../domain/settlement.ts'
import { periodsUntil, type SettlementPeriod, type TermsHistory, termsOn } from '../domain/terms.ts'
import { type Yen, zeroYen } from '../domain/yen.ts'
import type { FactsQuery, SettlementFacts, StoredSettlement } from '../ports.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Closes every period that ended before today and is not closed yet, oldest first; running it twice changes nothing. */
export const settleCycle = async (world: World, now: Instant): Promise<number> => {
  let closed = 0
  for (const merchant of await world.store.merchants()) closed += await closePeriods(world, merchant, now)
  return closed
}

const closePeriods = async (world: World, merchant: Merchant, now: Instant): Promise<number> => {
  const yesterday = toJstDay(now).subtract({ days: 1 })
  const terms = await world.store.terms(merchant)
  let earlier = await world.store.lastSettlement(merchant.id)
  const from = earlier?.settlement.closingDay.add({ days: 1 }) ?? merchant.since
  let closed = 0
  for (const period of periodsUntil(terms, from, yesterday)) {
    // What an earlier settlement that is not fixed yet will hold is left to it.
    const after = earlier?.status === 'closed' ? { after: earlier.settlement.closingDay } : {}
    const { settlement } = await computeSettlement(world, { merchant, terms, period, earlier }, after)
    const stored = { id: settlementIdOf(merchant.id, period), status: 'closed', settlement } as const
    const message: Message = { kind: 'settlement-closed', settlementId: stored.id }
    const line = toDelivery(world.random, { merchantId: merchant.id }, message, now)
    const outcome = await world.store.commit([
      { kind: 'add-settlement', stored, at: now },
      { kind: 'queue-deliveries', deliveries: [line] },
    ])
    // A conflict: another process closed it in the same moment, with the same figures.
    if (outcome === 'done') closed += 1
    earlier = stored
  }
  return closed
}

/** One settlement for each merchant and closing day. */
export const settlementIdOf = (
  merchantId: string,
  { closingDay }: Pick<SettlementPeriod, 'closingDay'>,
): string => `set_${merchantId}_${closingDay.toString()}`

export type SettlementOf = {
  readonly merchant: Merchant
  readonly terms: TermsHistory
  readonly period: SettlementPeriod
  /** The settlement before it, whose balance it takes over. */
  readonly earlier: StoredSettlement | undefined
}

/** Its lines name the payments and invoices it holds; `faxes` are the keys of its FAX notices. */
export type Computed = { readonly settlement: Settlement; readonly faxes: readonly string[] }

/** The settlement of a period out of what `query` lets in. */
export const computeSettlement = async (
  world: World,
  of: SettlementOf,
  query: Omit<FactsQuery, 'to'>,
): Promise<Computed> => {
  const { merchant, period, earlier } = of
  const facts = await world.store.settlementFacts(merchant.id, { ...query, to: period.closingDay })
  const carriedInYen = earlier?.settlement.totals.carriedOutYen ?? zeroYen
  return { settlement: settleFacts(world, of, facts, carriedInYen), faxes: facts.faxes }
}

/** The settlement of a period that holds exactly these facts. */
export const settleFacts = (
  { surroundings }: Pick<World, 'surroundings'>,
  { merchant, terms, period }: Pick<SettlementOf, 'merchant' | 'terms' | 'period'>,
  { payments, unpaid, faxes }: SettlementFacts,
  carriedInYen: Yen,
): Settlement =>
  settlePeriod({
    merchantId: merchant.id,
    ...period,
    isHoliday: surroundings.isHoliday,
    payments,
    unpaid,
    planOn: (day) => termsOn(terms, day).plan,
    faxCount: faxes.length,
    carriedInYen,
  })

/** Only what was certain before the notice day began, so that a settlement comes out the same however late it is computed. */
export const certainBefore = (world: World, { closingDay }: SettlementPeriod): Omit<FactsQuery, 'to'> => ({
  confirmedBefore: startOfDay(noticeDayOf(closingDay, world.surroundings.isHoliday)),
})
