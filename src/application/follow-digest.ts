/** What comes with a digest that was said: it is kept, its charts and files follow, and its thread tells of an amendment. */
import type { Message } from '../domain/delivery.ts'
import type { Sum } from '../domain/digest.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { Language } from '../domain/language.ts'
import type { Change, ChatLine } from '../ports.ts'
import { chartDigest } from './chart-digest.ts'
import { isDigestLine } from './claim-digest.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type Following = {
  readonly merchantId: string
  readonly at: Instant
  /** The digest's key, when it was there before. */
  readonly of?: string
  readonly amends?: { readonly was: Sum; readonly is: Sum } | undefined
}

/** Nothing for lines that are no digests. */
export const followDigest = (
  { random }: Pick<World, 'random'>,
  line: ChatLine,
  language: Language,
  { merchantId, at, of, amends }: Following,
): readonly Change[] => {
  if (!isDigestLine(line)) return []
  const { key } = line.digest
  const isNew = of === undefined
  const messages: Message[] = []
  if (isNew && line.kind === 'settlement-digest') messages.push({ kind: 'digest-files', of: key })
  if (amends !== undefined) messages.push({ kind: 'digest-note', of: key, ...amends })
  const deliveries = messages.map((message) => toDelivery(random, { merchantId }, message, at))
  // Charts show what was said: when that changes, they are drawn anew.
  if ((isNew || amends !== undefined) && chartDigest(line, language).length > 0) {
    const message = { kind: 'digest-pictures', of: key } as const
    const again = isNew ? 0 : Math.floor(at.epochMilliseconds / 60_000)
    deliveries.push(toDelivery(random, { merchantId }, message, at, again))
  }
  return [
    { kind: 'keep-digest', digest: line.digest },
    ...(deliveries.length === 0 ? [] : [{ kind: 'queue-deliveries', deliveries } as const]),
  ]
}
