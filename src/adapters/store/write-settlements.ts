/** Statements that close, fix and pay settlements, and post what moves between accounts. */
import { type RawBuilder, sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change, StoredSettlement } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { writeDayJson } from './day-json.ts'
import { insertRows } from './insert-rows.ts'
import { packLines } from './pack-lines.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export function* insertSettlement({ stored, at }: Of<'add-settlement'>): Generator<Statement> {
  const { id, status, settlement } = stored
  yield query
    .insertInto('settlements')
    .values({
      id,
      merchant_id: settlement.merchantId,
      closing_day: settlement.closingDay.toString(),
      status,
      body: bodyOf(stored),
      closed_at: toStamp(at),
      fixed_at: null,
      paid_at: null,
    })
    .compile()
  yield* insertLines(stored)
}

/** From `closed` to `fixed` the lines are written anew; afterwards they never change. */
export function* moveSettlement({ stored, to, at }: Of<'move-settlement'>): Generator<Statement> {
  yield query
    .updateTable('settlements')
    .set({
      status: to,
      body: bodyOf(stored),
      ...(to === 'fixed' ? { fixed_at: toStamp(at) } : { paid_at: toStamp(at) }),
    })
    .where('id', '=', stored.id)
    .where('status', '=', stored.status)
    .compile()
  yield guard()
  if (to !== 'fixed') return
  yield query.deleteFrom('settlement_lines').where('settlement_id', '=', stored.id).compile()
  yield* insertLines(stored)
}

/** Each payment is settled once: one that was settled meanwhile undoes the commit. */
export const settlePayments = ({ settlementId, paymentIds }: Of<'settle-payments'>): readonly Statement[] =>
  claimRows(sql`update payments set settlement_id = ${settlementId} where settlement_id is null`, paymentIds)

/** The fee of an unpaid invoice is charged once. */
export const settleUnpaid = ({ settlementId, invoiceIds }: Of<'settle-unpaid'>): readonly Statement[] =>
  claimRows(
    sql`update invoices set ended_settlement_id = ${settlementId} where ended_settlement_id is null`,
    invoiceIds,
  )

/** Each collection notice by FAX is charged once. */
export const settleFaxes = ({ settlementId, keys }: Of<'settle-faxes'>): readonly Statement[] =>
  claimRows(sql`update faxes set settlement_id = ${settlementId} where settlement_id is null`, keys, 'key')

/** A key that was counted before is not counted again. */
export const insertFax = ({ key, merchantId, day }: Of<'count-fax'>): readonly Statement[] =>
  insertRows(
    'faxes',
    [{ key, merchant_id: merchantId, day: day.toString(), settlement_id: null }],
    'keep-first',
  )

/** Ids of one statement, so that their JSON stays well under D1's 2 MB for one value. */
const IDS_PER_STATEMENT = 10_000

const claimRows = (
  update: RawBuilder<unknown>,
  ids: readonly string[],
  column: 'id' | 'key' = 'id',
): readonly Statement[] => {
  const statements: Statement[] = []
  for (let start = 0; start < ids.length; start += IDS_PER_STATEMENT) {
    const lot = ids.slice(start, start + IDS_PER_STATEMENT)
    statements.push(
      sql`${update} and ${sql.ref(column)} in (select value from json_each(${JSON.stringify(lot)}))`.compile(
        query,
      ),
      sql`select case when changes() <> ${lot.length} then json('one was settled before') end`.compile(query),
    )
  }
  return statements
}

/** The entries of many events. */
export const postAll = (posts: readonly Of<'post-entries'>[]): readonly Statement[] =>
  insertRows(
    'ledger_entries',
    posts.flatMap(({ cause, day, posting }) =>
      posting.map((entry, position) => ({
        cause,
        position,
        merchant_id: entry.merchantId ?? null,
        account: entry.account,
        amount_yen: entry.amountYen,
        day: day.toString(),
      })),
    ),
  )

const bodyOf = ({ settlement: { lines, ...totals } }: StoredSettlement): string => writeDayJson(totals)

function* insertLines({ id, settlement }: StoredSettlement): Generator<Statement> {
  for (const row of packLines(settlement.lines)) {
    yield query
      .insertInto('settlement_lines')
      .values({ settlement_id: id, ...row })
      .compile()
  }
}
