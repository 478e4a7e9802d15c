/** Ends open invoices whose due day, and every slip printed in time, has run out. */
import { systemActor } from '../domain/access.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { tellCustomers } from './tell-customer.ts'
import { tellCards } from './tell-line.ts'
import type { World } from './world.ts'

/** Invoices of one commit. */
const LOT = 200

/** The number of invoices that expired; a payment that was faster keeps its invoice. */
export const expireInvoices = async (world: World, now: Instant): Promise<number> => {
  let expired = 0
  for (;;) {
    const overdue = await world.store.overdueInvoices(now, LOT)
    if (overdue.length === 0) return expired
    const moves = overdue.map((invoice) => ({
      kind: 'move-invoice' as const,
      invoice,
      to: 'expired' as const,
      action: 'expire',
      at: now,
      actor: systemActor,
    }))
    // A repeat invoice that was paid has simply come to its end.
    const unpaid = overdue.filter(({ paidAt }) => paidAt === undefined)
    const news = tellCustomers(
      world,
      unpaid,
      ({ id }, to) => ({ kind: 'invoice-expired', invoiceId: id, to }),
      now,
    )
    const cards = tellCards(world, overdue.map(toExpired), now)
    const outcome = await world.store.commit([...moves, ...cards, ...news])
    // A lost race is read anew: whatever was paid meanwhile is no longer overdue.
    if (outcome === 'done') expired += overdue.length
  }
}

const toExpired = (invoice: Invoice): Invoice => ({
  ...invoice,
  status: 'expired',
  version: invoice.version + 1,
})
