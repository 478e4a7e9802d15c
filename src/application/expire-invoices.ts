/** Ends open invoices whose due day, and every slip printed in time, has run out. */
import { systemActor } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { World } from './world.ts'

/** Invoices of one commit. */
const LOT = 200

/** The number of invoices that expired; a payment that was faster keeps its invoice. */
export const expireInvoices = async (world: World, now: Instant): Promise<number> => {
  let expired = 0
  for (;;) {
    const overdue = await world.store.overdueInvoices(now, LOT)
    if (overdue.length === 0) return expired
    const outcome = await world.store.commit(
      overdue.map((invoice) => ({
        kind: 'move-invoice' as const,
        invoice,
        to: 'expired' as const,
        action: 'expire',
        at: now,
        actor: systemActor,
      })),
    )
    // A lost race is read anew: whatever was paid meanwhile is no longer overdue.
    if (outcome === 'done') expired += overdue.length
  }
}
