/** Counts requests in the database: for runtimes whose instances share no memory. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { Clock, Limiter } from '../../ports.ts'
import { type Database, first, query } from './database.ts'

/** A limiter over a table; windows start with the first request of a key. */
export const createStoreLimiter = (database: Database, clock: Clock): Limiter => ({
  take: async ({ name, points, seconds }, who) => {
    const now = clock.now()
    const key = await hashKey(`${name}\n${who}`)
    const endsAt = toStamp(now.add({ seconds }))
    const stamp = toStamp(now)
    const counted = await first(
      database,
      sql<{ count: number; ends_at: string }>`
        insert into request_counts (key, count, ends_at) values (${key}, 1, ${endsAt})
        on conflict (key) do update set
          count = case when ends_at <= ${stamp} then 1 else count + 1 end,
          ends_at = case when ends_at <= ${stamp} then ${endsAt} else ends_at end
        returning count, ends_at`.compile(query),
    )
    if (counted === undefined || counted.count <= points) return undefined
    return Math.max(1, Date.parse(counted.ends_at) - now.epochMilliseconds)
  },
  forget: async () => {
    const over = query.deleteFrom('request_counts').where('ends_at', '<=', toStamp(clock.now()))
    await database.atomic([over.compile()])
  },
})

/** Addresses of people are not kept as they are. */
const hashKey = async (text: string): Promise<string> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toBase64()
