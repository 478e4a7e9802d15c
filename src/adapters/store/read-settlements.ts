/** Looks up settlements and what a period holds. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { Settlement } from '../../domain/settlement.ts'
import type { SettlementFacts, Store, StoredSettlement } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { readDayJson } from './day-json.ts'
import { toDay, toInvoice, toPayment } from './rows.ts'
import type { SettlementRow } from './tables.ts'

type SettlementReads = Pick<Store, 'settlements' | 'settlement' | 'settlementFacts'>

const all = query.selectFrom('settlements').selectAll()

export const readSettlements = (database: Database): SettlementReads => ({
  settlements: async (merchantId) => {
    const rows = await database.all(
      all.where('merchant_id', '=', merchantId).orderBy('closing_day', 'desc').compile(),
    )
    return rows.map((row) => toStored(row, []))
  },
  settlement: async (id) => {
    const row = await first(database, all.where('id', '=', id).compile())
    if (row === undefined) return undefined
    const lines = await database.all(
      query
        .selectFrom('settlement_lines')
        .select('body')
        .where('settlement_id', '=', id)
        .orderBy('position')
        .compile(),
    )
    return toStored(
      row,
      lines.map(({ body }) => readDayJson(body)),
    )
  },
  settlementFacts: (merchantId, to, confirmedBefore) => readFacts(database, merchantId, to, confirmedBefore),
})

const readFacts = async (
  database: Database,
  merchantId: string,
  to: Temporal.PlainDate,
  confirmedBefore: Temporal.Instant,
): Promise<SettlementFacts> => {
  const payments = await database.all(
    query
      .selectFrom('payments')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('settlement_id', 'is', null)
      .where('state', '<>', 'cancelled')
      .where('collected_day', '<=', to.toString())
      .where(({ or, and, eb }) =>
        or([
          eb('problem', 'is', null),
          and([eb('resolution', '=', 'accept'), eb('resolved_at', '<', toStamp(confirmedBefore))]),
        ]),
      )
      .where(({ or, eb }) =>
        or([eb('confirmed_at', 'is', null), eb('confirmed_at', '<', toStamp(confirmedBefore))]),
      )
      .orderBy('collected_day')
      .orderBy('id')
      .compile(),
  )
  const ended = await database.all(
    query
      .selectFrom('invoices')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('ended_settlement_id', 'is', null)
      .where('ended_day', '<=', to.toString())
      .orderBy('ended_day')
      .orderBy('id')
      .compile(),
  )
  const ids = JSON.stringify(payments.flatMap(({ invoice_id: id }) => (id === null ? [] : [id])))
  const paid = await database.all(paidInvoices(ids))
  const invoices = new Map(paid.map((row) => [row.id, toInvoice(row)]))
  return {
    payments: payments.flatMap((row) => {
      const invoice = invoices.get(row.invoice_id ?? '')
      return invoice === undefined ? [] : [{ payment: toPayment(row), invoice }]
    }),
    unpaid: ended.flatMap((row) =>
      row.ended_day === null ? [] : [{ invoice: toInvoice(row), day: toDay(row.ended_day) }],
    ),
  }
}

const paidInvoices = (ids: string) =>
  query
    .selectFrom('invoices')
    .selectAll()
    .where('id', 'in', sql<string>`(select value from json_each(${ids}))`)
    .compile()

const toStored = (row: SettlementRow, lines: readonly unknown[]): StoredSettlement => ({
  id: row.id,
  status: row.status,
  // Written by insertSettlement and moveSettlement from the same type; a list of settlements leaves the lines out.
  settlement: {
    ...(readDayJson(row.body) as Omit<Settlement, 'lines'>),
    lines: lines as Settlement['lines'],
  },
})
