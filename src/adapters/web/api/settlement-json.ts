/** Settlements and forecasts as the HTTP surface shows them. */
import type { MerchantForecast } from '../../../application/forecast-for-merchant.ts'
import type { Settlement } from '../../../domain/settlement.ts'
import type { SettlementLine } from '../../../domain/settlement-line.ts'
import type { StoredSettlement } from '../../../ports.ts'
import type {
  ForecastJson,
  PeriodJson,
  SettlementDetailJson,
  SettlementJson,
  SettlementLineJson,
} from './schemas/settlement-schemas.ts'

export const toSettlementJson = ({ from, closingDay, totals, ...settlement }: Settlement): PeriodJson => ({
  from: from.toString(),
  closing_day: closingDay.toString(),
  cycle: settlement.cycle,
  notice_day: settlement.noticeDay.toString(),
  payout_day: settlement.payoutDay?.toString() ?? null,
  gross: totals.grossYen,
  paid_count: totals.paidCount,
  unpaid_count: totals.unpaidCount,
  fees: {
    paid: totals.paidFeeYen,
    unpaid: totals.unpaidFeeYen,
    fax: totals.faxFeeYen,
    payout: totals.payoutFeeYen,
    tax: totals.taxYen,
  },
  stamp_equivalent: totals.stampYen,
  carried_in: totals.carriedInYen,
  payout: totals.payoutYen,
  carried_out: totals.carriedOutYen,
  by_chain: settlement.byChain.map(({ chain, count, amountYen }) => ({ chain, count, amount: amountYen })),
})

/** A settlement of a list: without its lines. */
export const toStoredJson = ({ id, status, settlement }: StoredSettlement): SettlementJson => ({
  id,
  status,
  ...toSettlementJson(settlement),
})

/** One settlement with every line it is made of. */
export const toDetailJson = (stored: StoredSettlement): SettlementDetailJson => ({
  ...toStoredJson(stored),
  lines: stored.settlement.lines.map(toLineJson),
})

const toLineJson = (line: SettlementLine): SettlementLineJson => ({
  kind: line.kind,
  day: line.day.toString(),
  amount: line.amountYen,
  ...('count' in line
    ? { count: line.count }
    : {
        invoice_id: line.invoiceId,
        reference: line.reference ?? null,
        customer: line.customerName ?? null,
        subject: line.subject ?? null,
        ...('paymentId' in line
          ? { payment_id: line.paymentId, chain: line.chain }
          : { reason: line.reason }),
      }),
})

export const toForecastJson = ({ today, settlements, thisMonth }: MerchantForecast): ForecastJson => ({
  today: today.toString(),
  settlements: settlements.map(toSettlementJson),
  this_month: {
    from: thisMonth.from.toString(),
    to: thisMonth.to.toString(),
    paid: thisMonth.paid,
    unpaid: thisMonth.unpaid,
    plan: thisMonth.plan,
    cost: thisMonth.costYen,
    other_plan: thisMonth.otherPlan,
    other_cost: thisMonth.otherCostYen,
    saving: thisMonth.savingYen,
  },
})
