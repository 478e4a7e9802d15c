/** Places for browsers, kept in the database: each is held by one printer at a time, under a lease. */
import { toStamp } from '../../domain/jst-day.ts'
import type { Clock } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** Longest time a printer may hold its place, in ms; a printer that died gives it back this way. */
const HOLD_MS = 300_000

type Session = { readonly id: string; readonly startedAt: string }
type Slot = { readonly number: number; readonly holder: string; readonly session: Session | undefined }

export type BrowserSlotDeps = {
  readonly database: Database
  readonly clock: Clock
  /** How many there are. */
  readonly count: number
  readonly newToken: () => string
}

/** As many places as `count` says; a smaller number than before leaves the others unused. */
export const createBrowserSlots = ({ database, clock, count, newToken }: BrowserSlotDeps) => {
  const claim = async (holder: string): Promise<Slot | undefined> => {
    const now = clock.now()
    const free = query
      .selectFrom('browser_slots')
      .select('number')
      .where('number', '<=', count)
      .where(({ or, eb }) => or([eb('held_until', 'is', null), eb('held_until', '<=', toStamp(now))]))
      // One in which a browser lives comes first.
      .orderBy(({ eb }) => eb('session_id', 'is', null))
      .orderBy('number')
      .limit(1)
    const row = await first(
      database,
      query
        .updateTable('browser_slots')
        .set({ holder, held_until: toStamp(now.add({ milliseconds: HOLD_MS })) })
        .where('number', '=', free)
        .returningAll()
        .compile(),
    )
    if (row === undefined) return undefined
    const { number, session_id: id, started_at: startedAt } = row
    return { number, holder, session: id === null || startedAt === null ? undefined : { id, startedAt } }
  }
  const change = (slot: Slot, values: Readonly<Record<string, string | null>>): Promise<void> =>
    database.atomic([
      query
        .updateTable('browser_slots')
        .set(values)
        .where('number', '=', slot.number)
        // Whoever held it too long has lost it.
        .where('holder', '=', slot.holder)
        .compile(),
    ])
  return {
    take: async (): Promise<Slot | undefined> => {
      const holder = newToken()
      const slot = await claim(holder)
      if (slot !== undefined) return slot
      await database.atomic(makeSlots(count))
      return claim(holder)
    },
    note: (slot: Slot, { id, startedAt }: Session): Promise<void> =>
      change(slot, { session_id: id, started_at: startedAt }),
    leave: (slot: Slot, session: Session | undefined): Promise<void> =>
      change(slot, {
        holder: null,
        held_until: null,
        session_id: session?.id ?? null,
        started_at: session?.startedAt ?? null,
      }),
  }
}

const makeSlots = (count: number): readonly Statement[] =>
  insertRows(
    'browser_slots',
    Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      holder: null,
      held_until: null,
      session_id: null,
      started_at: null,
    })),
    'keep-first',
  )
