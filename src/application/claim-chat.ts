/** Claims what the next message of a channel says: one line, a line's change, or many payments gathered. */
import { type Delivery, isChatMessage, type LineMessage } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { ChatLine, ClaimedKind, CollectedItem } from '../ports.ts'
import type { CallFrame, ChatCall } from './chat-call.ts'
import { claimDigest, isAboutDigest } from './claim-digest.ts'
import { causeOf } from './to-delivery.ts'
import type { World } from './world.ts'
import { writeLine } from './write-line.ts'

/** Payments that are looked at for one message. */
const MAX_GATHERED = 100

export type ClaimLane = { readonly channel: string | undefined; readonly merchantIds: readonly string[] }

/** What is said next; undefined when nothing is left. */
export const claimCall = async (
  world: World,
  { channel, merchantIds }: ClaimLane,
  now: Instant,
  leaseMs: number,
): Promise<ChatCall | undefined> => {
  const claim = (of: Partial<ClaimedKind>, limit: number): Promise<readonly Delivery[]> =>
    world.store.claimDeliveries({ status: 'ready', channel: 'chat', merchantIds, ...of }, now, leaseMs, limit)
  // News before changes of what was said: thousands of those must not hold up one payment.
  const news = await claim({ butKind: 'line-edit' }, 1)
  const [first, ...others] = news.length > 0 ? news : await claim({ kind: 'line-edit' }, 1)
  if (first === undefined) return undefined
  const { merchantLanguage: language } = await world.store.mailSettings(first.merchantId)
  const frame = { channel, language, spare: [], wasTried: first.parcel !== undefined }
  const { message } = first
  if (!isChatMessage(message)) throw new TypeError(`${message.kind} is not for the chat`)
  if (message.kind === 'line-edit') {
    const of = causeOf(message.line, first.merchantId)
    const line = await writeLine(world, message.line, first.merchantId)
    return { ...frame, kind: 'edit', of, deliveries: [first], key: first.key, line }
  }
  if (isAboutDigest(message)) return claimDigest(world, frame, first, message)
  if (message.kind !== 'payment-line') return single(world, frame, first, message)
  if (first.parcel !== undefined) {
    const items = await readItems(world, [first, ...others])
    const line: ChatLine = { kind: 'payments', items: items.map(({ item }) => item) }
    if (others.length === 0) return single(world, frame, first, message)
    return { ...frame, kind: 'post', deliveries: [first, ...others], key: first.parcel, line }
  }
  // One that was refused together with others travels alone.
  if (first.attempts > 1) return single(world, frame, first, message)
  const more = await claim({ kind: 'payment-line', merchantIds: [first.merchantId] }, MAX_GATHERED - 1)
  return gather(world, frame, [first, message], more)
}

const single = async (
  world: World,
  frame: CallFrame,
  delivery: Delivery,
  message: LineMessage,
): Promise<ChatCall> => ({
  ...frame,
  kind: 'post',
  deliveries: [delivery],
  key: delivery.parcel ?? delivery.key,
  line: await writeLine(world, message, delivery.merchantId),
})

/** Money that fits is one line of many; money with a problem has its own message, with buttons. */
const gather = async (
  world: World,
  frame: CallFrame,
  [first, message]: readonly [Delivery, LineMessage],
  more: readonly Delivery[],
): Promise<ChatCall> => {
  const claimed = [first, ...more]
  const spareBut = (taken: readonly Delivery[]): readonly string[] => {
    const ids = new Set(taken.map(({ id }) => id))
    return claimed.flatMap(({ id }) => (ids.has(id) ? [] : [id]))
  }
  const plain = (await readItems(world, claimed)).filter(
    ({ delivery, item }) =>
      item.payment.problem === undefined && delivery.parcel === undefined && delivery.attempts === 1,
  )
  const items = plain.map(({ item }) => item)
  const taken = plain.slice(0, world.chat.countFitting(items, frame.language)).map(({ delivery }) => delivery)
  if (taken[0] !== first || taken.length < 2) {
    return { ...(await single(world, frame, first, message)), spare: spareBut([first]) }
  }
  return {
    ...frame,
    kind: 'post',
    deliveries: [first, ...taken.slice(1)],
    spare: spareBut(taken),
    key: world.random.id('prc'),
    line: { kind: 'payments', items: items.slice(0, taken.length) },
  }
}

type Item = { readonly delivery: Delivery; readonly item: CollectedItem }

/** What the lines are about, in their order; those about nothing are left out. */
const readItems = async ({ store }: World, deliveries: readonly Delivery[]): Promise<readonly Item[]> => {
  const idOf = ({ message }: Delivery): string => ('paymentId' in message ? message.paymentId : '')
  const payments = new Map((await store.paymentsById(deliveries.map(idOf))).map((one) => [one.id, one]))
  const ids = [...payments.values()].flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId]))
  const invoices = new Map((await store.invoicesById(ids)).map((invoice) => [invoice.id, invoice]))
  return deliveries.flatMap((delivery) => {
    const payment = payments.get(idOf(delivery))
    if (payment === undefined) return []
    const { invoiceId } = payment
    const invoice = invoiceId === undefined ? undefined : invoices.get(invoiceId)
    return [{ delivery, item: { payment, invoice } }]
  })
}
