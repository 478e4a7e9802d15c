/** Looks up settlements. */
import type { Settlement } from '../../domain/settlement.ts'
import type { Store, StoredSettlement } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { readDayJson } from './day-json.ts'
import type { SettlementRow } from './tables.ts'

type SettlementReads = Pick<Store, 'settlements' | 'settlement'>

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
})

const toStored = (row: SettlementRow, lines: readonly unknown[]): StoredSettlement => ({
  id: row.id,
  status: row.status,
  // Written by insertSettlement and moveSettlement from the same type; a list of settlements leaves the lines out.
  settlement: {
    ...(readDayJson(row.body) as Omit<Settlement, 'lines'>),
    lines: lines as Settlement['lines'],
  },
})
