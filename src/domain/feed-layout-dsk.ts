/** Collection data in the CSV layout of 13 columns (DSK); rows in and out, an adapter does the CSV and CP932. */
import { toChainName } from './chain.ts'
import { type CollectionFeed, type CollectionRecord, collectionKindCodes } from './collection-record.ts'
import { openFeedRow, writeFeedDay, writeFeedTime } from './feed-layout-fields.ts'
import type { Day } from './jst-day.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

/** A row as the table reader gives it; `line` is the row a person sees, the header being 1. */
export type FeedTableRow = { readonly line: number; readonly cells: readonly string[] }

export const dskHeader = [
  '種別',
  '収納日',
  '収納時刻',
  'バーコード情報',
  'ユーザー使用欄1',
  'ユーザー使用欄2',
  '印紙フラグ',
  '金額',
  'コンビニ本部コード',
  'コンビニ名',
  '店舗コード',
  '振込日',
  'データ作成日',
] as const

/** Takes the whole file, or refuses it with every problem found. Zeros that a spreadsheet took off the left are put back. */
export const parseDskFeed = (
  header: readonly string[],
  rows: readonly FeedTableRow[],
): Result<CollectionFeed, readonly Problem[]> => {
  const problems: Problem[] = []
  if (header.length !== dskHeader.length || /^\d+$/.test((header[0] ?? '').trim())) {
    openFeedRow(1, problems).refuse(
      '見出し',
      header.join(','),
      'feed-header',
      '1行目が13列の見出しではありません。代行会社から届いたままのファイルを送ってください。',
      'is not a header of 13 columns; send the file as the agency delivered it.',
    )
    return fail(problems)
  }
  const records = rows.flatMap((row) => readRow(row, problems) ?? [])
  if (problems.length > 0) return fail(problems)
  return ok({ layout: 'dsk', createdDay: records[0]?.createdDay, client: undefined, records })
}

const readRow = ({ line, cells }: FeedTableRow, problems: Problem[]): CollectionRecord | undefined => {
  const row = openFeedRow(line, problems)
  if (cells.length !== dskHeader.length) {
    return row.refuse(
      '列',
      cells.join(','),
      'feed-columns',
      `13列ではなく${cells.length}列です。`,
      `has ${cells.length} columns, not 13.`,
    )
  }
  const cell = (name: (typeof dskHeader)[number]): string => (cells[dskHeader.indexOf(name)] ?? '').trim()
  const kind = row.kind(cell('種別'))
  const collectedAt = row.collectedAt(cell('収納日'), cell('収納時刻'))
  const found = row.barcode(cell('バーコード情報').replace(/^EAN/, ''))
  const amountYen = row.amount(cell('金額'))
  const chain = row.code('コンビニ本部コード', cell('コンビニ本部コード'), 3)
  const store = row.code('店舗コード', cell('店舗コード'), 6)
  const transfer = row.day('振込日', cell('振込日'))
  const created = row.day('データ作成日', cell('データ作成日'))
  if (kind === undefined || collectedAt === undefined || found === undefined || amountYen === undefined)
    return undefined
  if (chain === undefined || store === undefined || transfer === undefined || created === undefined)
    return undefined
  return {
    row: line,
    kind,
    collectedAt,
    barcode: found.barcode,
    amountYen,
    chain,
    store,
    transferDay: transfer.day,
    createdDay: created.day,
    fetchedDay: undefined,
    bookingDay: undefined,
    userFields: [cell('ユーザー使用欄1'), cell('ユーザー使用欄2')],
    ageBand: '',
  }
}

/** Header and rows of a file that holds these records; the sandbox's agency writes it. */
export const writeDskRows = (
  records: readonly CollectionRecord[],
  createdDay: Day,
): readonly (readonly string[])[] => [dskHeader, ...records.map((record) => writeRow(record, createdDay))]

const writeRow = (record: CollectionRecord, createdDay: Day): readonly string[] => {
  const { day, time } = writeFeedTime(record.collectedAt)
  return [
    collectionKindCodes[record.kind],
    day,
    time,
    `EAN${record.barcode}`,
    ...record.userFields,
    record.barcode.slice(36, 37),
    String(record.amountYen),
    record.chain,
    toChainName(record.chain),
    record.store.slice(-6).padStart(6, '0'),
    record.transferDay === undefined ? '0' : writeFeedDay(record.transferDay),
    writeFeedDay(record.createdDay ?? createdDay),
  ]
}
