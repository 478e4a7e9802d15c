/** Moves the sandbox's clock day by day, so that stores confirm, periods close and payouts leave on their days. */
import { atTime, type Instant, isBefore, isEarlier, toJstDay } from '../../domain/jst-day.ts'
import { CENTRE_ID } from '../../domain/merchant.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock, Store } from '../../ports.ts'
import type { TerminalClient } from './terminal-client.ts'

export type WalkDeps = {
  readonly clock: Clock & { moveTo(instant: Instant): Promise<Result<void>> }
  readonly store: Store
  readonly client: TerminalClient
  readonly tick: (now: Instant) => Promise<void>
}

/** Stores send 確報 this many days after the payment. */
const CONFIRM_AFTER_DAYS = 2
/** The hour of the day at which each day is lived, JST. */
const MORNING = 9

/** A function that walks to an instant; everything on the way has happened when it returns. */
export const createWalk =
  (deps: WalkDeps) =>
  async (to: Instant): Promise<Result<void>> => {
    // What is under way is finished at the time it began.
    await deps.tick(deps.clock.now())
    let day = toJstDay(deps.clock.now()).add({ days: 1 })
    while (isBefore(day, toJstDay(to))) {
      const moved = await live(deps, atTime(day, MORNING))
      if (!moved.ok) return moved
      day = day.add({ days: 1 })
    }
    return live(deps, to)
  }

const live = async (deps: WalkDeps, at: Instant): Promise<Result<void>> => {
  const moved = await deps.clock.moveTo(at)
  if (!moved.ok) return moved
  await confirmPayments(deps, at)
  await deps.tick(at)
  return ok(undefined)
}

const confirmPayments = async ({ store, client }: WalkDeps, at: Instant): Promise<void> => {
  const until = at.subtract({ hours: CONFIRM_AFTER_DAYS * 24 })
  const owners = [CENTRE_ID, ...(await store.merchants()).map(({ id }) => id)]
  for (const owner of owners) {
    const { items } = await store.payments(owner, { state: 'preliminary' }, 200)
    const due = new Set(items.filter(({ paidAt }) => isEarlier(paidAt, until)).map(({ receipt }) => receipt))
    for (const receipt of due) await client.confirm(receipt)
  }
}
