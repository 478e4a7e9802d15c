/** Writes collection data in fixed records of 120 bytes, as the sandbox's agency delivers it. */
import { type CollectionFeed, type CollectionRecord, collectionKindCodes } from './collection-record.ts'
import { joinFixedRecords } from './feed-layout-bytes.ts'
import { writeFeedDay, writeFeedTime } from './feed-layout-fields.ts'
import {
  dataFields,
  endFields,
  type Fields,
  type FixedLayout,
  headerFields,
  trailerFields,
} from './feed-layout-widths.ts'

/** The bytes of a file with these records, CRLF after each; the amount travels in the barcode. B ends with trailers. */
export const writeFixedFeed = (
  feed: Omit<CollectionFeed, 'layout'>,
  layout: FixedLayout,
): Uint8Array<ArrayBuffer> => {
  const { createdDay, client, records } = feed
  const header = {
    type: '1',
    データ作成日: writeFeedDay(createdDay),
    agency: client?.agency ?? '',
    client: client?.code ?? '',
    name: client?.name ?? '',
  }
  const data = records.map((record) => writeRecord(dataFields[layout], toTexts(record, layout)))
  const total = records.reduce((sum, { amountYen }) => sum + amountYen, 0)
  const count = {
    type: '8',
    count: String(records.length).padStart(6, '0'),
    total: String(total).padStart(12, '0'),
  }
  const trailers =
    layout === 'fixed-a' ? [] : [writeRecord(trailerFields, count), writeRecord(endFields, { type: '9' })]
  return joinFixedRecords([writeRecord(headerFields[layout], header), ...data, ...trailers])
}

type Texts = Readonly<Record<string, string>>

const toTexts = (record: CollectionRecord, layout: FixedLayout): Texts => {
  const { day, time } = writeFeedTime(record.collectedAt)
  return {
    type: '2',
    種別: collectionKindCodes[record.kind],
    収納日: day,
    収納時刻: time,
    barcodeKind: '1',
    バーコード情報: record.barcode,
    店舗コード: record.store.padStart(7, '0'),
    客層: record.ageBand,
    データ取得日: writeFeedDay(record.fetchedDay),
    振込日: writeFeedDay(record.transferDay),
    経理処理日: writeFeedDay(record.bookingDay),
    データ作成日: writeFeedDay(record.createdDay),
    コンビニ本部コード: record.chain.padStart(layout === 'fixed-a' ? 6 : 4, '0'),
  }
}

const writeRecord = (fields: Fields, texts: Texts): string =>
  fields.map(([name, width]) => (texts[name] ?? '').padEnd(width, ' ')).join('')
