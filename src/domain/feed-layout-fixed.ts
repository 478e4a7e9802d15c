/** Reads collection data in fixed records of 120 bytes, layouts A and B; from bytes, for lengths are bytes. */
import type { CollectionFeed, CollectionRecord } from './collection-record.ts'
import { splitFixedRecords } from './feed-layout-bytes.ts'
import { type FeedRow, openFeedRow } from './feed-layout-fields.ts'
import {
  dataFields,
  type Fields,
  type FixedLayout,
  headerFields,
  nameInHeader,
} from './feed-layout-widths.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

/** Takes the whole file, or refuses it with every problem found. Trailers (8, 9) may follow the data and are not read. */
export const parseFixedFeed = (
  bytes: Uint8Array,
  layout: FixedLayout,
): Result<CollectionFeed, readonly Problem[]> => {
  const split = splitFixedRecords(bytes)
  if (!split.ok) return split
  const problems: Problem[] = []
  const [first, ...rest] = split.value
  const header = sliceRecord(first ?? new Uint8Array(), headerFields[layout])
  const top = openFeedRow(1, problems)
  if (header('type') !== '1') {
    top.refuse(
      'レコード区分',
      header('type'),
      'feed-record-type',
      '1行目がヘッダー（1）ではありません。',
      'the first record is not a header (1).',
    )
  }
  // A day in a header of A is a guess: it is never a reason to refuse the file.
  const created = openFeedRow(1, layout === 'fixed-b' ? problems : []).day(
    'データ作成日',
    header('データ作成日'),
  )
  const records = rest.flatMap((record, index) => {
    const row = openFeedRow(index + 2, problems)
    const type = String.fromCharCode(record[0] ?? 0)
    const previous = String.fromCharCode(rest[index - 1]?.[0] ?? 0)
    if (type === '8' || type === '9') return []
    if (type !== '2' || previous === '8' || previous === '9') {
      row.refuse(
        'レコード区分',
        type,
        'feed-record-type',
        'ここにあるはずのない区分です。',
        'is not expected here.',
      )
      return []
    }
    return readRecord(index + 2, sliceRecord(record, dataFields[layout]), row) ?? []
  })
  const name = layout === 'fixed-b' ? readName(split.value[0] ?? new Uint8Array(), top) : ''
  if (problems.length > 0) return fail(problems)
  const client =
    layout === 'fixed-b' ? { agency: header('agency'), code: header('client'), name: name ?? '' } : undefined
  return ok({ layout, createdDay: created?.day, client, records })
}

/** A field by its name, without the blanks around it; only ASCII comes out right. */
type Slice = (name: string) => string

// One byte is one character in this encoding, so that widths in bytes are widths in characters.
const singleBytes = new TextDecoder('windows-1252')

const sliceRecord = (record: Uint8Array, fields: Fields): Slice => {
  const texts = new Map<string, string>()
  const text = singleBytes.decode(record)
  let at = 0
  for (const [name, width] of fields) {
    texts.set(name, text.slice(at, at + width).trim())
    at += width
  }
  return (name) => texts.get(name) ?? ''
}

const readRecord = (line: number, field: Slice, row: FeedRow): CollectionRecord | undefined => {
  const kind = row.kind(field('種別'))
  const collectedAt = row.collectedAt(field('収納日'), field('収納時刻'))
  const found = row.barcode(field('バーコード情報'))
  const chain = row.code('コンビニ本部コード', field('コンビニ本部コード').replace(/^0+(?=\d{3})/, ''), 3)
  const store = row.code('店舗コード', field('店舗コード'), 7)
  const transfer = row.day('振込日', field('振込日'))
  const created = row.day('データ作成日', field('データ作成日'))
  const fetched = row.day('データ取得日', field('データ取得日'))
  const booking = row.day('経理処理日', field('経理処理日'))
  if (kind === undefined || collectedAt === undefined || found === undefined || chain === undefined)
    return undefined
  if (store === undefined || transfer === undefined || created === undefined) return undefined
  if (fetched === undefined || booking === undefined) return undefined
  return {
    row: line,
    kind,
    collectedAt,
    barcode: found.barcode,
    amountYen: found.amountYen,
    chain,
    store,
    transferDay: transfer.day,
    createdDay: created.day,
    fetchedDay: fetched.day,
    bookingDay: booking.day,
    userFields: ['', ''],
    ageBand: field('客層'),
  }
}

const readName = (header: Uint8Array, row: FeedRow): string | undefined => {
  try {
    return new TextDecoder('shift_jis', { fatal: true }).decode(header.subarray(...nameInHeader)).trim()
  } catch {
    return row.refuse('委託者名', '', 'feed-name', 'Shift_JISとして読めません。', 'is not Shift_JIS.')
  }
}
