/** Looks up what a settlement may hold: collected, ended unpaid, sent by FAX, and in no settlement yet. */
import { type Day, toStamp } from '../../domain/jst-day.ts'
import type { SettlementPayment, UnpaidInvoice } from '../../domain/settlement.ts'
import { toYen } from '../../domain/yen.ts'
import type { FactsQuery, SettlementFacts, Store } from '../../ports.ts'
import { type Database, query } from './database.ts'
import { toDay } from './rows.ts'

export const readFacts = (database: Database): Pick<Store, 'settlementFacts' | 'dailyCounts'> => ({
  settlementFacts: async (merchantId, wanted): Promise<SettlementFacts> => {
    const [payments, unpaid, faxes] = await Promise.all([
      database.all(collected(merchantId, wanted).compile()),
      database.all(ended(merchantId, wanted).compile()),
      database.all(faxed(merchantId, wanted).compile()),
    ])
    return {
      payments: payments.map(toSettlementPayment),
      unpaid: unpaid.flatMap(toUnpaid),
      faxes: faxes.map(({ key }) => key),
    }
  },
  dailyCounts: async (merchantId, from, to) => {
    const [paid, unpaid] = await Promise.all([
      database.all(paidByDay(merchantId, from, to).compile()),
      database.all(endedByDay(merchantId, from, to).compile()),
    ])
    const days = new Map<string, { paid: number; unpaid: number }>()
    for (const { day, count } of paid) days.set(day, { paid: count, unpaid: 0 })
    for (const { day, count } of unpaid) {
      if (day !== null) days.set(day, { paid: days.get(day)?.paid ?? 0, unpaid: count })
    }
    return [...days].map(([day, counts]) => ({ day: toDay(day), ...counts }))
  },
})

const paidByDay = (merchantId: string, from: Day, to: Day) =>
  query
    .selectFrom('payments')
    .select(({ fn }) => ['collected_day as day', fn.countAll<number>().as('count')])
    .where('merchant_id', '=', merchantId)
    .where('collected_day', '>=', from.toString())
    .where('collected_day', '<=', to.toString())
    .where('state', '<>', 'cancelled')
    .where(({ or, eb }) => or([eb('problem', 'is', null), eb('resolution', '=', 'accept')]))
    .groupBy('collected_day')

const endedByDay = (merchantId: string, from: Day, to: Day) =>
  query
    .selectFrom('invoices')
    .select(({ fn }) => ['ended_day as day', fn.countAll<number>().as('count')])
    .where('merchant_id', '=', merchantId)
    .where('ended_day', '>=', from.toString())
    .where('ended_day', '<=', to.toString())
    .groupBy('ended_day')

/** Money without a problem, or whose problem a person decided in the merchant's favour. */
const collected = (merchantId: string, { after, to, confirmedBefore }: FactsQuery) => {
  let payments = query
    .selectFrom('payments')
    .innerJoin('invoices', 'invoices.id', 'payments.invoice_id')
    .select([
      'payments.id as payment_id',
      'payments.amount_yen as amount_yen',
      'payments.collected_day as day',
      'payments.chain as chain',
      'invoices.id as invoice_id',
      'invoices.reference as reference',
      'invoices.customer_name as customer_name',
      'invoices.subject as subject',
      'invoices.tax_yen as tax_yen',
    ])
    .where('payments.merchant_id', '=', merchantId)
    .where('payments.settlement_id', 'is', null)
    .where('payments.state', '<>', 'cancelled')
    .where('payments.collected_day', '<=', to.toString())
    .where(({ or, eb }) => or([eb('problem', 'is', null), eb('resolution', '=', 'accept')]))
  if (after !== undefined) payments = payments.where('payments.collected_day', '>', after.toString())
  if (confirmedBefore !== undefined) {
    const instant = toStamp(confirmedBefore)
    payments = payments
      .where('payments.confirmed_at', '<', instant)
      .where(({ or, eb }) => or([eb('problem', 'is', null), eb('resolved_at', '<', instant)]))
  }
  return payments.orderBy('payments.collected_day').orderBy('payments.id')
}

const ended = (merchantId: string, { after, to }: FactsQuery) => {
  let invoices = query
    .selectFrom('invoices')
    .select(['id', 'ended_day', 'status', 'reference', 'customer_name', 'subject'])
    .where('merchant_id', '=', merchantId)
    .where('ended_settlement_id', 'is', null)
    .where('ended_day', '<=', to.toString())
  if (after !== undefined) invoices = invoices.where('ended_day', '>', after.toString())
  return invoices.orderBy('ended_day').orderBy('id')
}

const faxed = (merchantId: string, { after, to }: FactsQuery) => {
  let faxes = query
    .selectFrom('faxes')
    .select('key')
    .where('merchant_id', '=', merchantId)
    .where('settlement_id', 'is', null)
    .where('day', '<=', to.toString())
  if (after !== undefined) faxes = faxes.where('day', '>', after.toString())
  return faxes.orderBy('day').orderBy('key')
}

type Row<Q extends { execute(): Promise<readonly unknown[]> }> = Awaited<ReturnType<Q['execute']>>[number]

const toSettlementPayment = (row: Row<ReturnType<typeof collected>>): SettlementPayment => ({
  paymentId: row.payment_id,
  invoiceId: row.invoice_id,
  reference: row.reference ?? undefined,
  customerName: row.customer_name,
  subject: row.subject,
  amountYen: toYen(row.amount_yen),
  taxYen: row.tax_yen === null ? undefined : toYen(row.tax_yen),
  collectedDay: toDay(row.day),
  chain: row.chain,
})

const toUnpaid = (row: Row<ReturnType<typeof ended>>): readonly UnpaidInvoice[] =>
  row.ended_day === null
    ? []
    : [
        {
          invoiceId: row.id,
          day: toDay(row.ended_day),
          reason: row.status === 'cancelled' ? 'cancelled' : 'expired',
          reference: row.reference ?? undefined,
          customerName: row.customer_name,
          subject: row.subject,
        },
      ]
