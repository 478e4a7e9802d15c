/** An invoice by its id, for the merchant whose it is. */
import type { Invoice } from '../domain/invoice.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { World } from './world.ts'

/** `not-found` for an id that nobody has and for one of another merchant's alike. */
export const findOwnInvoice = async (
  { store }: Pick<World, 'store'>,
  { merchantId, invoiceId }: { readonly merchantId: string; readonly invoiceId: string },
): Promise<Result<Invoice>> => {
  const invoice = await store.invoice(invoiceId)
  return invoice?.merchantId === merchantId
    ? ok(invoice)
    : fail({ kind: 'not-found', what: 'invoice', id: invoiceId })
}
