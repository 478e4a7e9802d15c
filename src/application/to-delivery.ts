/** Makes the outbox row of a message, keyed by its cause. */
import type { CollectionScope, Delivery, Message, TellableSum } from '../domain/delivery.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { Random } from '../ports.ts'

export type DeliveryOrigin = {
  readonly merchantId: string
  readonly id?: string
  readonly batchId?: string | undefined
}

/** A delivery of a message about an invoice (or of a merchant's); `again` counts deliberate repeats. */
export const toDelivery = (
  random: Random,
  origin: DeliveryOrigin,
  message: Message,
  now: Instant,
  again = 0,
): Delivery => ({
  id: random.id('dlv'),
  key: `${causeOf(message, origin.merchantId)}${again === 0 ? '' : `:${again}`}`,
  merchantId: origin.merchantId,
  invoiceId: 'invoiceId' in message ? message.invoiceId : undefined,
  batchId: origin.batchId,
  parcel: undefined,
  message,
  status: message.kind === 'notice' && message.attach !== false ? 'printing' : 'ready',
  attempts: 0,
  nextAt: now,
  providerId: undefined,
  lastError: undefined,
  outcome: undefined,
  mendedBy: undefined,
  stopId: undefined,
})

/** The key of the delivery that such a message is, or was. */
export const causeOf = (message: Message, merchantId: string): string => {
  switch (message.kind) {
    case 'notice':
      return `notice:${message.invoiceId}:${message.audience}`
    case 'receipt':
      return `receipt:${message.paymentId}`
    case 'reminder':
      return `reminder:${message.invoiceId}:${message.daysBefore}`
    case 'payment-undone':
      return `payment-undone:${message.paymentId}`
    case 'invoice-expired':
    case 'invoice-cancelled':
      return `${message.kind}:${message.invoiceId}`
    case 'collection-notice':
    case 'collection-fax':
      return `${message.kind}:${scopeOf(merchantId, message)}`
    case 'bounce-notice':
      return `bounce-notice:${message.deliveryId}`
    case 'settlement-statement':
      return `settlement-statement:${message.settlementId}`
    case 'sign-in':
      return `sign-in:${message.request}`
    case 'slack-removed':
      return `slack-removed:${message.tenant}:${message.at}:${message.to}`
    case 'open-items':
      return `open-items:${merchantId}:${message.day}`
    case 'invoice-line':
      return `invoice-line:${message.invoiceId}`
    case 'batch-line':
      return `batch-line:${message.batchId}`
    case 'payment-line':
      return `payment-line:${message.paymentId}`
    case 'feed-line':
      return `feed-line:${message.feedId}:${message.merchantId}`
    case 'proof-line':
      return `proof-line:${message.stopId}`
    case 'settlement-closed':
      return `settlement-closed:${message.settlementId}`
    case 'settlement-digest':
      return `settlement-digest:${message.settlementId}`
    case 'bounce-line':
      return `bounce-line:${message.deliveryId}`
    case 'morning-digest':
      return `morning-digest:${merchantId}:${message.day}`
    case 'month-report':
      return `month-report:${merchantId}:${message.month}`
    case 'digest-pictures':
    case 'digest-files':
      return `${message.kind}:${message.of}`
    case 'digest-note':
      return `digest-note:${message.of}:${tellSum(message.was)}:${tellSum(message.is)}`
    case 'digest-late':
      return `digest-late:${message.digest}:${merchantId}:${message.day}:${message.slot}`
    case 'line-edit':
      return `edit:${causeOf(message.line, merchantId)}:${message.cause}`
  }
}

const tellSum = ({ count, yen }: TellableSum): string => `${count}-${yen}`

const scopeOf = (merchantId: string, scope: CollectionScope): string => {
  if ('paymentId' in scope) return scope.paymentId
  const { day, amendedOn } = scope
  return [merchantId, day, ...(amendedOn === undefined ? [] : ['amended', amendedOn])].join(':')
}
