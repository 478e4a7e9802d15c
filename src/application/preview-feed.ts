/** Looks at a collection data file before it is taken: the bytes wait in the vault, and nothing else is stored. */

import type { Instant } from '../domain/jst-day.ts'
import { fail, type Result } from '../domain/result.ts'
import { collectFeed, type FeedRequest, type FeedTaken, type FeedWorld, feedKey } from './collect-feed.ts'
import { toSha256 } from './to-sha256.ts'

/** What taking the file would do. */
export const previewFeed = async (
  world: FeedWorld,
  request: FeedRequest,
  now: Instant,
): Promise<Result<FeedTaken>> => {
  const preview = await collectFeed(world, { ...request, dryRun: true }, now)
  if (preview.ok) await world.vault.put(feedKey(await toSha256(request.bytes)), request.bytes)
  return preview
}

/** Takes a file that was looked at, by the SHA-256 of its bytes. */
export const takePreviewedFeed = async (
  world: FeedWorld,
  { sha256, ...request }: Omit<FeedRequest, 'bytes'> & { readonly sha256: string },
  now: Instant,
): Promise<Result<FeedTaken>> => {
  const bytes = /^[0-9a-f]{64}$/.test(sha256) ? await world.vault.get(feedKey(sha256)) : undefined
  if (bytes === undefined) return fail({ kind: 'not-found', what: 'feed', id: sha256.slice(0, 64) })
  return collectFeed(world, { ...request, bytes }, now)
}
