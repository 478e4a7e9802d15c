/**
 * Takes a collection data file (収納データ; domain.md section 6): the whole file in one commit, or refused whole with every
 * problem named. The same bytes twice change nothing and give the first summary; files that overlap change nothing twice,
 * whatever the order they come in. What each kind of record does is decided in `decide-collection.ts`.
 */
import type { Actor } from '../domain/access.ts'
import type { CollectionFeed, CollectionRecord, FeedLayout } from '../domain/collection-record.ts'
import type { Delivery } from '../domain/delivery.ts'
import type { Feed, FeedItem } from '../domain/feed.ts'
import { summarizeFeed, type Unconfirmed } from '../domain/feed-summary.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import type { Payment } from '../domain/payment.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { tellCollections } from './inform-merchants.ts'
import { type FeedBooks, openFeedBooks } from './open-feed-books.ts'
import { readFeed } from './read-feed.ts'
import { type Taken, takeRecord } from './take-record.ts'
import { toDelivery } from './to-delivery.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

export type FeedRequest = {
  /** A merchant touches its own invoices only, the centre everybody's. */
  readonly ownerId: string
  readonly fileName: string
  readonly bytes: Uint8Array
  /** Undefined: recognised. */
  readonly layout?: FeedLayout | undefined
  readonly actor: Actor
  /** Look only: nothing is stored. */
  readonly dryRun?: boolean
  /** Changes that must happen together with it, such as remembering the answer. */
  readonly alongside?: (taken: FeedTaken) => Promise<readonly Change[]>
}

export type FeedTaken = {
  readonly feed: Feed
  /** Its records in their order; empty when it was taken before (the store has them). */
  readonly items: readonly FeedItem[]
  /** The same bytes were taken before: this is the first summary. */
  readonly replayed: boolean
}

export type FeedWorld = Pick<World, 'store' | 'random' | 'vault' | 'readTable' | 'surroundings'>

/** Problem lines in the chat for one merchant and file; the rest are in its summary. */
const MAX_LINES = 10

/** Where the bytes of a file are kept, unchanged. */
export const feedKey = (sha256: string): string => `feeds/${sha256}`

/** The file and what became of its records. */
export const collectFeed = async (
  world: FeedWorld,
  request: FeedRequest,
  now: Instant,
): Promise<Result<FeedTaken>> => {
  const sha256 = await toSha256(request.bytes)
  const earlier = await world.store.feedByHash(request.ownerId, sha256)
  if (earlier !== undefined) return ok({ feed: earlier, items: [], replayed: true })
  const read = readFeed(world.readTable, request.bytes, request.layout)
  if (!read.ok) return read
  const isDry = request.dryRun === true
  // Kept first: a file that was taken can always be shown as it came.
  if (!isDry) await world.vault.put(feedKey(sha256), request.bytes)
  return commitWithRetry<FeedTaken>(world.store, async () => {
    const first = await world.store.feedByHash(request.ownerId, sha256)
    if (first !== undefined) return ok({ changes: [], value: { feed: first, items: [], replayed: true } })
    const { feed, taken } = await takeAll(world, request, read.value, sha256, now)
    const items = taken.map(({ item }) => item)
    const value = { feed, items, replayed: false }
    if (isDry) return ok({ changes: [], value })
    const alongside = (await request.alongside?.(value)) ?? []
    const changes = [{ kind: 'add-feed', feed, items } as const, ...changesOf(world, feed, taken, now)]
    const told = await tellCollections(world, paymentsIn(changes), now)
    return ok({ changes: [...changes, ...told, ...alongside], value })
  })
}

/** The payments that were not on the books before. */
const paymentsIn = (changes: readonly Change[]): readonly Payment[] =>
  changes.flatMap((change) => (change.kind === 'add-payment' ? [change.payment] : []))

