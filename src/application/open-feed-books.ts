/**
 * What a collection data file may touch, read once and kept up to date record by record: a record of a file sees what the
 * records before it did.
 */
import type { CollectionRecord } from '../domain/collection-record.ts'
import type { Candidates } from '../domain/decide-collection.ts'
import {
  billOf,
  distanceFromTill,
  isFeedReceipt,
  readBill,
  toFeedReceipt,
  toPlainCode,
  toUnknownBill,
  unknownBillOf,
} from '../domain/feed-receipt.ts'
import type { Invoice } from '../domain/invoice.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import type { Payment } from '../domain/payment.ts'
import type { FeedTrace, Store } from '../ports.ts'

/** A record and whose bill it is about. */
export type Entry = {
  readonly record: CollectionRecord
  readonly receipt: string
  /** An invoice's id, or for an unknown bill its digits. */
  readonly bill: string
  readonly invoiceId: string | undefined
  /** Whose the barcode is; undefined when nobody's, or not the business of whoever brought the file. */
  readonly merchantId: string | undefined
}

export type FeedBooks = {
  readonly entries: readonly Entry[]
  invoice(id: string | undefined): Invoice | undefined
  payment(id: string | undefined): Payment | undefined
  /** What an earlier record said in the very same words, if there was one. */
  seen(entry: Entry): Pick<FeedTrace, 'paymentId'> | undefined
  candidates(entry: Entry): Candidates
  /** The next free line of the entry's receipt. */
  nextLine(entry: Entry): number
  hasLiveSlip(invoiceId: string): boolean
  keepInvoice(invoice: Invoice | undefined): void
  /** A payment as it is from now on. */
  keepPayment(payment: Payment): void
  /** The entry was taken for that payment. */
  tie(entry: Entry, paymentId: string | undefined): void
  /** Every payment that was read or made. */
  payments(): Iterable<Payment>
}

/** Reads what the records may be about. A merchant's file touches only its own invoices, the centre's touches all. */
export const openFeedBooks = async (
  store: Store,
  ownerId: string,
  records: readonly CollectionRecord[],
  now: Instant,
): Promise<FeedBooks> => {
  const references = unique(records.map(({ barcode }) => readBill(barcode).reference))
  const [merchants, found] = await Promise.all([store.merchants(), store.invoicesByBarcode(references)])
  const byReference = new Map(found.map((invoice) => [invoice.barcodeReference, invoice]))
  const byCodes = Map.groupBy(merchants, codesOf)
  const entries = records.map((record) => toEntry(record, ownerId, byCodes, byReference))
  const mine = new Set(entries.flatMap(({ invoiceId }) => invoiceId ?? []))
  const invoices = found.filter(({ id }) => mine.has(id))
  const receipts = unique(entries.map(({ receipt }) => receipt))
  const invoiceIds = invoices.map(({ id }) => id)
  const unknown = entries.filter(({ invoiceId }) => invoiceId === undefined)
  const payments = (
    await Promise.all([
      store.paymentsOfInvoices(invoiceIds),
      store.paymentsOfReceipts(receipts),
      store.paymentsOfBills(unique(unknown.map(({ record }) => billOf(record.barcode)))),
    ])
  ).flat()
  const tills = payments.filter(({ receipt }) => !isFeedReceipt(receipt)).map(({ id }) => id)
  const [traces, held] = await Promise.all([
    store.feedTraces(receipts, unique(tills)),
    store.invoicesWithLiveSlip(invoiceIds, now),
  ])
  return keepBooks(entries, invoices, payments, traces, held)
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)]

const codesOf = ({ agencyCode, clientCode }: Pick<Merchant, 'agencyCode' | 'clientCode'>): string =>
  agencyCode === undefined || clientCode === undefined ? '' : `${agencyCode}-${toPlainCode(clientCode)}`

