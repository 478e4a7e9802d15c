/** Looks up what a settlement may hold: collected, ended unpaid, sent by FAX, and in no settlement yet. */
import { sql } from 'kysely'
import { type Day, toStamp } from '../../domain/jst-day.ts'
import type { SettlementPayment, UnpaidInvoice } from '../../domain/settlement.ts'
import { toYen } from '../../domain/yen.ts'
import type { FactsQuery, SettlementFacts, Store } from '../../ports.ts'
import { type Database, query } from './database.ts'
import { toDay } from './rows.ts'

/** Rows of one answer: a month of a large merchant has a hundred thousand. */
const ROWS_PER_PAGE = 1_000

export const readFacts = (database: Database): Pick<Store, 'settlementFacts' | 'dailyCounts'> => ({
  settlementFacts: (merchantId, wanted) =>
    readAll(database, {
      payments: collected(merchantId, wanted),
      unpaid: ended(merchantId, wanted),
      faxes: faxed(merchantId, wanted),
    }),
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

/** What a fixed settlement holds, in the order of its lines. */
export const readHeldFacts = (database: Database, settlementId: string): Promise<SettlementFacts> =>
  readAll(database, {
    payments: collectedRows.where('payments.settlement_id', '=', settlementId),
    unpaid: endedRows.where('ended_settlement_id', '=', settlementId),
    faxes: faxRows.where('settlement_id', '=', settlementId),
  })

type Queries = {
  readonly payments: typeof collectedRows
  readonly unpaid: typeof endedRows
  readonly faxes: typeof faxRows
}

const readAll = async (
  database: Database,
  { payments, unpaid, faxes }: Queries,
): Promise<SettlementFacts> => {
  const keys = await database.all(faxes.orderBy('day').orderBy('key').compile())
  return {
    payments: await readCollected(database, payments),
    unpaid: await readEnded(database, unpaid),
    faxes: keys.map(({ key }) => key),
  }
}

const readCollected = async (
  database: Database,
  wanted: typeof collectedRows,
): Promise<readonly SettlementPayment[]> => {
  const payments: SettlementPayment[] = []
  const ordered = wanted.orderBy('payments.collected_day').orderBy('payments.id').limit(ROWS_PER_PAGE)
  for (let page = ordered; ; ) {
    const rows = await database.all(page.compile())
    for (const row of rows) payments.push(toSettlementPayment(row))
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_PER_PAGE) return payments
    const behind = sql<boolean>`(payments.collected_day, payments.id) > (${last.day}, ${last.payment_id})`
    page = ordered.where(behind)
  }
}

const readEnded = async (database: Database, wanted: typeof endedRows): Promise<readonly UnpaidInvoice[]> => {
  const unpaid: UnpaidInvoice[] = []
  const ordered = wanted.orderBy('ended_day').orderBy('id').limit(ROWS_PER_PAGE)
  for (let page = ordered; ; ) {
    const rows = await database.all(page.compile())
    for (const row of rows) unpaid.push(...toUnpaid(row))
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_PER_PAGE) return unpaid
    page = ordered.where(sql<boolean>`(ended_day, id) > (${last.ended_day}, ${last.id})`)
  }
}

const collectedRows = query
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
const endedRows = query
  .selectFrom('invoices')
  .select(['id', 'ended_day', 'status', 'reference', 'customer_name', 'subject'])
const faxRows = query.selectFrom('faxes').select('key')

/** Money without a problem, or whose problem a person decided in the merchant's favour. */
const collected = (merchantId: string, { after, to, confirmedBefore }: FactsQuery) => {
  let payments = collectedRows
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
  return payments
}

const ended = (merchantId: string, { after, to }: FactsQuery) => {
  let invoices = endedRows
    .where('merchant_id', '=', merchantId)
    .where('ended_settlement_id', 'is', null)
    .where('ended_day', '<=', to.toString())
  if (after !== undefined) invoices = invoices.where('ended_day', '>', after.toString())
  return invoices
}

const faxed = (merchantId: string, { after, to }: FactsQuery) => {
  let faxes = faxRows
    .where('merchant_id', '=', merchantId)
    .where('settlement_id', 'is', null)
    .where('day', '<=', to.toString())
  if (after !== undefined) faxes = faxes.where('day', '>', after.toString())
  return faxes
}

type Row<Q extends { execute(): Promise<readonly unknown[]> }> = Awaited<ReturnType<Q['execute']>>[number]
type CollectedRow = Row<typeof collectedRows>
type EndedRow = Row<typeof endedRows>

const toSettlementPayment = (row: CollectedRow): SettlementPayment => ({
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

const toUnpaid = (row: EndedRow): readonly UnpaidInvoice[] =>
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
