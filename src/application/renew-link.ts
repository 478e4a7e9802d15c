/** Revokes the link to a customer's page: the page moves to a new address that nobody can guess. */
import type { Actor } from '../domain/access.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { findOwnInvoice } from './find-own-invoice.ts'
import type { World } from './world.ts'

export type RenewLinkRequest = {
  readonly merchantId: string
  readonly invoiceId: string
  readonly actor: Actor
  readonly alongside?: (invoice: Invoice) => Promise<readonly Change[]> | readonly Change[]
}

/**
 * The invoice with its new link. The old one leads nowhere from now on, in mails and on sheets that are out there;
 * the next sheet is printed with the new one, and the bytes of earlier sheets stay in the vault.
 */
export const renewLink = (world: World, request: RenewLinkRequest, now: Instant): Promise<Result<Invoice>> =>
  commitWithRetry(world.store, async () => {
    const found = await findOwnInvoice(world, request)
    if (!found.ok) return found
    const invoice = found.value
    const [token = ''] = await world.links.issue(1)
    const value = { ...invoice, token, version: invoice.version + 1 }
    const alongside = (await request.alongside?.(value)) ?? []
    const renew: Change = { kind: 'renew-link', invoice, token, at: now, actor: request.actor }
    return ok({ changes: [renew, ...alongside], value })
  })
