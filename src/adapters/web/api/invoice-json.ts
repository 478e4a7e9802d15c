/** Invoices, payments and batches as the HTTP surface shows them (api.md): snake_case, days, yen. */
import type * as z from 'zod'
import type { Batch, BatchProgress } from '../../../domain/batch.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import { toJstDay, toStamp } from '../../../domain/jst-day.ts'
import { toToldReceipt } from '../../../domain/network-client.ts'
import type { Payment } from '../../../domain/payment.ts'
import { questionAddress } from '../../../domain/question-address.ts'
import type { RawInvoice } from '../../../domain/raw-invoice.ts'
import { stampDutyYen } from '../../../domain/stamp-duty.ts'
import { listCuts } from '../../../domain/text-cuts.ts'
import type { PaymentDecision } from '../../../ports.ts'
import type { BatchJson } from './schemas/file-answers.ts'
import type { InvoiceJson } from './schemas/invoice-answers.ts'
import type { InvoiceBody, replaceBody } from './schemas/invoice-schemas.ts'
import type { PaymentJson } from './schemas/payment-answers.ts'

/** What a correction changes, as the form of an invoice says it. */
export const toRawChanges = ({
  customer = {},
  lines,
  amount,
  repeat,
  remind,
  ...rest
}: Omit<z.infer<typeof replaceBody>, 'reason'>): RawInvoice => ({
  customer_name: cleared(customer.name),
  kana: cleared(customer.kana),
  honorific: cleared(customer.honorific),
  email: cleared(customer.email),
  phone: cleared(customer.phone),
  language: cleared(customer.language),
  subject: cleared(rest.subject),
  tax: cleared(rest.tax),
  due: cleared(rest.due),
  reference: cleared(rest.reference),
  number: cleared(rest.number),
  deliver: cleared(rest.deliver),
  note: cleared(rest.note),
  lines: lines === null ? [] : lines,
  amount,
  repeat,
  remind,
})

const cleared = <T>(value: T | null | undefined): T | '' | undefined => (value === null ? '' : value)

export const toRawInvoice = ({ customer, ...rest }: InvoiceBody): RawInvoice => ({
  ...rest,
  customer_name: customer.name,
  kana: customer.kana,
  honorific: customer.honorific,
  email: customer.email,
  phone: customer.phone,
  language: customer.language,
})

const customerFields: Readonly<Record<string, string>> = {
  customer_name: 'customer.name',
  kana: 'customer.kana',
  honorific: 'customer.honorific',
  email: 'customer.email',
  phone: 'customer.phone',
  language: 'customer.language',
}

/** The name of a rule's field in the request. */
export const toRequestField = (field: string): string => customerFields[field] ?? field

export const toInvoiceJson = (
  invoice: Invoice,
  urls: { readonly customer: string; readonly sheet: string },
): InvoiceJson => ({
  id: invoice.id,
  number: invoice.number,
  status: invoice.status,
  customer: dropUndefined(invoice.customer),
  subject: invoice.subject,
  amount: invoice.amountYen,
  tax: invoice.taxYen ?? null,
  stamp_duty: stampDutyYen(invoice.amountYen, invoice.taxYen, toJstDay(invoice.registeredAt)),
  lines: invoice.lines.map((line) =>
    dropUndefined({
      description: line.description,
      quantity: line.quantity,
      unit_price: line.unitPriceYen,
      amount: line.amountYen,
      tax_rate: line.taxRate,
    }),
  ),
  // Where a text is too wide for its place, and what will be seen there.
  cuts: listCuts(invoice).map(({ field, place, shown }) => ({ field: toRequestField(field), place, shown })),
  // What was taken, and yet was hardly meant so.
  questions: questionsAbout(invoice),
  due: invoice.dueDay.toString(),
  registered_at: toStamp(invoice.registeredAt),
  deliver: invoice.deliver,
  repeat: invoice.repeat,
  remind: invoice.remind,
  customer_url: urls.customer,
  sheet_url: urls.sheet,
  ...dropUndefined({
    reference: invoice.reference,
    note: invoice.note,
    batch: invoice.batchId,
    paid_at: invoice.paidAt && toStamp(invoice.paidAt),
    replaces: invoice.replaces,
    replaced_by: invoice.replacedBy,
  }),
})

const questionsAbout = ({ customer, status }: Invoice) => {
  const question = status === 'open' ? questionAddress(customer.email ?? '') : undefined
  if (question === undefined) return []
  const { address: value, suggestion, message } = question
  return [{ field: 'customer.email', value, rule: 'email-typo', suggestion, message }]
}

export const toPaymentJson = (payment: Payment, decision?: PaymentDecision): PaymentJson => ({
  id: payment.id,
  state: payment.state,
  amount: payment.amountYen,
  receipt: toToldReceipt(payment.receipt),
  chain: payment.chain,
  store: payment.store,
  paid_at: toStamp(payment.paidAt),
  ...dropUndefined({
    invoice_id: payment.invoiceId,
    number: payment.number,
    problem: payment.problem,
    resolution: payment.resolution,
    confirmed_at: payment.confirmedAt && toStamp(payment.confirmedAt),
    settlement: payment.settlementId,
    told: payment.told,
    decided_at: decision && toStamp(decision.at),
    decided_by: decision?.by,
    note: decision?.note,
  }),
})

export const toBatchJson = (batch: Batch, progress: BatchProgress | undefined): BatchJson => ({
  id: batch.id,
  status: batch.status,
  file_name: batch.fileName,
  mode: batch.mode,
  counts: {
    rows: batch.rows,
    accepted: batch.accepted,
    refused: batch.rows - batch.accepted,
    cuts: batch.cutCount,
  },
  total: batch.totalYen,
  cuts: batch.cuts.map(({ row, field, place, shown }) => ({ row, field, place, shown })),
  registered_at: toStamp(batch.registeredAt),
  ...(progress === undefined
    ? {}
    : {
        notices: {
          queued: progress.notices,
          sent: progress.sent,
          delivered: progress.delivered,
          delayed: progress.delayed,
          bounced: progress.bounced,
          complained: progress.complained,
          parked: progress.parked,
        },
      }),
})

/** What may be undefined is optional instead. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

const dropUndefined = <T extends Readonly<Record<string, unknown>>>(value: T): Defined<T> =>
  // Entries are only left out, never changed.
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>
