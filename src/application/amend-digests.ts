/** Has digests amended when money of their days becomes known later, is undone, or is decided about. */
import { type Instant, isBefore, toJstDay } from '../domain/jst-day.ts'
import type { Payment } from '../domain/payment.ts'
import type { Change } from '../ports.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** What comes within so many minutes amends a digest together. */
const GATHERED_MINUTES = 10

/** Nothing for money of today: no digest tells of it yet. */
export const amendDigests = (
  { random }: Pick<World, 'random'>,
  { merchantId, paidAt }: Payment,
  now: Instant,
): readonly Change[] => {
  const day = toJstDay(paidAt)
  const today = toJstDay(now)
  if (!isBefore(day, today)) return []
  const at = nextSlot(now)
  const slot = String(at.epochMilliseconds / 60_000)
  const isOfEarlierMonth = day.year !== today.year || day.month !== today.month
  const digests = isOfEarlierMonth ? (['morning', 'month'] as const) : (['morning'] as const)
  const deliveries = digests.map((digest) =>
    toDelivery(random, { merchantId }, { kind: 'digest-late', digest, day: day.toString(), slot }, at),
  )
  return [{ kind: 'queue-deliveries', deliveries }]
}

/** It leaves once all that share it are in. */
const nextSlot = (now: Instant): Instant => {
  const lengthMs = GATHERED_MINUTES * 60_000
  return Temporal.Instant.fromEpochMilliseconds((Math.floor(now.epochMilliseconds / lengthMs) + 1) * lengthMs)
}
