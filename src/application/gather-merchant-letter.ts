/** Gathers what a merchant's letters are about: collections, bounces, settlements, what is still open. */
import type { CollectionScope, MailMessage } from '../domain/delivery.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Failure } from '../domain/result.ts'
import { toSettlementCsv } from '../domain/settlement-table.ts'
import { sumYen } from '../domain/yen.ts'
import type { CollectedItem, CollectionPace, Letter } from '../ports.ts'
import { gatherSignIn } from './gather-access-letter.ts'
import { printCollection, printStatement } from './print-papers.ts'
import { readCollected, readOpen } from './read-lists.ts'
import type { World } from './world.ts'

/** A letter, or why there is none: no longer true, what it is about is gone, or its paper is not printed yet. */
export type Gathered =
  | { readonly kind: 'letter'; readonly letter: Letter }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'gone'; readonly what: string }
  | { readonly kind: 'later'; readonly failure: Failure }

/** Rows of a list in a mail: Gmail clips what is longer than 102 kB. */
const MAX_LISTED = 50

type Of<K extends MailMessage['kind']> = Extract<MailMessage, { readonly kind: K }>
type MerchantMessage = Exclude<MailMessage, { readonly invoiceId: string }>

/** The letter of a delivery to a merchant. */
export const gatherMerchantLetter = async (
  world: World,
  message: MerchantMessage,
  merchantId: string,
  { look, merchantLanguage: language }: MailSettings,
  now: Instant,
): Promise<Gathered> => {
  if (message.kind === 'sign-in') return gatherSignIn(world, message, look, now)
  const merchant = await world.store.merchant(merchantId)
  if (merchant === undefined) return { kind: 'gone', what: 'the merchant' }
  const frame = { language, look, wording: undefined, attach: false, merchant }
  const { baseUrl } = world.surroundings
  switch (message.kind) {
    case 'collection-notice':
    case 'collection-fax':
      return gatherCollection(world, message, frame)
    case 'bounce-notice': {
      const bounced = await world.store.delivery(message.deliveryId)
      if (bounced === undefined || !('to' in bounced.message)) return { kind: 'gone', what: 'the mail' }
      const { invoiceId } = bounced
      const invoice = invoiceId === undefined ? undefined : await world.store.invoice(invoiceId)
      const facts = {
        what: bounced.message.kind,
        address: bounced.message.to,
        reason: bounced.lastError ?? '',
      }
      const url = `${baseUrl}/mails/${message.deliveryId}`
      return {
        kind: 'letter',
        letter: { kind: 'bounce-notice', ...frame, to: message.to, invoice, ...facts, url },
      }
    }
    case 'slack-removed': {
      const { to, teamName } = message
      const url = `${baseUrl}/settings/slack`
      return { kind: 'letter', letter: { kind: 'slack-removed', ...frame, to, teamName, url } }
    }
    case 'settlement-statement':
      return gatherStatement(world, message, frame)
    case 'open-items': {
      const open = await readOpen(world.store, merchantId)
      if (open.length === 0) return { kind: 'drop', reason: 'nothing is open' }
      const items = open.slice(0, MAX_LISTED)
      const sums = { count: open.length, totalYen: sumYen(open.map(({ amountYen }) => amountYen)) }
      const day = Temporal.PlainDate.from(message.day)
      const url = `${baseUrl}/invoices?status=open`
      return {
        kind: 'letter',
        letter: { kind: 'open-items', ...frame, to: message.to, day, items, ...sums, url },
      }
    }
  }
}

type MerchantFrame = Pick<Letter, 'language' | 'look' | 'wording' | 'attach'> & {
  readonly merchant: Merchant
}

const gatherCollection = async (
  world: World,
  message: Of<'collection-notice' | 'collection-fax'>,
  frame: MerchantFrame,
): Promise<Gathered> => {
  const { merchant, language } = frame
  const { collected, day } = await collectedIn(world, message, merchant.id)
  if (day === undefined || collected.length === 0) return { kind: 'drop', reason: 'nothing was collected' }
  const facts = {
    day,
    pace: paceOf(message),
    items: collected.slice(0, MAX_LISTED),
    count: collected.length,
    totalYen: sumYen(collected.map(({ payment }) => payment.amountYen)),
  }
  const url = `${world.surroundings.baseUrl}/payments`
  if (message.kind === 'collection-notice') {
    return {
      kind: 'letter',
      letter: { kind: 'collection-notice', ...frame, ...facts, to: message.to, url, pdf: undefined },
    }
  }
  const to = world.surroundings.faxAddress(message.fax)
  if (to === undefined) return { kind: 'gone', what: 'the FAX gateway' }
  const key = 'day' in message ? `${merchant.id}-${message.amendedOn ?? message.day}` : message.paymentId
  const printed = await printCollection(world, merchant, { key, ...facts }, language)
  if (!printed.ok) return { kind: 'later', failure: printed.failure }
  const pdf = printed.value
  return {
    kind: 'letter',
    letter: { kind: 'collection-fax', ...frame, ...facts, to, url, pdf, attach: true },
  }
}

const paceOf = (scope: CollectionScope): CollectionPace => {
  if ('paymentId' in scope) return 'each'
  return scope.amendedOn === undefined ? 'daily' : 'amended'
}

const gatherStatement = async (
  world: World,
  message: Of<'settlement-statement'>,
  frame: MerchantFrame,
): Promise<Gathered> => {
  const stored = await world.store.settlement(message.settlementId)
  if (stored === undefined) return { kind: 'gone', what: 'the settlement' }
  const printed = await printStatement(world, frame.merchant, stored, frame.language)
  if (!printed.ok) return { kind: 'later', failure: printed.failure }
  const files = { csv: toSettlementCsv(stored.settlement), pdf: printed.value, attach: true }
  const url = `${world.surroundings.baseUrl}/settlements/${stored.id}`
  return {
    kind: 'letter',
    letter: { kind: 'settlement-statement', ...frame, ...files, to: message.to, stored, url },
  }
}

const collectedIn = async (world: World, scope: CollectionScope, merchantId: string) => {
  if ('day' in scope) {
    const day = Temporal.PlainDate.from(scope.day)
    return { day, collected: await readCollected(world.store, merchantId, day) }
  }
  const payment = await world.store.payment(scope.paymentId)
  if (payment === undefined || payment.state === 'cancelled') return { day: undefined, collected: [] }
  const { invoiceId } = payment
  const invoice = invoiceId === undefined ? undefined : await world.store.invoice(invoiceId)
  const collected: readonly CollectedItem[] = [{ payment, invoice }]
  return { day: toJstDay(payment.paidAt), collected }
}
