/** Walks every payment through its history anew: its state, its entries, its invoice and its settlement. */
import { checkPayment, type PaymentRecord } from '../domain/check-payment.ts'
import { compare } from '../domain/difference.ts'
import type { Invoice } from '../domain/invoice.ts'
import { settlementOfPayment } from '../domain/settling-period.ts'
import { eachPage, type Tally } from './tally-differences.ts'
import type { AuditWorld, FixedPeriods } from './verify-books.ts'

/** What payments can post; entries under any of these causes must be what the history says. */
const causes = ['collected', 'confirmed', 'cancelled', 'accept', 'refunded'] as const

export const verifyPayments = async (
  { books, store }: Pick<AuditWorld, 'books' | 'store'>,
  tally: Tally,
  fixed: FixedPeriods,
): Promise<{ readonly count: number; readonly collectedYen: number }> => {
  let collectedYen = 0
  const count = await eachPage(
    books.paymentRecords,
    ({ payment }) => payment.id,
    async (records) => {
      const invoiceIds = records.flatMap(({ payment: { invoiceId } }) =>
        invoiceId === undefined ? [] : [invoiceId],
      )
      const [invoices, entries] = await Promise.all([
        store.invoicesById([...new Set(invoiceIds)]),
        books.entriesOf(records.flatMap(({ payment: { id } }) => causes.map((cause) => `${cause}:${id}`))),
      ])
      const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]))
      const checked = records.map((record) => checkOne(record, byId, tally, fixed))
      tally.post(checked.flat(), entries)
      for (const { payment } of records) if (payment.state !== 'cancelled') collectedYen += payment.amountYen
    },
  )
  return { count, collectedYen }
}

const checkOne = (
  record: PaymentRecord,
  invoices: ReadonlyMap<string, Invoice>,
  tally: Tally,
  fixed: FixedPeriods,
) => {
  const { payment, collectedDay, resolvedAt } = record
  const { differences, postings } = checkPayment(record, invoices.get(payment.invoiceId ?? ''))
  tally.add(differences)
  const periods = fixed.get(payment.merchantId) ?? []
  const expected = settlementOfPayment(periods, payment, collectedDay, resolvedAt)
  const where = `payment ${payment.id}`
  tally.add(compare(where, 'settlement-claim', 'settlement_id', expected, payment.settlementId))
  return postings
}
