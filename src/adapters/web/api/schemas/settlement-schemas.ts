/** Settlements with their lines, and what is to come. */
import * as z from 'zod'
import { anId, count, day, say, yen } from './schema-parts.ts'

const cycle = z.enum(['5-days', '10-days', 'half-month', 'month-end'])
const plan = z.enum(['plan-120', 'plan-130'])
const settlementShape = {
  from: day,
  closing_day: day,
  cycle,
  notice_day: day,
  payout_day: day.nullable(),
  gross: yen,
  paid_count: count,
  unpaid_count: count,
  fees: z.strictObject({ paid: yen, unpaid: yen, fax: yen, payout: yen, tax: yen }),
  stamp_equivalent: yen,
  carried_in: yen,
  payout: say(yen, '振込額', 'What is paid out.'),
  carried_out: yen,
  by_chain: z.array(z.strictObject({ chain: z.string(), count, amount: yen })),
}
const storedShape = { id: anId, status: z.enum(['closed', 'fixed', 'paid']), ...settlementShape }
export const settlementSchema = z.strictObject(storedShape).meta({ id: 'Settlement' })
export const periodSchema = z.strictObject(settlementShape).meta({ id: 'ForecastPeriod' })
export type SettlementJson = z.infer<typeof settlementSchema>
export type PeriodJson = z.infer<typeof periodSchema>

export const settlementLineSchema = z
  .strictObject({
    kind: z.string(),
    day,
    amount: yen,
    count: count.optional(),
    invoice_id: anId.optional(),
    reference: z.string().nullable().optional(),
    customer: z.string().nullable().optional(),
    subject: z.string().nullable().optional(),
    payment_id: anId.optional(),
    chain: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'SettlementLine' })
export type SettlementLineJson = z.infer<typeof settlementLineSchema>
export const settlementDetailSchema = z
  .strictObject({ ...storedShape, lines: z.array(settlementLineSchema) })
  .meta({ id: 'SettlementDetail' })
export type SettlementDetailJson = z.infer<typeof settlementDetailSchema>

export const forecastSchema = z
  .strictObject({
    today: day,
    settlements: z.array(periodSchema),
    this_month: z.strictObject({
      from: day,
      to: day,
      paid: count,
      unpaid: count,
      plan,
      cost: yen,
      other_plan: plan,
      other_cost: yen,
      saving: say(yen, 'もう一方のプランなら安くなる額', 'What the other plan would save.'),
    }),
  })
  .meta({ id: 'Forecast' })
export type ForecastJson = z.infer<typeof forecastSchema>
