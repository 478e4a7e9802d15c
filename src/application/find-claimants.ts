/** Finds the invoices that money of unknown purpose may have been meant for. */
import type { Invoice } from '../domain/invoice.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import type { Payment } from '../domain/payment.ts'
import type { World } from './world.ts'

/** Invoices offered to choose from. */
const MAX_CLAIMANTS = 20

/** By a reference, number, or name; without one, by the number the money was paid on. The centre looks at all merchants. */
export const findClaimants = async (
  { store }: Pick<World, 'store'>,
  merchantId: string,
  payment: Payment,
  text: string,
): Promise<readonly Invoice[]> => {
  const wanted = text.trim() === '' ? (payment.number ?? '') : text.trim()
  if (wanted === '') return []
  if (merchantId === CENTRE_ID) return store.invoicesAnywhere(wanted, MAX_CLAIMANTS)
  return (await store.invoices(merchantId, { text: wanted }, MAX_CLAIMANTS)).items
}