const toEntry = (
  record: CollectionRecord,
  ownerId: string,
  byCodes: ReadonlyMap<string, readonly Merchant[]>,
  byReference: ReadonlyMap<string | undefined, Invoice>,
): Entry => {
  const { agency, client, reference } = readBill(record.barcode)
  const holders = byCodes.get(`${agency}-${client}`) ?? []
  const isTheirs = ownerId === CENTRE_ID || holders.some(({ id }) => id === ownerId)
  const scope = isTheirs ? undefined : ownerId
  const known = byReference.get(reference)
  const isKnown = holders.some(({ id }) => id === known?.merchantId)
  const invoice = isKnown && (ownerId === CENTRE_ID || known?.merchantId === ownerId) ? known : undefined
  // Two merchants of one contract: only the reference could tell whose money it is.
  const holder = ownerId === CENTRE_ID && holders.length === 1 ? holders[0]?.id : undefined
  return {
    record,
    receipt: toFeedReceipt(record, scope),
    bill: invoice?.id ?? toUnknownBill(record.barcode, scope),
    invoiceId: invoice?.id,
    merchantId: invoice?.merchantId ?? (isTheirs && ownerId !== CENTRE_ID ? ownerId : holder),
  }
}

const keepBooks = (
  entries: readonly Entry[],
  loaded: readonly Invoice[],
  payments: readonly Payment[],
  traces: readonly FeedTrace[],
  held: ReadonlySet<string>,
): FeedBooks => {
  const invoices = new Map(loaded.map((invoice) => [invoice.id, invoice]))
  const all = new Map<string, Payment>()
  const byReceipt = new Map<string, Set<string>>()
  const byBill = new Map<string, Set<string>>()
  const keepPayment = (payment: Payment): void => {
    all.set(payment.id, payment)
    add(byReceipt, payment.receipt, payment.id)
    if (payment.invoiceId !== undefined) add(byBill, payment.invoiceId, payment.id)
    const unknownBill = unknownBillOf(payment)
    if (unknownBill !== undefined) add(byBill, unknownBill, payment.id)
  }
  payments.forEach(keepPayment)
  const said = new Map(traces.map((trace) => [wordsOf(trace), trace]))
  const ties = new Map(traces.flatMap(({ paymentId, receipt }) => (paymentId ? [[paymentId, receipt]] : [])))
  const pick = (ids: ReadonlySet<string> | undefined): readonly Payment[] =>
    [...(ids ?? [])].flatMap((id) => all.get(id) ?? [])
  const sameAs = ({ record, receipt, bill }: Entry): readonly Payment[] => {
    const exact = pick(byReceipt.get(receipt))
    if (exact.length > 0) return exact
    return pick(byBill.get(bill))
      .map((payment) => ({
        payment,
        distance: distanceFromTill(payment, record),
        tied: ties.get(payment.id),
      }))
      .filter(({ distance, tied }) => distance !== undefined && (tied === undefined || tied === receipt))
      .toSorted((one, two) => (one.distance ?? 0) - (two.distance ?? 0))
      .map(({ payment }) => payment)
  }
  return {
    entries,
    invoice: (id) => (id === undefined ? undefined : invoices.get(id)),
    payment: (id) => (id === undefined ? undefined : all.get(id)),
    seen: ({ record, receipt }) => said.get(wordsOf({ ...record, receipt })),
    candidates: (entry) => {
      const { chain, collectedAt } = entry.record
      const day = toJstDay(collectedAt)
      const near = pick(byBill.get(entry.bill)).filter(
        (payment) => payment.chain === chain && toJstDay(payment.paidAt).equals(day),
      )
      return { same: sameAs(entry), near }
    },
    nextLine: ({ receipt }) => Math.max(-1, ...pick(byReceipt.get(receipt)).map(({ line }) => line)) + 1,
    hasLiveSlip: (invoiceId) => held.has(invoiceId),
    keepInvoice: (invoice) => {
      if (invoice !== undefined) invoices.set(invoice.id, invoice)
    },
    keepPayment,
    tie: ({ record, receipt }, paymentId) => {
      said.set(wordsOf({ ...record, receipt }), { ...record, receipt, paymentId })
      if (paymentId !== undefined && !ties.has(paymentId)) ties.set(paymentId, receipt)
    },
    payments: () => all.values(),
  }
}

const add = (index: Map<string, Set<string>>, key: string, id: string): void => {
  const ids = index.get(key)
  if (ids === undefined) index.set(key, new Set([id]))
  else ids.add(id)
}

const wordsOf = ({ receipt, kind, amountYen }: Pick<FeedTrace, 'receipt' | 'kind' | 'amountYen'>): string =>
  `${kind} ${amountYen} ${receipt}`
