/** Reads everything that is kept, page by page, for whoever checks the books. */
import { sql } from 'kysely'
import type { InvoiceRecord } from '../../domain/check-invoice.ts'
import type { PaymentRecord } from '../../domain/check-payment.ts'
import type { EntryRecord } from '../../domain/compare-posting.ts'
import type { Account } from '../../domain/ledger.ts'
import { toYen } from '../../domain/yen.ts'
import type { Books } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { listed } from './listed.ts'
import { unpackLines } from './pack-lines.ts'
import { readHeldFacts } from './read-facts.ts'
import { toDay, toInstant, toInvoice, toPayment } from './rows.ts'
import { strayRows } from './stray-rows.ts'
import type { InvoiceRow, PaymentRow, Tables } from './tables.ts'

/** The books over better-sqlite3 or D1. */
export const readBooks = (database: Database): Books => ({
  invoiceRecords: async (after, limit) => {
    const page = query.selectFrom('invoices').selectAll().where('id', '>', after).orderBy('id').limit(limit)
    return withMoves(database, await database.all(page.compile()))
  },
  paymentRecords: async (after, limit) => {
    const page = query.selectFrom('payments').selectAll().where('id', '>', after).orderBy('id').limit(limit)
    return withHistory(database, await database.all(page.compile()))
  },
  paymentRecordsOf: async (invoiceIds) => {
    const rows = query.selectFrom('payments').selectAll().where('invoice_id', 'in', listed(invoiceIds))
    return withHistory(database, await database.all(rows.orderBy('id').compile()))
  },
  faxRecords: async (after, limit) => {
    const page = query.selectFrom('faxes').selectAll().where('key', '>', after).orderBy('key').limit(limit)
    return (await database.all(page.compile())).map((row) => ({
      key: row.key,
      merchantId: row.merchant_id,
      day: toDay(row.day),
      settlementId: row.settlement_id ?? undefined,
    }))
  },
  sheetRecords: async (after, limit) => {
    const page = query.selectFrom('sheets').selectAll().where('invoice_id', '>', after)
    const rows = await database.all(page.orderBy('invoice_id').limit(limit).compile())
    return rows.map(({ invoice_id, sha256, bytes, printed_at }) => ({
      ...{ invoiceId: invoice_id, sha256, bytes },
      printedAt: toInstant(printed_at),
    }))
  },
  feedRecords: (after, limit) =>
    database.all(
      query
        .selectFrom('feeds')
        .select(['id', 'sha256', 'bytes'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .compile(),
    ),
  heldFacts: (settlementId) => readHeldFacts(database, settlementId),
  settlementLines: async (settlementId, from) => {
    const rows = query.selectFrom('settlement_lines').selectAll().where('settlement_id', '=', settlementId)
    const row = await first(
      database,
      rows.where('position', '>=', from).orderBy('position').limit(1).compile(),
    )
    return row && { position: row.position, lines: unpackLines(row.body) }
  },
  entriesOf: async (causes) => {
    const entries = query.selectFrom('ledger_entries').selectAll().where('cause', 'in', listed(causes))
    return (await database.all(entries.orderBy('cause').orderBy('position').compile())).map(toEntry)
  },
  balances: async () => {
    const sums = query
      .selectFrom('ledger_entries')
      .select(({ fn }) => ['account', 'merchant_id', fn.sum<number>('amount_yen').as('amount')])
    const rows = await database.all(sums.groupBy('merchant_id').groupBy('account').compile())
    return rows.map(({ account, merchant_id, amount }) => ({
      account: account as Account,
      merchantId: merchant_id ?? '',
      amountYen: amount,
    }))
  },
  unbalancedCauses: (limit) =>
    database.all(
      sql<{
        cause: string
        amountYen: number
      }>`select cause, sum(amount_yen) as "amountYen" from ledger_entries
        group by cause having sum(amount_yen) <> 0 limit ${limit}`.compile(query),
    ),
  strayRows: (limit) => strayRows(database, limit),
})

const withMoves = async (
  database: Database,
  rows: readonly InvoiceRow[],
): Promise<readonly InvoiceRecord[]> => {
  const moves = query.selectFrom('invoice_history').selectAll()
  const found = await database.all(
    moves
      .where('invoice_id', 'in', listed(rows.map(({ id }) => id)))
      .orderBy('invoice_id')
      .orderBy('version')
      .compile(),
  )
  const byInvoice = Map.groupBy(found, ({ invoice_id }) => invoice_id)
  return rows.map((row) => ({
    invoice: toInvoice(row),
    endedDay: row.ended_day === null ? undefined : toDay(row.ended_day),
    endedSettlementId: row.ended_settlement_id ?? undefined,
    history: (byInvoice.get(row.id) ?? []).map(({ version, at, action, from_status, to_status, detail }) => ({
      version,
      at: toInstant(at),
      action,
      from: from_status ?? undefined,
      to: to_status,
      // Written by moveInvoice from the same type.
      detail: JSON.parse(detail) as InvoiceRecord['history'][number]['detail'],
    })),
  }))
}

const withHistory = async (
  database: Database,
  rows: readonly PaymentRow[],
): Promise<readonly PaymentRecord[]> => {
  const moves = query.selectFrom('payment_history').selectAll()
  const found = await database.all(
    moves
      .where('payment_id', 'in', listed(rows.map(({ id }) => id)))
      .orderBy('payment_id')
      .orderBy('version')
      .compile(),
  )
  const byPayment = Map.groupBy(found, ({ payment_id }) => payment_id)
  return rows.map((row) => ({
    payment: toPayment(row),
    collectedDay: toDay(row.collected_day),
    resolvedAt: row.resolved_at === null ? undefined : toInstant(row.resolved_at),
    history: (byPayment.get(row.id) ?? []).map(({ version, at, to_state, ...move }) => ({
      version,
      at: toInstant(at),
      state: to_state,
      resolution: move.resolution ?? undefined,
      merchantId: move.merchant_id ?? '',
      invoiceId: move.invoice_id ?? undefined,
    })),
  }))
}

const toEntry = (row: Tables['ledger_entries']): EntryRecord => ({
  cause: row.cause,
  day: toDay(row.day),
  entry: {
    // Only accounts of the ledger are ever posted to; any other is a difference in itself.
    account: row.account as Account,
    merchantId: row.merchant_id ?? '',
    amountYen: toYen(row.amount_yen),
  },
})
