/** From rows to the nouns of the domain, and from absent to null. */
import type { Delivery, Message } from '../../domain/delivery.ts'
import type { Invoice, InvoiceLine } from '../../domain/invoice.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Payment } from '../../domain/payment.ts'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { toYen } from '../../domain/yen.ts'
import type { NumberAssignment } from '../../ports.ts'
import type { AssignmentRow, DeliveryRow, InvoiceRow, MerchantRow, PaymentRow } from './tables.ts'

/** Stamps have three decimals and end in Z: what `Date` reads several times faster than Temporal. */
export const toInstant = (stamp: string): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Date.parse(stamp))

/** Days that were read before: a month has few of them, however many its rows. */
const days = new Map<string, Temporal.PlainDate>()
const MAX_DAYS = 10_000

export const toDay = (text: string): Temporal.PlainDate => {
  const known = days.get(text)
  if (known !== undefined) return known
  const day = Temporal.PlainDate.from(text)
  if (days.size >= MAX_DAYS) days.clear()
  days.set(text, day)
  return day
}

export const orNull = <T>(value: T | undefined): T | null => value ?? null

export const toMerchant = (row: MerchantRow): Merchant => ({
  id: row.id,
  name: row.name,
  email: row.email ?? undefined,
  phone: row.phone ?? undefined,
  fax: row.fax ?? undefined,
  registrationNumber: row.registration_number ?? undefined,
  slackChannel: row.slack_channel ?? undefined,
  plan: row.plan,
  cycle: row.cycle,
  fileOption: row.file_option === 1,
  agencyCode: row.agency_code ?? undefined,
  clientCode: row.client_code ?? undefined,
  address: row.address ?? undefined,
  logo: row.logo ?? undefined,
  since: toDay(row.since),
})

export const toInvoice = (row: InvoiceRow): Invoice => ({
  id: row.id,
  merchantId: row.merchant_id,
  // Only numbers that were checked and issued ever get into the table.
  number: row.number as SmartPitNumber,
  status: row.status,
  version: row.version,
  token: row.token,
  customer: {
    name: row.customer_name,
    kana: row.kana ?? undefined,
    honorific: row.honorific,
    email: row.email ?? undefined,
    phone: row.phone ?? undefined,
    language: row.language,
  },
  subject: row.subject,
  amountYen: toYen(row.amount_yen),
  taxYen: row.tax_yen === null ? undefined : toYen(row.tax_yen),
  // Written by insertInvoices from the same type.
  lines: JSON.parse(row.lines) as readonly InvoiceLine[],
  dueDay: toDay(row.due_day),
  reference: row.reference ?? undefined,
  deliver: row.deliver,
  note: row.note ?? undefined,
  repeat: row.repeats === 1,
  remind: row.remind === 1,
  registeredAt: toInstant(row.registered_at),
  paidAt: row.paid_at === null ? undefined : toInstant(row.paid_at),
  paidPaymentId: row.paid_payment_id ?? undefined,
  barcodeReference: row.barcode_reference ?? undefined,
  reissueCount: row.reissue_count,
  batchId: row.batch_id ?? undefined,
  replaces: row.replaces ?? undefined,
  replacedBy: row.replaced_by ?? undefined,
})

export const toPayment = (row: PaymentRow): Payment => ({
  id: row.id,
  merchantId: row.merchant_id,
  invoiceId: row.invoice_id ?? undefined,
  number: (row.number ?? undefined) as SmartPitNumber | undefined,
  told: row.told ?? undefined,
  receipt: row.receipt,
  line: row.line,
  chain: row.chain,
  store: row.store,
  amountYen: toYen(row.amount_yen),
  paidAt: toInstant(row.paid_at),
  recordedAt: toInstant(row.recorded_at),
  state: row.state,
  problem: row.problem ?? undefined,
  resolution: row.resolution ?? undefined,
  confirmedAt: row.confirmed_at === null ? undefined : toInstant(row.confirmed_at),
  settlementId: row.settlement_id ?? undefined,
  version: row.version,
})

export const toAssignment = (row: AssignmentRow): NumberAssignment => ({
  merchantId: row.merchant_id,
  // Only issued numbers can be assigned.
  number: row.number as SmartPitNumber,
  customer: {
    name: row.customer_name,
    kana: row.kana ?? undefined,
    email: row.email ?? undefined,
    phone: row.phone ?? undefined,
  },
  assignedAt: toInstant(row.assigned_at),
})

export const toDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  key: row.key,
  merchantId: row.merchant_id,
  invoiceId: row.invoice_id ?? undefined,
  batchId: row.batch_id ?? undefined,
  parcel: row.parcel ?? undefined,
  // Written by queueDeliveries from the same type.
  message: JSON.parse(row.message) as Message,
  status: row.dropped === null ? row.status : 'dropped',
  attempts: row.attempts,
  nextAt: toInstant(row.next_at),
  providerId: row.provider_id ?? undefined,
  lastError: row.dropped ?? row.last_error ?? undefined,
  outcome:
    row.outcome === null || row.outcome_at === null
      ? undefined
      : { kind: row.outcome, at: toInstant(row.outcome_at), detail: row.outcome_detail ?? undefined },
  mendedBy: row.mended_by ?? undefined,
  mendedName: row.mended_name ?? undefined,
  stopId: row.stop_id ?? undefined,
})
