/** Takes an open invoice back (請求の削除). */
import type { Actor } from '../domain/access.ts'
import { canMove, type Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { findOwnInvoice } from './find-own-invoice.ts'
import { moveInvoiceTo } from './move-payment.ts'
import { tellCustomers } from './tell-customer.ts'
import { tellCards } from './tell-line.ts'
import type { World } from './world.ts'

export type CancelRequest = {
  readonly merchantId: string
  readonly invoiceId: string
  readonly reason: string | undefined
  readonly actor: Actor
  readonly alongside?: (invoice: Invoice) => Promise<readonly Change[]> | readonly Change[]
}

/** The cancelled invoice; `wrong-state` unless it was open. */
export const cancelInvoice = (world: World, request: CancelRequest, now: Instant): Promise<Result<Invoice>> =>
  commitWithRetry(world.store, async () => {
    const found = await findOwnInvoice(world, request)
    if (!found.ok) return found
    const invoice = found.value
    if (!canMove(invoice.status, 'cancelled')) {
      return fail({
        kind: 'wrong-state',
        message: {
          ja: '取り消せるのは未払いの請求だけです。支払い済みのときは、返金をお客さまと直接ご相談ください。',
          en: 'Only an open invoice can be cancelled. If it has been paid, arrange a refund with the customer.',
        },
      })
    }
    const detail: Record<string, string> = request.reason === undefined ? {} : { reason: request.reason }
    const cancelled = moveInvoiceTo(invoice, 'cancelled', {
      action: 'cancel',
      at: now,
      actor: request.actor,
      detail,
    })
    const alongside = (await request.alongside?.(cancelled.invoice)) ?? []
    const news = tellCustomers(
      world,
      [invoice],
      ({ id }, to) => ({ kind: 'invoice-cancelled', invoiceId: id, to }),
      now,
    )
    return ok({
      changes: [...cancelled.changes, ...tellCards(world, [cancelled.invoice], now), ...news, ...alongside],
      value: cancelled.invoice,
    })
  })
