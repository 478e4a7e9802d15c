/** Collection data files as an agency would deliver them. */
import type { CollectionKind, CollectionRecord, FeedLayout } from '../../src/domain/collection-record.ts'
import { writeDskRows } from '../../src/domain/feed-layout-dsk.ts'
import { writeFixedFeed } from '../../src/domain/feed-layout-fixed-write.ts'
import { buildBarcode, type PaymentBarcode, toFreeUse } from '../../src/domain/gs1-barcode.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import { toInvoiceBarcode } from '../../src/domain/invoice-barcode.ts'
import { toYen } from '../../src/domain/yen.ts'
import { at } from './open-story.ts'

export const AGENCY = '912345'
export const CLIENT = '77'

/** The barcode of an invoice of the merchant with these codes. */
export const barcodeOf = (invoice: Invoice, clientCode = CLIENT): PaymentBarcode => {
  const barcode = toInvoiceBarcode(invoice, { agencyCode: AGENCY, clientCode })
  if (barcode === undefined) throw new Error('this invoice has no barcode')
  return barcode
}

/** A barcode that names no invoice. */
export const strangeBarcode = (amount: number, clientCode = CLIENT, reference = '9999'): PaymentBarcode => {
  const built = buildBarcode({
    agency: AGENCY,
    freeUse: toFreeUse(clientCode, reference),
    reissueCount: 0,
    dueDay: undefined,
    stampFlag: false,
    amountYen: toYen(amount),
  })
  if (!built.ok) throw new Error(built.failure.rule)
  return built.value
}

/** `when` is a JST wall clock: `2026-11-24 10:31`. */
export const tell = (
  kind: CollectionKind,
  barcode: PaymentBarcode,
  when: string,
  changes: Partial<CollectionRecord> = {},
): CollectionRecord => ({
  row: 0,
  kind,
  collectedAt: at(when),
  barcode,
  amountYen: toYen(Number(barcode.slice(37, 43))),
  chain: '020',
  store: '012345',
  transferDay: undefined,
  createdDay: at(when).toZonedDateTimeISO('Asia/Tokyo').toPlainDate(),
  fetchedDay: undefined,
  bookingDay: undefined,
  userFields: ['', ''],
  ageBand: '',
  ...changes,
})

/** The bytes of a file; `salt` makes files of the same records differ. */
export const toFile = (
  records: readonly CollectionRecord[],
  layout: FeedLayout = 'dsk',
  salt = '',
): Uint8Array<ArrayBuffer> => {
  const createdDay = records[0]?.createdDay ?? Temporal.PlainDate.from('2026-11-25')
  if (layout !== 'dsk') {
    const client = { agency: AGENCY.slice(0, 5), code: CLIENT, name: 'ｻｸﾗ' }
    return writeFixedFeed({ createdDay, client, records }, layout)
  }
  const salted = records.map((record) => ({ ...record, userFields: [salt, ''] as const }))
  const rows = writeDskRows(salted, createdDay)
  return new TextEncoder().encode(`${rows.map((cells) => cells.join(',')).join('\r\n')}\r\n`)
}
