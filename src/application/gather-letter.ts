/** Gathers what a mail is about at the moment it leaves, and asks once more whether it is still true. */
import type { Delivery, MailMessage } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import { type Instant, isEarlier, toJstDay } from '../domain/jst-day.ts'
import type { CustomerLetter, MailSettings } from '../domain/mail-settings.ts'
import { isMobileAddress } from '../domain/mobile-address.ts'
import { isPayable } from '../domain/payment.ts'
import { contentOf, customerUrl, fetchSheet } from './bill-customers.ts'
import { findSuccessor } from './find-successor.ts'
import { type Gathered, gatherMerchantLetter } from './gather-merchant-letter.ts'
import type { World } from './world.ts'

type InvoiceMessage = Extract<MailMessage, { readonly invoiceId: string }>
type Of<K extends MailMessage['kind']> = Extract<MailMessage, { readonly kind: K }>

/** The letter of a delivery, or why there is none. */
export const gatherLetter = async (
  world: World,
  message: MailMessage,
  merchantId: string,
  now: Instant,
): Promise<Gathered> => {
  const settings = await world.store.mailSettings(merchantId)
  if (!('invoiceId' in message)) return gatherMerchantLetter(world, message, merchantId, settings, now)
  const invoice = await world.store.invoice(message.invoiceId)
  if (invoice === undefined) return { kind: 'gone', what: 'the invoice' }
  switch (message.kind) {
    case 'notice':
      return gatherNotice(world, message, invoice, settings, now)
    case 'reminder':
      return gatherReminder(world, message, invoice, settings, now)
    case 'receipt':
    case 'payment-undone':
      return gatherPayment(world, message, invoice, settings, now)
    case 'invoice-expired':
    case 'invoice-cancelled':
      return gatherEnd(world, message, invoice, settings)
  }
}

const drop = (reason: string): Gathered => ({ kind: 'drop', reason })
const gone = (what: string): Gathered => ({ kind: 'gone', what })

/** What all letters to a customer have in common. */
const frameOf = async (
  world: World,
  message: InvoiceMessage,
  invoice: Invoice,
  { look, wordings }: MailSettings,
  letter: CustomerLetter | undefined,
) => {
  const { language } = invoice.customer
  return {
    to: message.to,
    language,
    look,
    wording: letter && wordings[letter]?.[language],
    attach: false,
    sheet: await contentOf(world, invoice),
  }
}

const gatherNotice = async (
  world: World,
  message: Of<'notice'>,
  invoice: Invoice,
  settings: MailSettings,
  now: Instant,
): Promise<Gathered> => {
  if (!isPayable(invoice, now)) return drop(`the invoice is ${invoice.status} and cannot be paid any more`)
  const { audience } = message
  const attach = message.attach !== false
  // As a rule it was printed before; after a renewed link it is printed anew.
  const pdf = attach ? await fetchSheet(world, invoice, now) : undefined
  if (attach && pdf === undefined) return { kind: 'later', failure: notPrinted }
  const issued = await world.store.issuedNumber(invoice.number)
  const ownNumber = issued !== undefined && isEarlier(issued.issuedAt, invoice.registeredAt)
  const form = audience === 'customer' && isMobileAddress(message.to) ? 'short' : 'full'
  const own = ownNumber ? 'new-invoice' : 'notice'
  const worded = audience === 'merchant' ? undefined : form === 'short' ? 'short-notice' : own
  const frame = await frameOf(world, message, invoice, settings, worded)
  const language = audience === 'merchant' ? settings.merchantLanguage : frame.language
  return {
    kind: 'letter',
    letter: { kind: 'notice', ...frame, language, audience, form, ownNumber, attach, pdf },
  }
}

const notPrinted = { kind: 'unavailable', part: 'printer', detail: 'the sheet is not printed yet' } as const

const gatherReminder = async (
  world: World,
  message: Of<'reminder'>,
  invoice: Invoice,
  settings: MailSettings,
  now: Instant,
): Promise<Gathered> => {
  if (!isPayable(invoice, now)) return drop(`the invoice is ${invoice.status} and cannot be paid any more`)
  if (!invoice.remind) return drop('reminders were turned off for the invoice')
  const daysLeft = toJstDay(now).until(invoice.dueDay).days
  const frame = await frameOf(world, message, invoice, settings, daysLeft === 0 ? 'last-day' : 'reminder')
  return { kind: 'letter', letter: { kind: 'reminder', ...frame, daysLeft } }
}

const gatherPayment = async (
  world: World,
  message: Of<'receipt' | 'payment-undone'>,
  invoice: Invoice,
  settings: MailSettings,
  now: Instant,
): Promise<Gathered> => {
  const payment = await world.store.payment(message.paymentId)
  if (payment === undefined) return gone('the payment')
  const frame = await frameOf(world, message, invoice, settings, message.kind)
  if (message.kind === 'receipt') {
    if (payment.state === 'cancelled') return drop('the payment was undone at the till')
    return { kind: 'letter', letter: { kind: 'receipt', ...frame, payment } }
  }
  const isKnown = await wasSent(
    world,
    invoice,
    ({ message: sent }) => sent.kind === 'receipt' && sent.paymentId === payment.id,
  )
  if (!isKnown) return drop('the customer never heard of the payment')
  if (invoice.status === 'paid' || invoice.status === 'confirmed') return drop('it has been paid again')
  const payable = isPayable(invoice, now)
  return { kind: 'letter', letter: { kind: 'payment-undone', ...frame, payment, payable } }
}

const gatherEnd = async (
  world: World,
  message: Of<'invoice-expired' | 'invoice-cancelled'>,
  invoice: Invoice,
  settings: MailSettings,
): Promise<Gathered> => {
  const isKnown = await wasSent(world, invoice, ({ message: { kind } }) => kind === 'notice')
  if (!isKnown) return drop('the customer never heard of the invoice')
  const frame = await frameOf(world, message, invoice, settings, message.kind)
  if (message.kind === 'invoice-expired') {
    return { kind: 'letter', letter: { kind: 'invoice-expired', ...frame } }
  }
  const successor = await findSuccessor(world, invoice)
  const replacedByUrl = successor && customerUrl(world, successor)
  return { kind: 'letter', letter: { kind: 'invoice-cancelled', ...frame, replacedByUrl } }
}

const wasSent = async (
  world: World,
  invoice: Invoice,
  matches: (delivery: Delivery) => boolean,
): Promise<boolean> =>
  (await world.store.deliveriesOfInvoice(invoice.id)).some(
    (delivery) => delivery.status === 'sent' && matches(delivery),
  )
