/** What a webhook tells of the thing it is about: the same as the API does. */
import type { Invoice } from '../../../domain/invoice.ts'
import type { WriteEvent } from '../../../ports.ts'
import { toInvoiceJson, toPaymentJson } from './invoice-json.ts'
import { toStoredJson } from './settlement-json.ts'

/** `urlOf` the customer's page. */
export const createEventWriter =
  (baseUrl: string, urlOf: (invoice: Invoice) => string): WriteEvent =>
  (subject) => {
    switch (subject.kind) {
      case 'invoice':
        return (
          subject.invoice &&
          toInvoiceJson(subject.invoice, {
            customer: urlOf(subject.invoice),
            sheet: `${baseUrl}/api/v1/invoices/${subject.invoice.id}/sheet.pdf`,
          })
        )
      case 'payment':
        return subject.payment && toPaymentJson(subject.payment)
      case 'settlement':
        return subject.settlement && toStoredJson(subject.settlement)
      case 'test':
        return { message: 'pitpost' }
    }
  }
