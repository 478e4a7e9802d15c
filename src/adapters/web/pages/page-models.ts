/** The nouns as the templates show them. */
import type { Invoice } from '../../../domain/invoice.ts'
import { toToldReceipt } from '../../../domain/network-client.ts'
import type { Payment } from '../../../domain/payment.ts'
import { toChainText } from './business-names.ts'
import { paymentStateNames, problemNames, resolutionNames, statusNames } from './page-names.ts'

/** Absent values become null: a template may ask for them. */
export const toInvoiceModel = (invoice: Invoice) => ({
  ...invoice,
  statusName: statusNames[invoice.status],
  reference: invoice.reference ?? null,
  taxYen: invoice.taxYen ?? null,
  note: invoice.note ?? null,
  batchId: invoice.batchId ?? null,
  customer: {
    ...invoice.customer,
    kana: invoice.customer.kana ?? null,
    email: invoice.customer.email ?? null,
    phone: invoice.customer.phone ?? null,
  },
})

export const toPaymentModel = (payment: Payment) => ({
  ...payment,
  invoiceId: payment.invoiceId ?? null,
  number: payment.number ?? null,
  settlementId: payment.settlementId ?? null,
  receipt: toToldReceipt(payment.receipt),
  chainName: toChainText(payment.chain),
  stateName: paymentStateNames[payment.state],
  isUndecided:
    payment.problem !== undefined && payment.resolution === undefined && payment.state !== 'cancelled',
  resolutionName: payment.resolution === undefined ? null : resolutionNames[payment.resolution],
  problemName: payment.problem === undefined ? null : problemNames[payment.problem],
})
