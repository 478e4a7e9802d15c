/** Looks up settlements. */
import { sql } from 'kysely'
import type { Settlement } from '../../domain/settlement.ts'
import type { Store, StoredSettlement } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { readDayJson } from './day-json.ts'
import { unpackLines } from './pack-lines.ts'
import type { SettlementRow } from './tables.ts'

type SettlementReads = Pick<Store, 'settlements' | 'lastSettlement' | 'settlementsToCome' | 'settlement'>

const all = query.selectFrom('settlements').selectAll()

export const readSettlements = (database: Database): SettlementReads => ({
  settlements: async (merchantId) => {
    const rows = await database.all(
      all.where('merchant_id', '=', merchantId).orderBy('closing_day', 'desc').compile(),
    )
    return rows.map((row) => toStored(row, []))
  },
  lastSettlement: async (merchantId, before) => {
    let newest = all.where('merchant_id', '=', merchantId).orderBy('closing_day', 'desc').limit(1)
    if (before !== undefined) newest = newest.where('closing_day', '<', before.toString())
    const row = await first(database, newest.compile())
    return row && toStored(row, [])
  },
  settlementsToCome: async (merchantId) => {
    const rows = await database.all(
      all
        .where('merchant_id', '=', merchantId)
        .where('status', '<>', 'paid')
        .where(sql<boolean>`(status = 'closed' or body ->> '$.payoutDay' is not null)`)
        .orderBy('closing_day')
        .compile(),
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
      lines.flatMap(({ body }) => unpackLines(body)),
    )
  },
})

const toStored = (row: SettlementRow, lines: Settlement['lines']): StoredSettlement => ({
  id: row.id,
  status: row.status,
  // Written by insertSettlement and moveSettlement from the same type; a list of settlements leaves the lines out.
  settlement: {
    ...(readDayJson(row.body) as Omit<Settlement, 'lines'>),
    lines,
  },
})
