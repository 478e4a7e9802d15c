/** What a merchant's day comes to: collected, registered, due, overdue, open. */
import { sql } from 'kysely'
import type { Day } from '../../domain/jst-day.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'

/** Days after which nobody waits for an expired invoice any more. */
const OVERDUE_DAYS = 30

const count = sql<number>`count(*)`.as('count')
const sum = sql<number>`coalesce(sum(amount_yen), 0)`.as('yen')

export const readFigures = (database: Database): Pick<Store, 'figuresOf'> => ({
  figuresOf: async (merchantId, day) => {
    const invoices = query.selectFrom('invoices').select([count, sum]).where('merchant_id', '=', merchantId)
    const payments = query.selectFrom('payments').select([count, sum]).where('merchant_id', '=', merchantId)
    const today = day.toString()
    const tally = async (of: { compile: () => ReturnType<typeof invoices.compile> }) =>
      (await first(database, of.compile())) ?? { count: 0, yen: 0 }
    const open = invoices.where('status', '=', 'open')
    const since = (day satisfies Day).subtract({ days: OVERDUE_DAYS }).toString()
    const [collected, registered, due, overdue, all] = await Promise.all([
      tally(payments.where('collected_day', '=', today).where('state', '<>', 'cancelled')),
      tally(invoices.where('registered_day', '=', today).where('status', '<>', 'cancelled')),
      tally(open.where('due_day', '=', today)),
      tally(invoices.where('status', '=', 'expired').where('due_day', '>=', since)),
      tally(open),
    ])
    return { collected, registered, due, overdue, open: all }
  },
})
