/** Checks every invoice against its history, and that its unpaid fee is in the settlement it belongs to. */
import { checkInvoice, type InvoiceRecord, lastMove } from '../domain/check-invoice.ts'
import { countedAt, type PaymentRecord } from '../domain/check-payment.ts'
import { compare } from '../domain/difference.ts'
import { settlementOfDay } from '../domain/settling-period.ts'
import { eachPage, type Tally } from './tally-differences.ts'
import type { AuditWorld, FixedPeriods } from './verify-books.ts'

/** The number of invoices. */
export const verifyInvoices = (
  { books }: Pick<AuditWorld, 'books'>,
  tally: Tally,
  fixed: FixedPeriods,
): Promise<number> =>
  eachPage(
    books.invoiceRecords,
    ({ invoice }) => invoice.id,
    async (records) => {
      const repeats = records.filter(({ invoice }) => invoice.repeat && hasEnded(invoice.status))
      const payments =
        repeats.length === 0 ? [] : await books.paymentRecordsOf(repeats.map(({ invoice }) => invoice.id))
      const paymentsOf = Map.groupBy(payments, ({ payment }) => payment.invoiceId ?? '')
      for (const record of records) {
        const { invoice, endedDay, endedSettlementId } = record
        const isPaidRepeat =
          invoice.repeat && hasEnded(invoice.status) && wasPaid(record, paymentsOf.get(invoice.id) ?? [])
        const periods = fixed.get(invoice.merchantId) ?? []
        const expected = endedDay === undefined ? undefined : settlementOfDay(periods, endedDay)
        const where = `invoice ${invoice.id}`
        tally.add(checkInvoice(record, isPaidRepeat))
        tally.add(compare(where, 'settlement-claim', 'ended_settlement_id', expected, endedSettlementId))
      }
    },
  )

const hasEnded = (status: InvoiceRecord['invoice']['status']): boolean =>
  status === 'expired' || status === 'cancelled'

/** Whether a repeat invoice had been paid when it ended. */
const wasPaid = ({ history }: InvoiceRecord, payments: readonly PaymentRecord[]): boolean => {
  const end = lastMove(history)
  return end !== undefined && payments.some((payment) => countedAt(payment, end.at))
}
