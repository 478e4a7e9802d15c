/** Checks an invoice against its history: every version there, only moves that exist, and the state they lead to. */
import { compare, type Difference } from './difference.ts'
import { canMove, type Invoice, type InvoiceStatus } from './invoice.ts'
import { type Day, type Instant, toJstDay } from './jst-day.ts'

export type InvoiceMoveRecord = {
  readonly version: number
  readonly at: Instant
  readonly action: string
  readonly from: InvoiceStatus | undefined
  readonly to: InvoiceStatus
  readonly detail: Readonly<Record<string, string | number>>
}

/** An invoice as it is kept, with every move it made. */
export type InvoiceRecord = {
  readonly invoice: Invoice
  /** The day on which its unpaid fee falls. */
  readonly endedDay: Day | undefined
  readonly endedSettlementId: string | undefined
  readonly history: readonly InvoiceMoveRecord[]
}

/**
 * What of an invoice does not follow from its history. `isPaidRepeat`: a repeat invoice that had been paid when it ended,
 * for which no unpaid fee falls due.
 */
export const checkInvoice = (
  { invoice, endedDay, history }: InvoiceRecord,
  isPaidRepeat: boolean,
): readonly Difference[] => {
  const where = `invoice ${invoice.id}`
  const versions = history.map(({ version }) => version)
  const wanted = Array.from({ length: Math.max(invoice.version, 1) }, (_, index) => index + 1)
  const gaps = compare(where, 'invoice-history', 'versions', wanted.join(), versions.join())
  if (gaps.length > 0) return gaps
  const last = lastMove(history)
  const pay = history.findLast(({ action }) => action === 'pay' || action === 'undo-payment')
  const paidBy = pay?.action === 'pay' ? pay.detail['payment'] : undefined
  const isEnded = last?.to === 'expired' || last?.to === 'cancelled'
  return [
    ...history.flatMap((move, index) => checkMove(where, invoice, move, history[index - 1])),
    ...compare(where, 'invoice-state', 'status', last?.to, invoice.status),
    ...compare(where, 'invoice-state', 'paid_payment_id', paidBy, invoice.paidPaymentId),
    ...compare(
      where,
      'invoice-state',
      'paid_at',
      isoOf(pay?.action === 'pay' ? pay.detail['paid_at'] : undefined),
      isoOf(invoice.paidAt),
    ),
    ...compare(
      where,
      'invoice-state',
      'ended_day',
      isEnded && last && !isPaidRepeat ? endedDayOf(invoice, last) : undefined,
      endedDay,
    ),
    ...checkLines(where, invoice),
  ]
}

/** The row by which an invoice came to be what it is. */
export const lastMove = (history: InvoiceRecord['history']): InvoiceMoveRecord | undefined =>
  history.findLast(({ from, to }) => from !== to)

/** An invoice that runs out ends on its due day; undone or cancelled, on the day that happened. */
const endedDayOf = ({ dueDay }: Invoice, { at, from, to }: InvoiceMoveRecord): Day =>
  to === 'expired' && from === 'open' ? dueDay : toJstDay(at)

const isoOf = (at: Instant | string | number | undefined): number | undefined =>
  at === undefined ? undefined : Temporal.Instant.from(String(at)).epochMilliseconds

/** Where letters go, whether they come, and the customer's link may change at any time; nothing billed changes by it. */
const amendments: readonly string[] = ['mend-address', 'stop-reminders', 'renew-link', 'notify']

const checkMove = (
  where: string,
  { repeat }: Invoice,
  { version, action, from, to }: InvoiceMoveRecord,
  earlier: InvoiceMoveRecord | undefined,
): readonly Difference[] => {
  const what = `from status of version ${version}`
  const chain = compare(where, 'invoice-history', what, earlier?.to, from)
  if (chain.length > 0) return chain
  const isPaidAgain = repeat && from === 'open' && to === 'open' && action === 'pay'
  const isAmended = amendments.includes(action) && from === to
  const isLegal =
    from === undefined
      ? to === 'open' && action === 'register'
      : isPaidAgain || isAmended || canMove(from, to)
  if (isLegal) return []
  const found = `${action}: ${from ?? '–'} → ${to} (version ${version})`
  return [{ where, rule: 'invoice-move', expected: `a move from ${from ?? '–'} that the states know`, found }]
}

const checkLines = (where: string, { lines, amountYen }: Invoice): readonly Difference[] => {
  if (lines.length === 0) return []
  const sum = lines.reduce((total, line) => total + line.amountYen, 0)
  return compare(where, 'invoice-state', 'amount', sum, amountYen)
}
