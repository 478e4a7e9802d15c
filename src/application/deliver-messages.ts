/** Mails what is ready: claimed under a lease, sent with its key, then ticked off, put off or parked. */
import { LEASE_MS } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import { deliverMails } from './deliver-mails.ts'
import type { World } from './world.ts'

/**
 * Mails of one claim. The lease outlasts the slowest round: a hundred mails, eight calls at a time of at most
 * 10 s each, at a pace of two a second, take three minutes.
 */
const CLAIM = 100

/** One round of sending; answers how many deliveries were taken (0: nothing is ready). */
export const deliverMessages = async (world: World, now: Instant): Promise<number> => {
  const ready = { status: 'ready', channel: 'mail' } as const
  const claimed = await world.store.claimDeliveries(
    ready,
    now,
    LEASE_MS,
    Math.min(CLAIM, world.surroundings.claimAtMost),
  )
  await deliverMails(world, claimed, now)
  return claimed.length
}
