/** Which customers hear what by mail, and whether a notice carries its sheet. */
import type { MailMessage } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import { isMobileAddress } from '../domain/mobile-address.ts'
import type { Change } from '../ports.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** A sheet for the merchant is there to be printed; mobile phones get it only where the merchant wants that (S7). */
export const attachesSheet = (
  { sheet, mobileSheet }: MailSettings,
  to: string,
  audience: 'customer' | 'merchant',
): boolean => audience === 'merchant' || (sheet === 'attach' && (mobileSheet || !isMobileAddress(to)))

/** Where news of an invoice go; undefined when the customer is not written to about it. */
export const addressOf = ({ customer, deliver }: Invoice): string | undefined =>
  deliver === 'customer' || deliver === 'both' ? customer.email : undefined

/** Queues a message about each invoice whose customer is written to. */
export const tellCustomers = (
  { random }: Pick<World, 'random'>,
  invoices: readonly Invoice[],
  toMessage: (invoice: Invoice, to: string) => MailMessage,
  now: Instant,
): readonly Change[] => {
  const deliveries = invoices.flatMap((invoice) => {
    const to = addressOf(invoice)
    // Without the batch: its progress counts the notices.
    const origin = { merchantId: invoice.merchantId }
    return to === undefined ? [] : [toDelivery(random, origin, toMessage(invoice, to), now)]
  })
  return deliveries.length === 0 ? [] : [{ kind: 'queue-deliveries', deliveries }]
}