const takeAll = async (
  world: FeedWorld,
  request: FeedRequest,
  { layout, records }: CollectionFeed,
  sha256: string,
  now: Instant,
): Promise<{ readonly feed: Feed; readonly taken: readonly Taken[] }> => {
  const { ownerId, bytes, actor } = request
  const fileName = request.fileName === '' ? `feed-${toJstDay(now)}` : request.fileName
  const books = await openFeedBooks(world.store, ownerId, records, now)
  const context = { world, books, actor: { kind: 'feed', name: fileName }, now } as const
  const taken = books.entries.map((entry) => takeRecord(context, entry))
  const summary = summarizeFeed(
    taken.map(({ item, expectedYen }) => ({
      item,
      expectedYen,
      bookedYen: bookedYen(books.payment(item.paymentId)),
    })),
    await findUnconfirmed(world, records, taken, books),
  )
  const feed = { id: world.random.id('fed'), ownerId, fileName, layout, sha256, bytes: bytes.length }
  return { feed: { ...feed, receivedAt: now, actor, summary }, taken }
}

/** What a payment stands on the books with: nothing while a person has to decide about it, or when it was undone. */
const bookedYen = (payment: Payment | undefined): number =>
  payment === undefined ||
  payment.state === 'cancelled' ||
  (payment.problem !== undefined && payment.resolution !== 'accept')
    ? 0
    : payment.amountYen

/** Preliminary payments of the days and chains that the file confirms others of. */
const findUnconfirmed = async (
  { store }: FeedWorld,
  records: readonly CollectionRecord[],
  taken: readonly Taken[],
  books: FeedBooks,
): Promise<readonly Unconfirmed[]> => {
  const confirmations = records.filter(({ kind }) => kind === 'confirmed')
  if (confirmations.length === 0) return []
  const covered = new Set(confirmations.map(({ collectedAt, chain }) => `${toJstDay(collectedAt)} ${chain}`))
  const days = [...new Set([...covered].map((pair) => pair.slice(0, 10)))]
  const merchants = [...new Set(taken.map(({ item }) => item.merchantId))]
  const stored = await store.preliminaryPayments(
    merchants,
    days.map((day) => Temporal.PlainDate.from(day)),
    [...new Set(confirmations.map(({ chain }) => chain))],
  )
  const latest = new Map(stored.map((payment) => [payment.id, payment]))
  for (const payment of books.payments()) latest.set(payment.id, payment)
  return [...latest.values()].flatMap((payment) => {
    const { id: paymentId, invoiceId, chain, amountYen, state } = payment
    const day = toJstDay(payment.paidAt).toString()
    return state === 'preliminary' && covered.has(`${day} ${chain}`)
      ? [{ ...{ paymentId, invoiceId, day, chain, amountYen } }]
      : []
  })
}

/** The records' changes; what is to be said of them is gathered, so that a large file does not flood the chat. */
const changesOf = (
  { random }: FeedWorld,
  feed: Feed,
  taken: readonly Taken[],
  now: Instant,
): readonly Change[] => {
  const changes: Change[] = []
  const deliveries: Delivery[] = []
  const lines = new Map<string, number>()
  for (const { item, changes: own } of taken) {
    for (const change of own) {
      if (change.kind !== 'queue-deliveries') {
        changes.push(change)
        continue
      }
      for (const delivery of change.deliveries) {
        if (delivery.message.kind === 'payment-line') {
          const count = lines.get(delivery.merchantId) ?? 0
          const isNews =
            item.outcome === 'problem' || item.outcome === 'cancelled' || item.outcome === 'corrected'
          if (!isNews || count >= MAX_LINES) continue
          lines.set(delivery.merchantId, count + 1)
        }
        deliveries.push(delivery)
      }
    }
  }
  const told = new Set([feed.ownerId, ...feed.summary.merchants.map(({ merchantId }) => merchantId)])
  for (const merchantId of told) {
    const message = { kind: 'feed-line', feedId: feed.id, merchantId } as const
    deliveries.push(toDelivery(random, { merchantId }, message, now))
  }
  return [...changes, { kind: 'queue-deliveries', deliveries }]
}
