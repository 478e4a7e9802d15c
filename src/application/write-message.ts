/** Gathers what a message is about, at the moment it leaves: a letter for the mail, a line for the chat. */
import type { Message } from '../domain/delivery.ts'
import type { ChatLine, Letter } from '../ports.ts'
import { contentOf, sheetKey } from './bill-customers.ts'
import type { World } from './world.ts'

type MailMessage = Extract<Message, { kind: 'notice' | 'receipt' }>
type ChatMessage = Exclude<Message, MailMessage>

export const isMailMessage = (message: Message): message is MailMessage =>
  message.kind === 'notice' || message.kind === 'receipt'

/** Undefined when what it is about no longer exists. */
export const writeLetter = async (world: World, message: MailMessage): Promise<Letter | undefined> => {
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

/** Undefined when what it is about no longer exists. */
export const writeLine = async (
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
