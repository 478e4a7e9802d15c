/** Whole lists out of the store's pages: what a day collected, what is open. */
import type { Invoice } from '../domain/invoice.ts'
import type { Day } from '../domain/jst-day.ts'
import type { Payment } from '../domain/payment.ts'
import type { CollectedItem, Page, Store } from '../ports.ts'

/** Rows of one page, the most the store gives. */
const PAGE_SIZE = 200

/** What was collected on a day and not undone, latest first, with its invoices. */
export const readCollected = async (
  store: Store,
  merchantId: string,
  day: Day,
): Promise<readonly CollectedItem[]> => {
  const payments: Payment[] = []
  await readPages(
    (cursor) => store.payments(merchantId, { from: day, to: day }, PAGE_SIZE, cursor),
    (page) => {
      payments.push(...page.filter(({ state }) => state !== 'cancelled'))
    },
  )
  const ids = payments.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId]))
  const invoices = new Map((await store.invoicesById(ids)).map((invoice) => [invoice.id, invoice]))
  return payments.map((payment) => ({ payment, invoice: invoices.get(payment.invoiceId ?? '') }))
}

/** Every open invoice of a merchant, those due first in front. */
export const readOpen = async (store: Store, merchantId: string): Promise<readonly Invoice[]> => {
  const open: Invoice[] = []
  await readPages(
    (cursor) => store.invoices(merchantId, { status: 'open' }, PAGE_SIZE, cursor),
    (page) => {
      open.push(...page)
    },
  )
  return open.toSorted((a, b) => Temporal.PlainDate.compare(a.dueDay, b.dueDay) || a.id.localeCompare(b.id))
}

/** Hands over page after page. */
export const readPages = async <T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  take: (items: readonly T[]) => void | Promise<void>,
): Promise<void> => {
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    await take(page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
}
