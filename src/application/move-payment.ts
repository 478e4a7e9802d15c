/** What 確報 and 速報取消 do to a payment and to the invoice it paid. Decides only; nothing is stored here. */
import type { Actor } from '../domain/access.ts'
import { canMove, type Invoice, type InvoiceStatus } from '../domain/invoice.ts'
import { endOfDay, type Instant, isEarlier, toJstDay } from '../domain/jst-day.ts'
import { asCentreIncome, postConfirmation, postReversal } from '../domain/ledger.ts'
import type { Payment } from '../domain/payment.ts'
import { zeroYen } from '../domain/yen.ts'
import type { Change, InvoiceMove } from '../ports.ts'
import { amendDigests } from './amend-digests.ts'
import type { Recorded } from './record-payment.ts'
import { tellCustomers } from './tell-customer.ts'
import { tellCards, tellLine } from './tell-line.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** 確報: the money is certain, and so is the invoice that it paid. */
export const confirmOne = (
  world: Pick<World, 'random'>,
  payment: Payment,
  invoice: Invoice | undefined,
  actor: Actor,
  now: Instant,
): Recorded => {
  const posting = asCentreIncome(postConfirmation(payment), invoice?.taxYen ?? zeroYen)
  const moved: Payment = { ...payment, state: 'confirmed', confirmedAt: now, version: payment.version + 1 }
  const confirmed = isCarriedBy(invoice, payment)
    ? moveInvoiceTo(invoice, 'confirmed', { action: 'confirm', at: now, actor, detail: detailOf(payment) })
    : { invoice, changes: [] }
  return {
    payment: moved,
    invoice: confirmed.invoice,
    changes: [
      { kind: 'move-payment', payment, to: 'confirmed', at: now, actor },
      ...postAs(`confirmed:${payment.id}`, now, posting),
      ...confirmed.changes,
      ...(confirmed.changes.length > 0 ? tellCards(world, [confirmed.invoice], now) : []),
    ],
  }
}

/** 速報取消: the clerk undid it. The invoice is payable again, or expired when its day is over and no slip holds it up. */
export const cancelOne = (
  world: Pick<World, 'random'>,
  payment: Payment,
  invoice: Invoice | undefined,
  hasLiveSlip: boolean,
  actor: Actor,
  now: Instant,
): Recorded => {
  const moved: Payment = { ...payment, state: 'cancelled', version: payment.version + 1 }
  const line = toDelivery(
    world.random,
    { merchantId: payment.merchantId },
    { kind: 'payment-line', paymentId: payment.id },
    now,
    1,
  )
  const undone = isCarriedBy(invoice, payment)
    ? moveInvoiceTo(invoice, isOver(invoice, now) && !hasLiveSlip ? 'expired' : 'open', {
        action: 'undo-payment',
        at: now,
        actor,
        detail: detailOf(payment),
      })
    : { invoice, changes: [] }
  return {
    payment: moved,
    invoice: undone.invoice,
    changes: [
      { kind: 'move-payment', payment, to: 'cancelled', at: now, actor },
      ...postAs(`cancelled:${payment.id}`, now, postReversal(payment)),
      ...undone.changes,
      { kind: 'queue-deliveries', deliveries: [line] },
      ...(undone.changes.length > 0 ? tellCards(world, [undone.invoice], now) : []),
      ...tellProblem(world, payment, now),
      ...amendDigests(world, payment, now),
      ...tellUndone(world, payment, invoice, now),
    ],
  }
}

/** Its message offers decisions that nobody has to make any more. */
const tellProblem = (
  world: Pick<World, 'random'>,
  { id, merchantId, problem }: Payment,
  now: Instant,
): readonly Change[] =>
  problem === undefined
    ? []
    : [tellLine(world, merchantId, { kind: 'payment-line', paymentId: id }, 'undone', now)]

/** Whoever was told of the payment is told that it is gone. */
const tellUndone = (
  world: Pick<World, 'random'>,
  payment: Payment,
  invoice: Invoice | undefined,
  now: Instant,
): readonly Change[] =>
  invoice === undefined || payment.problem !== undefined
    ? []
    : tellCustomers(
        world,
        [invoice],
        ({ id }, to) => ({ kind: 'payment-undone', invoiceId: id, paymentId: payment.id, to }),
        now,
      )

/** The change of an invoice's state and the invoice afterwards; a move that the states do not know is a bug and throws. */
export const moveInvoiceTo = (
  invoice: Invoice,
  to: InvoiceStatus,
  move: Omit<InvoiceMove, 'invoice' | 'to'>,
): { readonly invoice: Invoice; readonly changes: readonly Change[] } => {
  const isRepeated = invoice.repeat && invoice.status === 'open' && to === 'open' && move.action === 'pay'
  if (!isRepeated && !canMove(invoice.status, to)) {
    throw new RangeError(`invoice ${invoice.id} cannot go from ${invoice.status} to ${to}`)
  }
  const isUndone = move.action === 'undo-payment'
  return {
    invoice: {
      ...invoice,
      status: to,
      version: invoice.version + 1,
      paidAt: isUndone ? undefined : (move.paid?.at ?? invoice.paidAt),
      paidPaymentId: isUndone ? undefined : (move.paid?.paymentId ?? invoice.paidPaymentId),
      replacedBy: move.replacedBy ?? invoice.replacedBy,
    },
    changes: [{ kind: 'move-invoice', invoice, to, ...move }],
  }
}

const isCarriedBy = (invoice: Invoice | undefined, payment: Payment): invoice is Invoice =>
  invoice?.status === 'paid' && invoice.paidPaymentId === payment.id

const isOver = (invoice: Invoice, now: Instant): boolean => !isEarlier(now, endOfDay(invoice.dueDay))

const detailOf = ({ id, receipt }: Payment): Readonly<Record<string, string>> => ({ payment: id, receipt })

const postAs = (
  cause: string,
  now: Instant,
  posting: Extract<Change, { kind: 'post-entries' }>['posting'],
): readonly Change[] =>
  posting.length === 0 ? [] : [{ kind: 'post-entries', cause, day: toJstDay(now), posting }]
