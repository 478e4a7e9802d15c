/** Sends an invoice's notice once more, to the same or another address. */
import type { Actor } from '../domain/access.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { isMailAddress } from '../domain/mail-address.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { findOwnInvoice } from './find-own-invoice.ts'
import { attachesSheet } from './tell-customer.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type NotifyRequest = {
  readonly merchantId: string
  readonly invoiceId: string
  readonly to: string | undefined
  /** Whoever asks for it, for the history. */
  readonly actor: Actor
  readonly alongside?: (invoice: Invoice) => Promise<readonly Change[]> | readonly Change[]
}

/** Queues one more notice of an open invoice; the stored sheet is sent, nothing is registered again (S5). */
export const notifyAgain = (world: World, request: NotifyRequest, now: Instant): Promise<Result<Invoice>> => {
  let seen: number | undefined
  return commitWithRetry(world.store, async () => {
    const found = await findOwnInvoice(world, request)
    if (!found.ok) return found
    const invoice = found.value
    if (invoice.status !== 'open') {
      return fail({
        kind: 'wrong-state',
        message: {
          ja: 'お知らせを送れるのは未払いの請求だけです。',
          en: 'A notice can be sent for open invoices only.',
        },
      })
    }
    const to = request.to ?? invoice.customer.email
    if (to === undefined || !isMailAddress(to)) {
      return refuse({
        field: 'to',
        ...(to === undefined ? {} : { value: to }),
        rule: 'email-format',
        message: {
          ja: '送り先のメールアドレスを入れてください（例：hanako@example.com）。',
          en: 'Give an e-mail address to send to (for example hanako@example.com).',
        },
      })
    }
    const earlier = await world.store.deliveriesOfInvoice(invoice.id)
    const times = earlier.filter(({ message }) => message.kind === 'notice').length
    // Somebody pressed in the same moment: theirs is on its way.
    seen ??= times
    if (times > seen) return ok({ changes: (await request.alongside?.(invoice)) ?? [], value: invoice })
    const attach = attachesSheet(await world.store.mailSettings(invoice.merchantId), to, 'customer')
    const message = { kind: 'notice', invoiceId: invoice.id, to, audience: 'customer', attach } as const
    const delivery = toDelivery(world.random, invoice, message, now, times + 1)
    const alongside = (await request.alongside?.(invoice)) ?? []
    return ok({
      changes: [
        { kind: 'queue-deliveries', deliveries: [delivery] },
        { kind: 'note-notice', invoice, to, at: now, actor: request.actor },
        ...alongside,
      ],
      value: invoice,
    })
  })
}
