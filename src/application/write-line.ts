/** Gathers what a line of the chat is about, at the moment it leaves. */
import type { Delivery, LineMessage } from '../domain/delivery.ts'
import type { ChatLine } from '../ports.ts'
import { suppressionKey } from './suppression-key.ts'
import type { World } from './world.ts'

/** What became of a mail that had come back. */
const readMending = async ({ store }: World, { mendedBy, message }: Delivery) => {
  const address = 'to' in message ? suppressionKey(message.to) : ''
  return {
    again: mendedBy === undefined ? undefined : await store.delivery(mendedBy),
    isHeld: (await store.suppressed([address])).size > 0,
  }
}

/** Undefined when what it is about no longer exists. */
export const writeLine = async (
  world: World,
  message: LineMessage,
  merchantId: string,
): Promise<ChatLine | undefined> => {
  switch (message.kind) {
    case 'invoice-line': {
      const invoice = await world.store.invoice(message.invoiceId)
      if (invoice === undefined) return undefined
      // Most cards are drawn once, of an invoice that nothing has happened to.
      const last = invoice.version > 1 ? (await world.store.history(invoice.id)).at(-1) : undefined
      return { kind: 'invoice', invoice, last }
    }
    case 'batch-line': {
      const batch = await world.store.batch(message.batchId)
      return batch && { kind: 'batch', batch }
    }
    case 'payment-line': {
      const payment = await world.store.payment(message.paymentId)
      const invoice =
        payment?.invoiceId === undefined ? undefined : await world.store.invoice(payment.invoiceId)
      const decision =
        payment?.resolution === undefined ? undefined : await world.store.decisions([payment.id])
      return payment && { kind: 'payment', payment, invoice, decision: decision?.get(payment.id) }
    }
    case 'bounce-line': {
      const delivery = await world.store.delivery(message.deliveryId)
      const invoice =
        delivery?.invoiceId === undefined ? undefined : await world.store.invoice(delivery.invoiceId)
      return delivery && { kind: 'bounce', delivery, invoice, ...(await readMending(world, delivery)) }
    }
    case 'feed-line': {
      const feed = await world.store.feed(message.feedId)
      return feed && { kind: 'feed', feed, merchantId: message.merchantId }
    }
    case 'proof-line': {
      const stop = await world.store.proofStop(message.stopId)
      if (stop === undefined) return undefined
      const batch = stop.batchId === undefined ? undefined : await world.store.batch(stop.batchId)
      return { kind: 'proof', stop, batch, held: await world.store.proofStopSize(stop.id) }
    }
    case 'settlement-closed': {
      const stored = await world.store.settlement(message.settlementId)
      const merchant = await world.store.merchant(merchantId)
      return stored && merchant && { kind: message.kind, stored, merchant }
    }
  }
}
