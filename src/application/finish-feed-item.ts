/** A person has looked at a record of a collection data file and ticks it off the list. */
import type { Actor } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import type { World } from './world.ts'

export type FinishRequest = {
  readonly ownerId: string
  readonly feedId: string
  readonly row: number
  readonly actor: Actor
  readonly alongside?: () => Promise<readonly Change[]> | readonly Change[]
}

/** Ticking off twice changes nothing; `not-found` for other people's files and for rows that are on no list. */
export const finishFeedItem = async (
  { store }: Pick<World, 'store'>,
  { ownerId, feedId, row, actor, alongside }: FinishRequest,
  now: Instant,
): Promise<Result<void>> => {
  const feed = await store.feed(feedId)
  const [item] = await store.feedItems(feedId, 'for-person', 1, row - 1)
  if (feed?.ownerId !== ownerId || item?.row !== row) {
    return fail({ kind: 'not-found', what: 'feed', id: `${feedId}/${row}` })
  }
  const finish: Change = { kind: 'finish-feed-item', feedId, row, at: now, by: actor.name }
  const changes = [...(item.doneAt === undefined ? [finish] : []), ...((await alongside?.()) ?? [])]
  // Lost against another person who did the same: it is done.
  if (changes.length > 0) await store.commit(changes)
  return ok(undefined)
}
