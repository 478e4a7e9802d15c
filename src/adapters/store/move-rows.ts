/** Carries the rows of a merchant between databases: read in the order of their keys, staged, and landed in one commit. */
import type { CompiledQuery } from 'kysely'
import { CENTRE_ID } from '../../domain/merchant.ts'
import type { MovingRow, RowMover } from '../../ports.ts'
import type { Database, Statement } from './database.ts'
import { type MerchantTable, readMerchantTables } from './merchant-tables.ts'

/** Rows that are read at once. */
const PAGE = 500
/** What two merchants may both have: whoever comes second finds it there. */
const SHARED = new Set(['numbers', 'slips', 'suppressions'])

type Row = Readonly<Record<string, string | number | null>>

/** The same over better-sqlite3 and D1. */
export const createRowMover = (database: Database): RowMover => {
  const ask = <T>(sql: string, parameters: readonly unknown[] = []): Promise<readonly T[]> =>
    // Written here as text, since the tables are known from the schema only.
    database.all<T>(spread(sql, parameters) as unknown as CompiledQuery<T>)
  const stagedCount = async (moveId: string): Promise<number> => {
    const [row] = await ask<{ count: number }>(
      'select count(*) as count from moving_rows where move_id = ?1',
      [moveId],
    )
    return row?.count ?? 0
  }
  return {
    read: async function* (merchantId) {
      for (const table of await readMerchantTables(database)) yield* readTable(ask, table, merchantId)
    },
    stage: async (moveId, from, rows) => {
      const values = rows.map(({ kind, body }, index) => ({
        position: from + index,
        kind,
        body: JSON.stringify(body),
      }))
      await database.atomic([
        spread(
          "insert into moving_rows select ?1, value->>'position', value->>'kind', value->>'body' " +
            'from json_each(?2) where true on conflict do nothing',
          [moveId, JSON.stringify(values)],
        ),
      ])
      return stagedCount(moveId)
    },
    staged: async function* (moveId) {
      for (let position = -1; ; ) {
        const rows = await ask<{ position: number; kind: string; body: string }>(
          `select position, kind, body from moving_rows where move_id = ?1 and position > ?2 order by position limit ${PAGE}`,
          [moveId, position],
        )
        for (const { kind, body } of rows) yield { kind, body: JSON.parse(body) as MovingRow['body'] }
        const last = rows.at(-1)
        if (last === undefined) return
        position = last.position
      }
    },
    land: async (moveId) => {
      const tables = await readMerchantTables(database)
      const statements: Statement[] = []
      for (const table of tables) {
        const columns = await stagedColumns(ask, moveId, table.name)
        if (columns === undefined) continue
        const strange = columns.filter((column) => !table.columns.includes(column))
        if (strange.length > 0) return { kind: 'newer', what: `${table.name}.${strange.join(', ')}` }
        statements.push(toLanding(moveId, table.name, columns))
      }
      const kinds = await ask<{ kind: string }>('select distinct kind from moving_rows where move_id = ?1', [
        moveId,
      ])
      const unknown = kinds.find(({ kind }) => kind !== BYTES && tables.every(({ name }) => name !== kind))
      if (unknown !== undefined) return { kind: 'newer', what: unknown.kind }
      try {
        await database.atomic([...statements, makeFindable(moveId), forget(moveId)])
        return { kind: 'done' }
      } catch (error) {
        const taken = /UNIQUE constraint failed: ([\w., ]+)/.exec(String(error))?.[1]
        if (taken === undefined) throw error
        return { kind: 'taken', what: taken }
      }
    },
    forget: (moveId) => database.atomic([forget(moveId)]),
  }
}

/** Kind of the lines that stand for bytes of the vault. */
const BYTES = '*bytes'

type Ask = <T>(sql: string, parameters?: readonly unknown[]) => Promise<readonly T[]>

/** By its key, a page at a time: nothing is skipped however long it takes. */
const readTable = async function* (
  ask: Ask,
  { name, columns, key, where }: MerchantTable,
  merchantId: string,
): AsyncGenerator<MovingRow> {
  const keys = key.map(quote).join(', ')
  for (let after: readonly unknown[] | undefined; ; ) {
    const later =
      after === undefined ? '' : ` and (${keys}) > (${key.map((_, index) => `?${index + 2}`).join(', ')})`
    const rows = await ask<Row>(
      `select ${columns.map(quote).join(', ')} from ${name} where (${where})${later} order by ${keys} limit ${PAGE}`,
      [merchantId, ...(after ?? [])],
    )
    for (const row of rows) yield { kind: name, body: settleOwner(name, row, merchantId) }
    const last = rows.at(-1)
    if (last === undefined) return
    after = key.map((column) => last[column])
  }
}

/** A number that belongs to another merchant goes along as the centre's: whose it is, is not this merchant's to tell. */
const settleOwner = (name: string, row: Row, merchantId: string): Row =>
  name === 'numbers' && row['merchant_id'] !== merchantId ? { ...row, merchant_id: CENTRE_ID } : row

const stagedColumns = async (
  ask: Ask,
  moveId: string,
  kind: string,
): Promise<readonly string[] | undefined> => {
  const [row] = await ask<{ body: string }>(
    'select body from moving_rows where move_id = ?1 and kind = ?2 order by position limit 1',
    [moveId, kind],
  )
  return row && Object.keys(JSON.parse(row.body) as Row)
}

const toLanding = (moveId: string, table: string, columns: readonly string[]): Statement => {
  const values = columns.map((column) => `body->>'${column.replaceAll("'", "''")}'`).join(', ')
  return spread(
    `insert into ${table} (${columns.map(quote).join(', ')}) select ${values} from moving_rows ` +
      `where move_id = ?1 and kind = ?2 order by position${otherwise(table)}`,
    [moveId, table],
  )
}

/** The centre is there already wherever a merchant comes to; a number's own merchant takes it over from the centre. */
const otherwise = (table: string): string => {
  if (table === 'numbers')
    return ` on conflict (number) do update set merchant_id = excluded.merchant_id where numbers.merchant_id = '${CENTRE_ID}'`
  if (table === 'merchants') return ` on conflict (id) do nothing`
  return SHARED.has(table) ? ' on conflict do nothing' : ''
}

/** A trigger has listed the invoices that have landed; here they get the pieces that searches find them by. */
const makeFindable = (moveId: string): Statement =>
  spread(
    `insert into invoice_search (rowid, pieces)
      with recursive places (place) as (select 1 union all select place + 1 from places where place < 400)
      select doc, (
        select group_concat(case when instr(piece, ' ') > 0 then substr(piece, 1, instr(piece, ' ') - 1) else piece end, ' ')
        from (select substr(search_key, place, 3) as piece from places where place <= length(search_key)))
      from invoice_list where invoice_id in
        (select body->>'id' from moving_rows where move_id = ?1 and kind = 'invoices')`,
    [moveId],
  )

const forget = (moveId: string): Statement => spread('delete from moving_rows where move_id = ?1', [moveId])

/** Numbered places, as they are written here, become plain ones, which every driver takes. */
const spread = (sql: string, parameters: readonly unknown[]): Statement => {
  const values: unknown[] = []
  const plain = sql.replaceAll(/\?(\d+)/g, (_, number: string) => {
    values.push(parameters[Number(number) - 1])
    return '?'
  })
  return { sql: plain, parameters: values }
}

const quote = (name: string): string => `"${name}"`
