/** Tells the layout of a collection data file (domain.md section 6) from its bytes. */
import type { FeedLayout } from './collection-record.ts'
import { FIXED_RECORD_BYTES, splitFixedRecords } from './feed-layout-bytes.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

/** Largest file that is read: about 170,000 fixed records. */
export const MAX_FEED_BYTES = 20 * 1024 * 1024

/**
 * Fixed records start with `1` and hold 120 bytes each; A has the barcode's `91` one byte later than B. A CSV has twelve
 * separators in its first line.
 */
export const detectFeedLayout = (bytes: Uint8Array): Result<FeedLayout, readonly Problem[]> => {
  if (bytes.length > MAX_FEED_BYTES) {
    return refuseFile(
      'feed-size',
      'ファイルが大きすぎます（20MBまで）。分けてください。',
      'the file is too large (20 MB at most); split it.',
    )
  }
  const firstLine = toAscii(bytes.subarray(0, 2_000)).split('\n')[0] ?? ''
  if (firstLine.split(/[,\t]/).length >= 12) return ok('dsk')
  const split = bytes[0] === 0x31 ? splitFixedRecords(bytes) : undefined
  if (split?.ok === false && firstLine.replace(/\r$/, '').length >= FIXED_RECORD_BYTES) return split
  const layout = split?.ok === true ? detectFixed(split.value) : undefined
  if (layout !== undefined) return ok(layout)
  return refuseFile(
    'feed-layout',
    '収納データの形式（DSKのCSV、固定長120バイトAまたはB）ではありません。代行会社から届いたままのファイルを送ってください。',
    'is no collection data file (DSK CSV, fixed 120 bytes A or B); send the file as the agency delivered it.',
  )
}

const detectFixed = ([header, ...records]: readonly Uint8Array[]): FeedLayout | undefined => {
  const data = records.find((record) => record[0] === 0x32)
  if (data !== undefined) {
    const text = toAscii(data)
    if (text.slice(15, 17) === '91') return 'fixed-b'
    return text.slice(16, 18) === '91' ? 'fixed-a' : undefined
  }
  // A file without data: only B has the agency and client codes after the day.
  return /^1\d{18}/.test(toAscii(header ?? new Uint8Array())) ? 'fixed-b' : 'fixed-a'
}

const toAscii = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

const refuseFile = (rule: string, ja: string, en: string): Result<never, readonly Problem[]> =>
  fail([{ field: 'ファイル', rule, message: { ja, en } }])
