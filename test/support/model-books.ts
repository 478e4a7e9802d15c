/** The model's books: what every settlement and every account must be, from the bare facts, in plain numbers. */
import { closingFrom, noticeAfter, payoutAfter, startOf } from './model-calendar.ts'

export type ModelMerchant = {
  readonly id: string
  readonly since: number
  /** From which day on; the last one that has begun counts. */
  readonly plans: { from: number; plan: string }[]
  readonly cycles: { from: number; cycle: string }[]
}

export type ModelInvoice = {
  readonly id: string
  readonly number: string
  /** Of a merchant, or of the centre. */
  readonly owner: string
  readonly amount: number
  readonly tax: number | undefined
  readonly due: number
  readonly repeat: boolean
  status: 'open' | 'paid' | 'confirmed' | 'expired' | 'cancelled'
  /** The payment that made it paid. */
  payer: string | undefined
  /** Day of the unpaid fee. */
  ended: number | undefined
}

export type ModelPayment = {
  readonly id: string
  readonly receipt: string
  invoice: string | undefined
  owner: string
  readonly amount: number
  readonly collected: number
  readonly problem: string | undefined
  state: 'preliminary' | 'confirmed' | 'cancelled'
  decision: 'accept' | 'refunded' | undefined
  confirmedAt: number | undefined
  decidedAt: number | undefined
}

export type ModelState = {
  readonly merchants: Map<string, ModelMerchant>
  readonly invoices: Map<string, ModelInvoice>
  readonly payments: Map<string, ModelPayment>
  readonly faxes: Map<string, { readonly owner: string; readonly day: number }>
}

export type ModelSettlement = {
  readonly closing: number
  readonly notice: number
  readonly payoutDay: number | undefined
  readonly payments: readonly string[]
  readonly unpaid: readonly string[]
  readonly faxes: number
  readonly gross: number
  /** Taxable fees, stamps, and the tax on the fees. */
  readonly fees: number
  readonly stamps: number
  readonly tax: number
  readonly carriedIn: number
  readonly payout: number
  readonly carriedOut: number
}

export const CENTRE = 'mer_centre'

export const inForce = <T extends { readonly from: number }>(timeline: readonly T[], day: number): T => {
  // What was paid before the sign-up, as a till may say, goes by the first agreement.
  const found = timeline.filter(({ from }) => from <= day).at(-1) ?? timeline[0]
  if (found === undefined) throw new Error('nothing was agreed')
  return found
}

export const counts = (payment: ModelPayment): boolean =>
  payment.state !== 'cancelled' && (payment.problem === undefined || payment.decision === 'accept')

/** When a payment became certain and free of problems; undefined while it is not. */
const certainAt = (payment: ModelPayment): number | undefined => {
  if (!counts(payment) || payment.state !== 'confirmed') return undefined
  return Math.max(payment.confirmedAt ?? 0, payment.decidedAt ?? 0)
}

/** All settlements of a merchant whose notice day has come by `today`, oldest first. */
export const settlementsOf = (
  state: ModelState,
  merchant: ModelMerchant,
  today: number,
): readonly ModelSettlement[] => {
  const payments = [...state.payments.values()].filter(({ owner }) => owner === merchant.id)
  const unpaid = [...state.invoices.values()].filter(({ owner }) => owner === merchant.id)
  const faxes = [...state.faxes.values()].filter(({ owner }) => owner === merchant.id)
  const taken = new Set<unknown>()
  const settlements: ModelSettlement[] = []
  let carriedIn = 0
  for (let from = merchant.since; ; ) {
    const closing = closingFrom(inForce(merchant.cycles, from).cycle, from)
    const notice = noticeAfter(closing)
    if (notice > today) return settlements
    const take = <T>(rows: readonly T[], fits: (row: T) => boolean): readonly T[] => {
      const held = rows.filter((row) => !taken.has(row) && fits(row))
      for (const row of held) taken.add(row)
      return held
    }
    const held = {
      payments: take(
        payments,
        (row) => row.collected <= closing && (certainAt(row) ?? Infinity) < startOf(notice),
      ),
      unpaid: take(unpaid, ({ ended }) => ended !== undefined && ended <= closing),
      faxes: take(faxes, ({ day }) => day <= closing).length,
    }
    const settlement = sumUp(state, merchant, { closing, notice, carriedIn }, held)
    settlements.push(settlement)
    carriedIn = settlement.carriedOut
    from = closing + 1
  }
}

