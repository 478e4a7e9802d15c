/** The channels of the chat: who may write into one, and from when on. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'
import { toInstant } from './rows.ts'

export const readLanes = (database: Database): Pick<Store, 'takeLane' | 'chatMerchants'> => ({
  takeLane: async (channel, now, leaseMs) => {
    const until = toStamp(now.add({ milliseconds: leaseMs }))
    const take = query
      .insertInto('chat_lanes')
      .values({ channel, free_at: until, failures: 0 })
      .onConflict((conflict) =>
        conflict
          .column('channel')
          .doUpdateSet({ free_at: until })
          .where('chat_lanes.free_at', '<=', toStamp(now)),
      )
      .returning('failures')
    const taken = await first(database, take.compile())
    if (taken !== undefined) return { taken: true, failures: taken.failures }
    const row = await first(
      database,
      query.selectFrom('chat_lanes').select('free_at').where('channel', '=', channel).compile(),
    )
    return { taken: false, freeAt: row === undefined ? now : toInstant(row.free_at) }
  },
  chatMerchants: async (now, limit) => {
    const at = toStamp(now)
    const waiting = query
      .selectFrom('deliveries')
      .select('merchant_id')
      .where('status', '=', 'ready')
      .where('channel', '=', 'chat')
      .where('next_at', '<=', at)
      .where(({ or, eb }) => or([eb('locked_until', 'is', null), eb('locked_until', '<=', at)]))
      .groupBy('merchant_id')
      .orderBy(sql`min(next_at)`)
      .limit(limit)
    return (await database.all(waiting.compile())).map((row) => row.merchant_id)
  },
})

export const freeLane = ({
  channel,
  freeAt,
  failures,
}: Extract<Change, { kind: 'free-lane' }>): readonly Statement[] => [
  query
    .updateTable('chat_lanes')
    .set({ free_at: toStamp(freeAt), failures })
    .where('channel', '=', channel)
    .compile(),
]

/** Whoever had taken one is gone: only for a database that one process works on. */
export const releaseLanes = (): readonly Statement[] => [query.deleteFrom('chat_lanes').compile()]
