/** Prints the sheets that notices wait for, keeps them unchanged, and lets the notices go. */
import { backoffMs, type Delivery, LEASE_MS } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { type SheetContent, toSheetContent } from '../domain/sheet.ts'
import type { Change, StoredSheet } from '../ports.ts'
import { type ProofCandidate, proveSheets } from './prove-sheets.ts'
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
    Math.min(SHEETS_PER_JOB, world.surroundings.claimAtMost),
  )
  if (waiting.length === 0) return 0
  const invoices = await invoicesOf(world, waiting)
  const printed = await printMissing(world, invoices)
  const candidates = await listCandidates(world, waiting, invoices, printed)
  const proof = await proveSheets(world, candidates, now)
  const errorOf = ({ id, invoiceId = '' }: Delivery): string | undefined =>
    printed.errors.get(invoiceId) ?? proof.unproved.get(id)
  const going = waiting.filter(({ id }) => !proof.stopped.has(id))
  const sheets = await keepSheets(
    world,
    going.filter((delivery) => errorOf(delivery) === undefined),
    printed.pdfs,
    now,
  )
  const changes = going.map((delivery): Change => {
    const error = errorOf(delivery)
    return {
      kind: 'postpone-delivery',
      id: delivery.id,
      status: error === undefined ? 'ready' : 'printing',
      nextAt:
        error === undefined
          ? now
          : now.add({ milliseconds: backoffMs(delivery.attempts, printed.retryAfterMs) }),
      error: error ?? '',
    }
  })
  await world.store.commit([{ kind: 'store-sheets', sheets }, ...changes, ...proof.changes])
  return waiting.length
}

/** The stored sheet's bytes, printed now if the invoice has none yet. */
export const fetchSheet = async (
  world: World,
  invoice: Invoice,
  now: Instant,
): Promise<Uint8Array | undefined> => {
  if ((await world.store.sheet(invoice.id)) !== undefined) return readSheet(world, invoice.id)
  const { pdfs } = await print(world, [invoice])
  const pdf = pdfs.get(invoice.id)
  if (pdf === undefined) return undefined
  await world.store.commit([{ kind: 'store-sheets', sheets: [await keepSheet(world, invoice.id, pdf, now)] }])
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

type Invoices = ReadonlyMap<string, Invoice>

const invoicesOf = async (world: World, waiting: readonly Delivery[]): Promise<Invoices> => {
  const ids = [...new Set(waiting.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId])))]
  return new Map((await world.store.invoicesById(ids)).map((invoice) => [invoice.id, invoice]))
}

type Printed = {
  readonly pdfs: ReadonlyMap<string, Uint8Array>
  readonly errors: ReadonlyMap<string, string>
  /** When a printer that was too busy wants to be asked again. */
  readonly retryAfterMs?: number
}

const printMissing = async (world: World, invoices: Invoices): Promise<Printed> => {
  const missing = await Promise.all(
    [...invoices.values()].map(async (invoice) =>
      (await world.store.sheet(invoice.id)) === undefined ? [invoice] : [],
    ),
  )
  return print(world, missing.flat())
}

const print = async (world: World, invoices: readonly Invoice[]): Promise<Printed> => {
  if (invoices.length === 0) return { pdfs: new Map(), errors: new Map() }
  const logo = createLogoReader(world)
  const contents = await Promise.all(invoices.map((invoice) => contentOf(world, invoice, logo)))
  const printed = await world.printer.printSheets(contents)
  if (!printed.ok) {
    const { failure } = printed
    world.log.error('sheets not printed', { failure, count: invoices.length })
    const detail = 'detail' in failure ? failure.detail : failure.kind
    return {
      pdfs: new Map(),
      errors: new Map(invoices.map(({ id }) => [id, detail])),
      ...(failure.kind === 'too-busy' && { retryAfterMs: failure.retryAfterMs }),
    }
  }
  const pdfs = invoices.map(({ id }, index) => {
    const pdf = printed.value[index]
    if (pdf === undefined) throw new Error('the printer answered fewer sheets than it was given')
    return [id, pdf] as const
  })
  return { pdfs: new Map(pdfs), errors: new Map() }
}

/** What is about to leave, printed now or before. */
const listCandidates = async (
  world: World,
  waiting: readonly Delivery[],
  invoices: Invoices,
  { pdfs }: Printed,
): Promise<readonly ProofCandidate[]> => {
  const candidates: ProofCandidate[] = []
  for (const delivery of waiting) {
    const invoice = invoices.get(delivery.invoiceId ?? '')
    if (invoice === undefined) continue
    const pdf = pdfs.get(invoice.id) ?? (await readSheet(world, invoice.id))
    if (pdf !== undefined) candidates.push({ delivery, pdf, content: await contentOf(world, invoice) })
  }
  return candidates
}

const keepSheets = (
  world: World,
  going: readonly Delivery[],
  pdfs: Printed['pdfs'],
  now: Instant,
): Promise<readonly StoredSheet[]> => {
  const ids = new Set(going.map(({ invoiceId }) => invoiceId))
  return Promise.all(
    [...pdfs].filter(([id]) => ids.has(id)).map(([id, pdf]) => keepSheet(world, id, pdf, now)),
  )
}

const keepSheet = async (
  world: World,
  invoiceId: string,
  pdf: Uint8Array,
  now: Instant,
): Promise<StoredSheet> => {
  const sheet = { invoiceId, sha256: await toSha256(pdf), bytes: pdf.length, printedAt: now }
  await world.vault.put(sheetKey(sheet), pdf)
  return sheet
}
