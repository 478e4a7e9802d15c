/** Sends what is ready: claimed under a lease, sent with its key, then ticked off, put off or parked. */
import { backoffMs, type Channel, type Delivery, LEASE_MS, MAX_ATTEMPTS } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { Change, ChatLine, Letter, Sent } from '../ports.ts'
import { contentOf, sheetKey } from './bill-customers.ts'
import type { World } from './world.ts'

/** Deliveries of one claim, and how many of them are sent side by side: a lease must outlast the slowest round. */
const rounds: Readonly<Record<Channel, { readonly claim: number; readonly parallel: number }>> = {
  mail: { claim: 20, parallel: 4 },
  // Lines in the chat keep their order: one after the other.
  chat: { claim: 3, parallel: 1 },
}

/** One round of sending; answers how many deliveries were taken (0: nothing is ready). */
export const deliverMessages = async (world: World, channel: Channel, now: Instant): Promise<number> => {
  const { claim, parallel } = rounds[channel]
  const claimed = await world.store.claimDeliveries({ status: 'ready', channel }, now, LEASE_MS, claim)
  const queue = [...claimed]
  const worker = async (): Promise<void> => {
    for (let delivery = queue.shift(); delivery !== undefined; delivery = queue.shift()) {
      await deliver(world, delivery, now)
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  return claimed.length
}

const deliver = async (world: World, delivery: Delivery, now: Instant): Promise<void> => {
  const sent = await send(world, delivery).catch((error: unknown): Sent => {
    world.log.error('delivery failed unexpectedly', { delivery: delivery.id, error: String(error) })
    return { ok: false, failure: { detail: String(error), retry: true } }
  })
  await world.store.commit([afterSending(delivery, sent, now)])
}

const afterSending = (delivery: Delivery, sent: Sent, now: Instant): Change => {
  const { id, attempts } = delivery
  if (sent.ok) return { kind: 'finish-delivery', id, providerId: sent.value.providerId, at: now }
  const { detail, retry, retryAfterMs } = sent.failure
  const parked = !retry || attempts >= MAX_ATTEMPTS
  return {
    kind: 'postpone-delivery',
    id,
    status: parked ? 'parked' : 'ready',
    nextAt: now.add({ milliseconds: backoffMs(attempts, retryAfterMs) }),
    error: detail,
  }
}

const gone = (what: string): Sent => ({
  ok: false,
  failure: { detail: `${what} no longer exists`, retry: false },
})

const send = async (world: World, delivery: Delivery): Promise<Sent> => {
  const { message, key, merchantId } = delivery
  if (message.kind === 'notice' || message.kind === 'receipt') {
    const letter = await writeLetter(world, message)
    return letter === undefined ? gone('the invoice or its sheet') : world.mailer.send(letter, key)
  }
  const line = await writeLine(world, message, merchantId)
  if (line === undefined) return gone('what the line is about')
  const merchant = await world.store.merchant(merchantId)
  return world.chat.post(merchant?.slackChannel, line, key)
}

type MailMessage = Extract<Delivery['message'], { kind: 'notice' | 'receipt' }>

const writeLetter = async (world: World, message: MailMessage): Promise<Letter | undefined> => {
  const invoice = await world.store.invoice(message.invoiceId)
  if (invoice === undefined) return undefined
  const sheet = await contentOf(world, invoice)
  if (message.kind === 'receipt') {
    const payment = await world.store.payment(message.paymentId)
    return payment === undefined ? undefined : { kind: 'receipt', to: message.to, sheet, payment }
  }
  const pdf = await world.vault.get(sheetKey(invoice.id))
  if (pdf === undefined) return undefined
  return { kind: 'notice', to: message.to, audience: message.audience, sheet, pdf }
}

type ChatMessage = Exclude<Delivery['message'], MailMessage>

const writeLine = async (
  world: World,
  message: ChatMessage,
  merchantId: string,
): Promise<ChatLine | undefined> => {
  switch (message.kind) {
    case 'invoice-line': {
      const invoice = await world.store.invoice(message.invoiceId)
      return invoice && { kind: 'invoice', invoice }
    }
    case 'batch-line': {
      const batch = await world.store.batch(message.batchId)
      return batch && { kind: 'batch', batch }
    }
    case 'payment-line': {
      const payment = await world.store.payment(message.paymentId)
      const invoice =
        payment?.invoiceId === undefined ? undefined : await world.store.invoice(payment.invoiceId)
      return payment && { kind: 'payment', payment, invoice }
    }
    case 'settlement-closed':
    case 'settlement-digest': {
      const stored = await world.store.settlement(message.settlementId)
      const merchant = await world.store.merchant(merchantId)
      return stored && merchant && { kind: message.kind, stored, merchant }
    }
  }
}
