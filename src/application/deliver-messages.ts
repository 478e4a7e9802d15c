/** Sends what is ready: claimed under a lease, sent with its key, then ticked off, put off or parked. */
import { type Channel, type Delivery, isChatMessage, LEASE_MS } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { Sent } from '../ports.ts'
import { afterSending, deliverMails, unexpected } from './deliver-mails.ts'
import type { World } from './world.ts'
import { writeLine } from './write-line.ts'

/**
 * Deliveries of one claim. The lease outlasts the slowest round: a hundred mails, eight calls at a time of at most
 * 10 s each, at a pace of two a second, take three minutes.
 */
const CLAIM: Readonly<Record<Channel, number>> = { mail: 100, chat: 3 }

/** One round of sending; answers how many deliveries were taken (0: nothing is ready). */
export const deliverMessages = async (world: World, channel: Channel, now: Instant): Promise<number> => {
  const ready = { status: 'ready', channel } as const
  const claimed = await world.store.claimDeliveries(ready, now, LEASE_MS, CLAIM[channel])
  if (channel === 'mail') await deliverMails(world, claimed, now)
  else {
    // Lines in the chat keep their order: one after the other.
    for (const delivery of claimed) {
      const posted = await post(world, delivery).catch((error: unknown) => unexpected(world, error))
      await world.store.commit(afterSending(delivery, posted, now))
    }
  }
  return claimed.length
}

const post = async (world: World, { message, merchantId, key }: Delivery): Promise<Sent> => {
  const line = isChatMessage(message) ? await writeLine(world, message, merchantId) : undefined
  if (line === undefined) {
    return { ok: false, failure: { detail: 'what the line is about no longer exists', retry: false } }
  }
  const merchant = await world.store.merchant(merchantId)
  return world.chat.post(merchant?.slackChannel, line, key)
}
