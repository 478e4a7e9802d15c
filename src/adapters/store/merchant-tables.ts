/** Which rows of which tables are a merchant's, read off the schema itself, so that a new table is carried along unasked. */
import type { Database, Statement } from './database.ts'

/** A table with the rows of one merchant in it. */
export type MerchantTable = {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** Condition of a merchant's rows; its id is `?1`. */
  readonly where: string
}

/** Tables that stay where they are: of the installation, of the moment, or access that is to be given anew. */
const STAYING = new Set([
  ...['migrations', 'd1_migrations', 'settings', 'request_counts', 'remembered_answers', 'browser_slots'],
  ...['dead_letters', 'moving_rows', 'mailbox', 'mailbox_attachments'],
  // Made from the invoices by triggers, or from the list.
  ...['invoice_list', 'invoice_search'],
  ...['sessions', 'sign_in_links', 'slack_tickets', 'slack_people', 'chat_lanes'],
])

const OF_INVOICES = 'in (select id from invoices where merchant_id = ?1)'
/** What the schema does not say. A number that others have bills on as well comes along with whose bills are on it. */
const SAID: Readonly<Record<string, string>> = {
  numbers: 'merchant_id = ?1 or number in (select number from invoices where merchant_id = ?1)',
  slip_invoices: `invoice_id ${OF_INVOICES}`,
  slips: `id in (select slip_id from slip_invoices where invoice_id ${OF_INVOICES})`,
}

type Column = { readonly name: string; readonly pk: number }
type Reference = { readonly parent: string; readonly column: string; readonly to: string | null }
type Shape = { readonly columns: readonly Column[]; readonly references: readonly Reference[] }

/** Parents before their children; throws when it cannot tell whose the rows of a table are. */
export const readMerchantTables = async (database: Database): Promise<readonly MerchantTable[]> => {
  const shapes = await readShapes(database)
  const known = new Map<string, MerchantTable>()
  const add = (name: string): MerchantTable | undefined => {
    const before = known.get(name)
    const shape = shapes.get(name)
    if (before !== undefined || shape === undefined) return before
    for (const { parent } of shape.references) if (parent !== name) add(parent)
    const table: MerchantTable = {
      name,
      columns: shape.columns.map((column) => column.name),
      key: shape.columns
        .filter(({ pk }) => pk > 0)
        .toSorted((a, b) => a.pk - b.pk)
        .map((column) => column.name),
      where: whereOf(name, shape, known),
    }
    known.set(name, table)
    return table
  }
  for (const name of shapes.keys()) add(name)
  return [...known.values()]
}

/** A reference to the merchant says it best, then one to something of the merchant's, then the column's name. */
const whereOf = (
  name: string,
  { columns, references }: Shape,
  known: ReadonlyMap<string, MerchantTable>,
): string => {
  if (name === 'merchants') return 'id = ?1'
  const said = SAID[name]
  if (said !== undefined) return said
  const own = references.find(({ parent }) => parent === 'merchants')
  if (own !== undefined) return `${own.column} = ?1`
  for (const { parent, column, to } of references) {
    const above = known.get(parent)
    if (above !== undefined)
      return `${column} in (select ${to ?? above.key[0]} from ${parent} where ${above.where})`
  }
  if (columns.some((column) => column.name === 'merchant_id')) return 'merchant_id = ?1'
  throw new Error(`whose the rows of ${name} are, merchant-tables.ts does not know`)
}

const readShapes = async (database: Database): Promise<ReadonlyMap<string, Shape>> => {
  const ask = <T>(sql: string): Promise<readonly T[]> => database.all<T>(toQuery(sql) as never)
  const names = await ask<{ name: string }>(
    "select name from sqlite_master where type = 'table' order by name",
  )
  const shapes = new Map<string, Shape>()
  for (const { name } of names) {
    if (STAYING.has(name) || /^(sqlite|_cf|invoice_search)_/.test(name)) continue
    const columns = await ask<Column>(`select name, pk from pragma_table_info('${name}')`)
    const references = await ask<Reference>(
      `select "table" as parent, "from" as "column", "to" as "to" from pragma_foreign_key_list('${name}')`,
    )
    shapes.set(name, { columns, references })
  }
  return shapes
}

const toQuery = (sql: string): Statement => ({ sql, parameters: [] })
