/** Prints the sheets that notices wait for, keeps them unchanged, and lets the notices go. */
import { backoffMs, type Delivery, LEASE_MS } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { type SheetContent, toSheetContent } from '../domain/sheet.ts'
import type { Change, StoredSheet } from '../ports.ts'
import { createLogoReader, type LogoReader } from './set-logo.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

/** Sheets of one print job. */
const SHEETS_PER_JOB = 100

/** One print job of waiting notices; answers how many deliveries were taken (0: nothing waits). */
export const billCustomers = async (world: World, now: Instant): Promise<number> => {
  const waiting = await world.store.claimDeliveries(
    { status: 'printing', channel: 'mail' },
    now,
    LEASE_MS,
    SHEETS_PER_JOB,
  )
  if (waiting.length === 0) return 0
  const unprinted = await invoicesWithoutSheet(world, waiting)
  const printed = await printAndKeep(world, unprinted, now)
  const changes = waiting.map((delivery): Change => {
    const invoiceId = delivery.invoiceId ?? ''
    const error = printed.errors.get(invoiceId)
    return {
      kind: 'postpone-delivery',
      id: delivery.id,
      status: error === undefined ? 'ready' : 'printing',
      nextAt: error === undefined ? now : now.add({ milliseconds: backoffMs(delivery.attempts, undefined) }),
      error: error ?? '',
    }
  })
  await world.store.commit([{ kind: 'store-sheets', sheets: printed.sheets }, ...changes])
  return waiting.length
}

/** The stored sheet's bytes, printed now if the invoice has none yet. */
export const fetchSheet = async (
  world: World,
  invoice: Invoice,
  now: Instant,
): Promise<Uint8Array | undefined> => {
  if ((await world.store.sheet(invoice.id)) !== undefined) return readSheet(world, invoice.id)
  const { sheets } = await printAndKeep(world, [invoice], now)
  if (sheets.length === 0) return undefined
  await world.store.commit([{ kind: 'store-sheets', sheets }])
  return readSheet(world, invoice.id)
}

/**
 * The one sheet of an invoice: of two that were printed at the same time, the one that was stored first. Bytes that are no
 * longer those that were sent are never given out, nor printed anew.
 */
export const readSheet = async (
  world: Pick<World, 'store' | 'vault' | 'log'>,
  invoiceId: string,
): Promise<Uint8Array | undefined> => {
  const stored = await world.store.sheet(invoiceId)
  if (stored === undefined) return undefined
  const bytes = await world.vault.get(sheetKey(stored))
  if (bytes !== undefined && (await toSha256(bytes)) === stored.sha256) return bytes
  const wrong = bytes === undefined ? 'missing' : 'altered'
  world.log.error('a kept sheet is not as it was sent', {
    invoice: invoiceId,
    sheet: sheetKey(stored),
    wrong,
  })
  return undefined
}

/** Named by their content, so that a second print never replaces the bytes of the first. */
export const sheetKey = ({ invoiceId, sha256 }: Pick<StoredSheet, 'invoiceId' | 'sha256'>): string =>
  `sheets/${invoiceId}-${sha256.slice(0, 16)}.pdf`

/** The sheet's content, with the absolute address of the customer's page; with the logo when it is to be printed. */
export const contentOf = async (
  world: World,
  invoice: Invoice,
  readLogo?: LogoReader,
): Promise<SheetContent> => {
  const merchant = await world.store.merchant(invoice.merchantId)
  if (merchant === undefined) throw new Error(`invoice ${invoice.id} has no merchant`)
  return toSheetContent(invoice, merchant, customerUrl(world, invoice), await readLogo?.(merchant.logo))
}

export const customerUrl = (world: World, invoice: Invoice): string =>
  `${world.surroundings.baseUrl}/s/${invoice.token}`

const invoicesWithoutSheet = async (
  world: World,
  waiting: readonly Delivery[],
): Promise<readonly Invoice[]> => {
  const ids = [...new Set(waiting.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId])))]
  const invoices = await world.store.invoicesById(ids)
  const missing = await Promise.all(
    invoices.map(async (invoice) => ((await world.store.sheet(invoice.id)) === undefined ? [invoice] : [])),
  )
  return missing.flat()
}

type Printed = { readonly sheets: readonly StoredSheet[]; readonly errors: ReadonlyMap<string, string> }

const printAndKeep = async (world: World, invoices: readonly Invoice[], now: Instant): Promise<Printed> => {
  if (invoices.length === 0) return { sheets: [], errors: new Map() }
  const logo = createLogoReader(world)
  const contents = await Promise.all(invoices.map((invoice) => contentOf(world, invoice, logo)))
  const printed = await world.printer.printSheets(contents)
  if (!printed.ok) {
    world.log.error('sheets not printed', { failure: printed.failure, count: invoices.length })
    const detail = 'detail' in printed.failure ? printed.failure.detail : printed.failure.kind
    return { sheets: [], errors: new Map(invoices.map(({ id }) => [id, detail])) }
  }
  const sheets = await Promise.all(
    invoices.map(async ({ id }, index): Promise<StoredSheet> => {
      const bytes = printed.value[index]
      if (bytes === undefined) throw new Error('the printer answered fewer sheets than it was given')
      const sheet = { invoiceId: id, sha256: await toSha256(bytes), bytes: bytes.length, printedAt: now }
      await world.vault.put(sheetKey(sheet), bytes)
      return sheet
    }),
  )
  return { sheets, errors: new Map() }
}
