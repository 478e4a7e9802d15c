/** Tells merchants what was collected, what is still open, and which of their mails came back. */
import type { CollectionScope, Delivery, Message } from '../domain/delivery.ts'
import { atTime, type Day, type Instant, isEarlier, toJstDay, toStamp } from '../domain/jst-day.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import type { Payment } from '../domain/payment.ts'
import type { Change } from '../ports.ts'
import { suppressionKey } from './suppression-key.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Queues the notice of yesterday's collections and the weekly list, from the merchant's hour on; each once. */
export const informMerchants = async (world: World, now: Instant): Promise<void> => {
  const today = toJstDay(now)
  for (const merchant of await world.store.merchants()) {
    const done = `informed:${merchant.id}`
    const last = await readLast(world, done)
    if (last !== undefined && toJstDay(last).equals(today)) continue
    const settings = await world.store.mailSettings(merchant.id)
    if (isEarlier(now, atTime(today, settings.hour))) continue
    const notify = await routeNotices(world, merchant, settings)
    const isDaily = settings.collectionPace === 'daily'
    const days = isDaily ? missedDays(last, today) : []
    const amended = isDaily && last !== undefined ? await amendedDays(world, merchant, last, days) : []
    const messages = [
      ...days.flatMap((day) => notify({ day: day.toString() })),
      ...amended.flatMap((day) => notify({ day: day.toString(), amendedOn: today.toString() })),
      ...weeklyList(merchant, settings, today),
    ]
    await world.store.commit([
      ...queue(world, merchant.id, messages, now),
      { kind: 'set-setting', name: done, value: toStamp(now) },
    ])
  }
}

/** Days whose collections are told of at most, after a pause of the service. */
const MAX_MISSED_DAYS = 14

/** The days since the last notice, up to yesterday; only yesterday when there was none. */
const missedDays = (last: Instant | undefined, today: Day): readonly Day[] => {
  const since = last === undefined ? 1 : toJstDay(last).until(today).days
  const count = Math.min(Math.max(0, since), MAX_MISSED_DAYS)
  return Array.from({ length: count }, (_, n) => today.subtract({ days: count - n }))
}

/** When the notices left last. */
const readLast = async ({ store }: Pick<World, 'store'>, name: string): Promise<Instant | undefined> => {
  const value = await store.setting(name)
  return value === undefined ? undefined : Temporal.Instant.from(value)
}

/** Sums go by the day of collection: what arrives later amends the notice of its day. */
const amendedDays = async (
  { store }: Pick<World, 'store'>,
  { id }: Merchant,
  last: Instant,
  [oldest]: readonly Day[],
): Promise<readonly Day[]> => (oldest === undefined ? [] : store.lateCollectionDays(id, last, oldest))

const weeklyList = (
  { email }: Merchant,
  { openItemsWeekday }: MailSettings,
  today: Day,
): readonly Message[] =>
  email !== undefined && openItemsWeekday === today.dayOfWeek
    ? [{ kind: 'open-items', day: today.toString(), to: email }]
    : []

/**
 * How 収納のお知らせ leave: by FAX where the merchant chose it, or where its mail comes back, and there is a number and a
 * gateway; else by mail.
 */
const routeNotices = async (
  world: Pick<World, 'surroundings' | 'store'>,
  merchant: Merchant,
  { collectionChannel }: MailSettings,
): Promise<(scope: CollectionScope) => readonly Message[]> => {
  const { email: to } = merchant
  const bounces = to !== undefined && (await world.store.suppressed([suppressionKey(to)])).size > 0
  const fax = collectionChannel === 'fax' || to === undefined || bounces ? faxOf(world, merchant) : undefined
  return (scope) => {
    if (fax !== undefined) return [{ kind: 'collection-fax', fax, ...scope }]
    return to === undefined ? [] : [{ kind: 'collection-notice', to, ...scope }]
  }
}

const faxOf = ({ surroundings }: Pick<World, 'surroundings'>, { fax }: Merchant): string | undefined =>
  fax !== undefined && surroundings.faxAddress(fax) !== undefined ? fax : undefined

/** Notices of payments that were just recorded, for merchants that want one for each. */
export const tellCollections = async (
  world: Pick<World, 'store' | 'random' | 'surroundings'>,
  payments: readonly Payment[],
  now: Instant,
): Promise<readonly Change[]> => {
  const byMerchant = Map.groupBy(
    payments.filter(({ state, merchantId }) => state !== 'cancelled' && merchantId !== CENTRE_ID),
    ({ merchantId }) => merchantId,
  )
  const changes = [...byMerchant].map(async ([merchantId, theirs]) => {
    const settings = await world.store.mailSettings(merchantId)
    const merchant = settings.collectionPace === 'each' ? await world.store.merchant(merchantId) : undefined
    if (merchant === undefined) return []
    const notify = await routeNotices(world, merchant, settings)
    const messages = theirs.flatMap(({ id }) => notify({ paymentId: id }))
    return queue(world, merchantId, messages, now)
  })
  return (await Promise.all(changes)).flat()
}

/**
 * A mail came back: the merchant hears of one to its customer, and gets a collection notice by FAX instead
 * where a number is on file.
 */
export const answerBounce = async (
  world: World,
  { id, merchantId, message }: Delivery,
  now: Instant,
): Promise<readonly Change[]> => {
  const merchant = await world.store.merchant(merchantId)
  if (merchant === undefined) return []
  if (message.kind === 'collection-notice') {
    const fax = faxOf(world, merchant)
    const scope = 'day' in message ? { day: message.day } : { paymentId: message.paymentId }
    return fax === undefined ? [] : queue(world, merchantId, [{ kind: 'collection-fax', fax, ...scope }], now)
  }
  const isToCustomer = 'invoiceId' in message && 'to' in message && message.to !== merchant.email
  const { email } = merchant
  return isToCustomer && email !== undefined
    ? queue(world, merchantId, [{ kind: 'bounce-notice', deliveryId: id, to: email }], now)
    : []
}

const queue = (
  { random }: Pick<World, 'random'>,
  merchantId: string,
  messages: readonly Message[],
  now: Instant,
): readonly Change[] =>
  messages.length === 0
    ? []
    : [
        {
          kind: 'queue-deliveries',
          deliveries: messages.map((message) => toDelivery(random, { merchantId }, message, now)),
        },
      ]