const sumUp = (
  state: ModelState,
  merchant: ModelMerchant,
  period: Pick<ModelSettlement, 'closing' | 'notice' | 'carriedIn'>,
  held: { payments: readonly ModelPayment[]; unpaid: readonly ModelInvoice[]; faxes: number },
): ModelSettlement => {
  const isCheap = (day: number): boolean => inForce(merchant.plans, day).plan === 'plan-120'
  let gross = 0
  let stamps = 0
  let fees = 10 * held.faxes
  for (const { amount, collected, invoice } of held.payments) {
    gross += amount
    fees += isCheap(collected) ? 120 : 130
    if (amount - (state.invoices.get(invoice ?? '')?.tax ?? 0) >= 50_000) stamps += 200
  }
  for (const { ended } of held.unpaid) fees += isCheap(ended ?? 0) ? 20 : 0
  const restOf = (allFees: number): number =>
    period.carriedIn + gross - stamps - allFees - Math.floor(allFees / 10)
  const paysOut = restOf(fees + 1_500) > 0
  if (paysOut) fees += 1_500
  return {
    ...period,
    payoutDay: paysOut ? payoutAfter(period.notice) : undefined,
    payments: held.payments.map(({ id }) => id).toSorted(),
    unpaid: held.unpaid.map(({ id }) => id).toSorted(),
    ...{ faxes: held.faxes, gross, fees, stamps, tax: Math.floor(fees / 10) },
    payout: paysOut ? restOf(fees) : 0,
    carriedOut: paysOut ? 0 : restOf(fees),
  }
}

/** What each account must hold, debits positive, by `account` or `account merchant`. */
export const balancesOf = (state: ModelState, today: number): ReadonlyMap<string, number> => {
  const balances = new Map<string, number>()
  const add = (account: string, amount: number): void => {
    balances.set(account, (balances.get(account) ?? 0) + amount)
  }
  const settled = new Set<string>()
  for (const merchant of state.merchants.values()) {
    for (const settlement of settlementsOf(state, merchant, today)) {
      for (const id of settlement.payments) settled.add(id)
      add('fee-income', -settlement.fees)
      add('stamp-income', -settlement.stamps)
      add('tax-payable', -settlement.tax)
      add(`merchant-carried ${merchant.id}`, settlement.carriedIn - settlement.carriedOut)
      const isPaid = settlement.payoutDay !== undefined && settlement.payoutDay <= today
      add(isPaid ? 'bank' : `merchant-payout ${merchant.id}`, -settlement.payout)
    }
  }
  for (const payment of state.payments.values()) {
    const { amount, owner, decision, problem } = payment
    const isUndone = payment.state === 'cancelled'
    if (!isUndone) add('store-receivable', amount)
    if (decision === 'refunded') add('bank', -amount)
    if (decision === 'refunded' && isUndone) add('suspense', amount)
    if (problem !== undefined && decision === undefined && !isUndone) add('suspense', -amount)
    if (!counts(payment) || settled.has(payment.id)) continue
    if (payment.state === 'preliminary') add(`merchant-preliminary ${owner}`, -amount)
    else if (owner !== CENTRE) add(`merchant-confirmed ${owner}`, -amount)
    else {
      const tax = Math.min(amount, state.invoices.get(payment.invoice ?? '')?.tax ?? 0)
      add('fee-income', tax - amount)
      add('tax-payable', -tax)
    }
  }
  return new Map([...balances].filter(([, amount]) => amount !== 0))
}
