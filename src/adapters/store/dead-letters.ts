/** What waits in the outbox, and messages of queues that could not be worked off. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { Work } from '../../domain/work.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { toInstant } from './rows.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Dead letters that are shown at once. */
const MAX_SHOWN = 50

const kindsOfWork: readonly (readonly [Work, 'printing' | 'ready', 'mail'])[] = [
  ['print', 'printing', 'mail'],
  ['mail', 'ready', 'mail'],
]

/** The next line of the chat: due when its time has come and its channel is free. */
const nextLine = (at: string) =>
  query
    .selectFrom('deliveries')
    .innerJoin('merchants', 'merchants.id', 'deliveries.merchant_id')
    .leftJoin('chat_lanes', (lane) =>
      lane.on(sql<boolean>`chat_lanes.channel = coalesce(merchants.slack_channel, '')`),
    )
    .select(
      sql<string | null>`min(max(deliveries.next_at, coalesce(chat_lanes.free_at, deliveries.next_at)))`.as(
        'due_at',
      ),
    )
    .where('deliveries.status', '=', 'ready')
    .where('deliveries.channel', '=', 'chat')
    .where(({ or, eb }) => or([eb('locked_until', 'is', null), eb('locked_until', '<=', at)]))

export const readDeadLetters = (database: Database): Pick<Store, 'waitingWork' | 'deadLetters'> => ({
  waitingWork: async (now) => {
    const at = toStamp(now)
    const found = await Promise.all(
      kindsOfWork.map(async ([work, status, channel]) => {
        const next = query
          .selectFrom('deliveries')
          .select('next_at')
          .where('status', '=', status)
          .where('channel', '=', channel)
          .where(({ or, eb }) => or([eb('locked_until', 'is', null), eb('locked_until', '<=', at)]))
          .orderBy('next_at')
          .limit(1)
        return (await database.all(next.compile())).map(({ next_at }) => ({
          work,
          dueAt: toInstant(next_at),
        }))
      }),
    )
    const lines = await database.all(nextLine(at).compile())
    // Files that the chat is still told about go along with its lines.
    const jobs = query
      .selectFrom('chat_jobs')
      .select('next_at')
      .where('done', '=', 0)
      .orderBy('next_at')
      .limit(1)
    const following = await database.all(jobs.compile())
    return [
      ...found.flat(),
      ...lines.flatMap(({ due_at }) =>
        due_at === null ? [] : [{ work: 'chat' as const, dueAt: toInstant(due_at) }],
      ),
      ...following.map(({ next_at }) => ({ work: 'chat' as const, dueAt: toInstant(next_at) })),
    ]
  },
  deadLetters: async () => {
    const open = query
      .selectFrom('dead_letters')
      .selectAll()
      .where('settled_at', 'is', null)
      .orderBy('died_at', 'desc')
      .limit(MAX_SHOWN)
    const rows = await database.all(open.compile())
    return rows.map(({ id, work, attempts, died_at }) => ({ id, work, attempts, diedAt: toInstant(died_at) }))
  },
})

/** The same message may come twice. */
export const keepDeadLetters = ({ letters }: Of<'keep-dead-letters'>): readonly Statement[] =>
  insertRows(
    'dead_letters',
    letters.map(({ id, work, attempts, diedAt }) => ({
      ...{ id, work, attempts, died_at: toStamp(diedAt) },
      settled_at: null,
      settled_by: null,
    })),
    'keep-first',
  )

export const settleDeadLetter = ({ id, by, at }: Of<'settle-dead-letter'>): readonly Statement[] => [
  query
    .updateTable('dead_letters')
    .set({ settled_at: toStamp(at), settled_by: by })
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .compile(),
]
