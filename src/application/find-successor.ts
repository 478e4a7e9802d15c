/** Leads from a bill that was corrected to the one that counts now. */
import { customerKeyOf } from '../domain/customer-key.ts'
import type { Invoice } from '../domain/invoice.ts'
import { MAX_REISSUES } from '../domain/replacement.ts'
import type { World } from './world.ts'

/**
 * The last of the invoices that took its place, as long as all of them went to the same customer: whoever got a bill meant
 * for somebody else is not led to the right one.
 */
export const findSuccessor = async (
  world: Pick<World, 'store'>,
  invoice: Invoice,
): Promise<Invoice | undefined> => {
  const key = customerKeyOf(invoice.customer)
  let last: Invoice | undefined
  let nextId = invoice.replacedBy
  for (let step = 0; nextId !== undefined && step < MAX_REISSUES; step += 1) {
    const next = await world.store.invoice(nextId)
    if (next === undefined || customerKeyOf(next.customer) !== key) return undefined
    last = next
    nextId = next.replacedBy
  }
  return last
}
