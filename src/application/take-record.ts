/** Does what one record of a collection data file asks for, on the books as the records before it left them. */
import type { Actor } from '../domain/access.ts'
import { decideCollection, type Verdict } from '../domain/decide-collection.ts'
import type { FeedItem, FeedOutcome, FeedReason } from '../domain/feed.ts'
import type { Instant } from '../domain/jst-day.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import type { Payment, PaymentState } from '../domain/payment.ts'
import type { Change } from '../ports.ts'
import { cancelOne, confirmOne } from './move-payment.ts'
import type { Entry, FeedBooks } from './open-feed-books.ts'
import { type Recorded, recordPayment } from './record-payment.ts'
import type { World } from './world.ts'

export type Taken = {
  readonly item: FeedItem
  readonly changes: readonly Change[]
  /** The amount it should have been, when the record's is another: of the payment told before, or of the invoice. */
  readonly expectedYen: number | undefined
}

/** Where and by whom. */
export type TakeContext = {
  readonly world: Pick<World, 'random'>
  readonly books: FeedBooks
  readonly actor: Actor
  readonly now: Instant
}

type Done = {
  readonly outcome: FeedOutcome
  readonly reason: FeedReason | undefined
  readonly payment: Payment | undefined
  readonly changes: readonly Change[]
}

/** The books are as the record leaves them afterwards; the changes make the store so. */
export const takeRecord = (context: TakeContext, entry: Entry): Taken => {
  const { books } = context
  const earlier = books.seen(entry)
  if (earlier !== undefined) {
    const payment = books.payment(earlier.paymentId)
    return { ...toTaken(entry, { outcome: 'unchanged', reason: undefined, payment, changes: [] }, undefined) }
  }
  const verdict = decideCollection(entry.record, books.candidates(entry))
  const before = 'payment' in verdict ? verdict.payment : undefined
  const expectedYen = before?.amountYen ?? books.invoice(entry.invoiceId)?.amountYen
  const done = act(context, entry, verdict)
  books.tie(entry, done.payment?.id)
  return toTaken(entry, done, expectedYen)
}

const act = (context: TakeContext, entry: Entry, verdict: Verdict): Done => {
  switch (verdict.does) {
    case 'nothing':
      return { outcome: 'unchanged', reason: verdict.reason, payment: verdict.payment, changes: [] }
    case 'record':
      return record(context, entry, verdict.state, verdict.reason)
    case 'confirm': {
      const { actor, books, now } = context
      const moved = confirmOne(
        context.world,
        verdict.payment,
        books.invoice(verdict.payment.invoiceId),
        actor,
        now,
      )
      return {
        outcome: 'confirmed',
        reason: verdict.reason,
        payment: keep(books, moved),
        changes: moved.changes,
      }
    }
    case 'cancel': {
      const { payment, changes } = cancel(context, verdict.payment, false)
      return { outcome: 'cancelled', reason: verdict.reason, payment, changes }
    }
    case 'replace': {
      // The invoice waits for the new amount, as if a slip held it up.
      const undone = cancel(context, verdict.payment, true)
      const done = record(context, entry, verdict.state, verdict.reason)
      return { ...done, outcome: 'corrected', changes: [...undone.changes, ...done.changes] }
    }
  }
}

const keep = (books: FeedBooks, { payment, invoice }: Recorded): Payment => {
  books.keepPayment(payment)
  books.keepInvoice(invoice)
  return payment
}

const cancel = (
  { world, books, actor, now }: TakeContext,
  payment: Payment,
  isReplaced: boolean,
): { readonly payment: Payment; readonly changes: readonly Change[] } => {
  const invoice = books.invoice(payment.invoiceId)
  const isHeld = isReplaced || (invoice !== undefined && books.hasLiveSlip(invoice.id))
  const undone = cancelOne(world, payment, invoice, isHeld, actor, now)
  return { payment: keep(books, undone), changes: undone.changes }
}

const record = (
  { world, books, actor, now }: TakeContext,
  entry: Entry,
  state: PaymentState,
  reason: FeedReason | undefined,
): Done => {
  const { record: told, invoiceId, merchantId, receipt } = entry
  const invoice = books.invoice(invoiceId)
  const facts = {
    merchantId,
    number: invoice?.number,
    told: invoice === undefined ? told.barcode : undefined,
    receipt,
    line: books.nextLine(entry),
    chain: told.chain,
    store: told.store,
    amountYen: told.amountYen,
    paidAt: told.collectedAt,
    state,
  }
  const recorded = recordPayment(world, facts, invoice, undefined, actor, now)
  const payment = keep(books, recorded)
  const outcome = state === 'cancelled' ? 'cancelled' : payment.problem === undefined ? 'recorded' : 'problem'
  return { outcome, reason: reason ?? payment.problem, payment, changes: recorded.changes }
}

const toTaken = (
  { record: told, receipt, invoiceId, merchantId }: Entry,
  { outcome, reason, payment, changes }: Done,
  expectedYen: number | undefined,
): Taken => ({
  item: {
    row: told.row,
    kind: told.kind,
    ...{ outcome, reason, receipt },
    barcode: told.barcode,
    amountYen: told.amountYen,
    chain: told.chain,
    store: told.store,
    collectedAt: told.collectedAt,
    merchantId: payment?.merchantId ?? merchantId ?? CENTRE_ID,
    invoiceId: payment?.invoiceId ?? invoiceId,
    paymentId: payment?.id,
    doneAt: undefined,
    doneBy: undefined,
  },
  changes,
  expectedYen: expectedYen === told.amountYen ? undefined : expectedYen,
})
