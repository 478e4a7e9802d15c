/** What waits in the outbox, and messages of queues that could not be worked off. */
import { toStamp } from '../../domain/jst-day.ts'
import type { Work } from '../../domain/work.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { toInstant } from './rows.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Dead letters that are shown at once. */
const MAX_SHOWN = 50

const kindsOfWork: readonly (readonly [Work, 'printing' | 'ready', 'mail' | 'chat'])[] = [
  ['print', 'printing', 'mail'],
  ['mail', 'ready', 'mail'],
  ['chat', 'ready', 'chat'],
]

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
