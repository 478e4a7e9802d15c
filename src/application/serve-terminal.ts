/** What the store's terminal asks: which invoices a number can pay, and a slip for the register. */
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { isPayable, type Slip, slipExpiry } from '../domain/payment.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { isSmartPitNumber, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import { sumYen } from '../domain/yen.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import type { World } from './world.ts'

export type Inquiry = {
  readonly number: SmartPitNumber
  readonly invoices: readonly { readonly invoice: Invoice; readonly merchantName: string }[]
}

/** Every payable invoice of a number, of all merchants; `not-found` when no such number was issued. */
export const inquireNumber = async (world: World, text: string, now: Instant): Promise<Result<Inquiry>> => {
  const digits = text.replace(/[-\s]/g, '')
  if (!isSmartPitNumber(digits) || (await world.store.issuedNumber(digits)) === undefined) {
    return fail({ kind: 'not-found', what: 'number', id: text.slice(0, 40) })
  }
  const open = await world.store.openInvoicesOfNumber(digits)
  const payable = open.filter((invoice) => isPayable(invoice, now))
  const names = await merchantNames(world, payable)
  const invoices = payable.map((invoice) => ({ invoice, merchantName: names.get(invoice.merchantId) ?? '' }))
  return ok({ number: digits, invoices })
}

const merchantNames = async (
  world: World,
  invoices: readonly Invoice[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(invoices.map(({ merchantId }) => merchantId))]
  const merchants = await Promise.all(ids.map((id) => world.store.merchant(id)))
  return new Map(
    merchants.flatMap((merchant) => (merchant === undefined ? [] : [[merchant.id, merchant.name]])),
  )
}

export type SlipRequest = {
  readonly number: string
  readonly invoiceIds: readonly string[]
  /** Changes that must happen together with it, such as remembering the answer. */
  readonly alongside?: (slip: Slip) => readonly Change[]
}

/** A slip over one or several payable invoices of a number, good for 30 minutes. */
export const printSlip = (world: World, request: SlipRequest, now: Instant): Promise<Result<Slip>> =>
  commitWithRetry(world.store, async () => {
    const inquiry = await inquireNumber(world, request.number, now)
    if (!inquiry.ok) return inquiry
    const payable = new Map(inquiry.value.invoices.map(({ invoice }) => [invoice.id, invoice]))
    const chosen = [...new Set(request.invoiceIds)].map((id) => ({ id, invoice: payable.get(id) }))
    const invoices = chosen.flatMap(({ invoice }) => (invoice === undefined ? [] : [invoice]))
    const missing = chosen.find(({ invoice }) => invoice === undefined)
    if (missing !== undefined) return fail({ kind: 'not-found', what: 'invoice', id: missing.id })
    const slip: Slip = {
      id: world.random.id('slip'),
      number: inquiry.value.number,
      invoices: invoices.map(({ id, amountYen }) => ({ invoiceId: id, amountYen })),
      totalYen: sumYen(invoices.map(({ amountYen }) => amountYen)),
      printedAt: now,
      expiresAt: slipExpiry(now),
    }
    return ok({ changes: [{ kind: 'add-slip', slip }, ...(request.alongside?.(slip) ?? [])], value: slip })
  })
