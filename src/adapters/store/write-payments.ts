/** Statements that record slips, payments and what becomes of them. */
import { sql } from 'kysely'
import { toJstDay, toStamp } from '../../domain/jst-day.ts'
import type { Payment } from '../../domain/payment.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { listed } from './listed.ts'
import { orNull } from './rows.ts'
import type { PaymentRow, Tables } from './tables.ts'
import { given, updateRows } from './update-rows.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const insertSlip = ({ slip }: Of<'add-slip'>): readonly Statement[] => [
  query
    .insertInto('slips')
    .values({
      id: slip.id,
      number: slip.number,
      invoices: JSON.stringify(slip.invoices),
      total_yen: slip.totalYen,
      printed_at: toStamp(slip.printedAt),
      expires_at: toStamp(slip.expiresAt),
    })
    .compile(),
  ...insertRows(
    'slip_invoices',
    slip.invoices.map(({ invoiceId }) => ({
      invoice_id: invoiceId,
      slip_id: slip.id,
      expires_at: toStamp(slip.expiresAt),
    })),
  ),
  allOpen(slip.invoices.map(({ invoiceId }) => invoiceId)),
]

/** An invoice that was paid, cancelled or expired meanwhile gets no slip. */
const allOpen = (invoiceIds: readonly string[]): Statement =>
  sql`select case when (
        select count(*) from invoices where status = 'open' and id in ${listed(invoiceIds)}
      ) <> ${invoiceIds.length} then json('an invoice is not open') end`.compile(query)

export const insertPayments = (added: readonly Of<'add-payment'>[]): readonly Statement[] => [
  ...insertRows('payments', added.map(toPaymentRow)),
  ...insertRows(
    'payment_history',
    added.map(({ payment, actor }) => {
      const { version, recordedAt: at, state } = payment
      return historyRow(payment, { version, at, actor, state }, payment.id)
    }),
  ),
]

const toPaymentRow = ({ payment }: Of<'add-payment'>): PaymentRow => ({
  id: payment.id,
  merchant_id: payment.merchantId,
  invoice_id: orNull(payment.invoiceId),
  number: orNull(payment.number),
  told: orNull(payment.told),
  receipt: payment.receipt,
  line: payment.line,
  chain: payment.chain,
  store: payment.store,
  amount_yen: payment.amountYen,
  paid_at: toStamp(payment.paidAt),
  collected_day: toJstDay(payment.paidAt).toString(),
  recorded_at: toStamp(payment.recordedAt),
  state: payment.state,
  problem: orNull(payment.problem),
  resolution: orNull(payment.resolution),
  confirmed_at: payment.confirmedAt === undefined ? null : toStamp(payment.confirmedAt),
  resolved_at: null,
  resolved_by: null,
  resolution_note: null,
  settlement_id: orNull(payment.settlementId),
  version: payment.version,
})

/** Of each payment one move at the most. */
export const movePayments = (moves: readonly Of<'move-payment'>[]): readonly Statement[] => [
  ...insertRows(
    'payment_history',
    moves.map(({ payment, to, at, actor }) =>
      historyRow(payment, { version: payment.version + 1, at, actor, state: to }, payment.id),
    ),
  ),
  ...updateRows(
    'payments',
    moves.map(({ payment, to, at }) => ({
      id: payment.id,
      version: payment.version,
      state: to,
      confirmed_at: to === 'confirmed' ? toStamp(at) : null,
    })),
    { state: given('state'), confirmed_at: sql`coalesce(${given('confirmed_at')}, payments.confirmed_at)` },
  ),
]

/** Decided once: the version is the guard. */
export const resolvePayment = (change: Of<'resolve-payment'>): readonly Statement[] => {
  const { payment, decision, note, at, actor } = change
  const version = payment.version + 1
  const update = query
    .updateTable('payments')
    .set({
      resolution: decision,
      invoice_id: orNull(change.invoiceId),
      merchant_id: change.merchantId,
      resolved_at: toStamp(at),
      resolved_by: actor.name,
      resolution_note: note,
      version,
    })
    .where('id', '=', payment.id)
    .where('version', '=', payment.version)
    .compile()
  const decided = { version, at, actor, state: payment.state, resolution: decision }
  return [...insertRows('payment_history', [historyRow(change, decided, payment.id)]), update, guard()]
}

type Moved = Pick<Of<'move-payment'>, 'at' | 'actor'> & {
  readonly version: number
  readonly state: Of<'move-payment'>['to']
  readonly resolution?: Of<'resolve-payment'>['decision']
}

/** Whose the payment is from that version on, and who said so. */
const historyRow = (
  { merchantId, invoiceId }: Pick<Payment, 'merchantId' | 'invoiceId'>,
  { version, at, actor, state, resolution }: Moved,
  paymentId: string,
): Tables['payment_history'] => ({
  payment_id: paymentId,
  version,
  at: toStamp(at),
  actor_kind: actor.kind,
  actor_name: actor.name,
  to_state: state,
  resolution: orNull(resolution),
  merchant_id: merchantId,
  invoice_id: orNull(invoiceId),
})
