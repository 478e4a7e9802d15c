/** From a customer's link to the invoice behind it. */
import type { Invoice } from '../domain/invoice.ts'
import type { World } from './world.ts'

/** Undefined for a link that was never ours, without a look at the store, and for one that was revoked. */
export const findByLink = async (
  { links, store }: Pick<World, 'links' | 'store'>,
  token: string,
): Promise<Invoice | undefined> => ((await links.accepts(token)) ? store.invoiceByToken(token) : undefined)
