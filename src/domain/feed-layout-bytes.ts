/** Fixed records of 120 bytes, with or without line breaks between them. */
import { fail, ok, type Problem, type Result } from './result.ts'

export const FIXED_RECORD_BYTES = 120

const [LF, CR, END_OF_FILE, NON_ASCII] = [0x0a, 0x0d, 0x1a, 0x80]
/** Distance of half-width katakana (U+FF61 to U+FF9F) from their Shift_JIS bytes (0xA1 to 0xDF). */
const KANA_OFFSET = 0xff61 - 0xa1

/** Every record of a file; rows of another length are named. A line break never is a part of a Shift_JIS character. */
export const splitFixedRecords = (bytes: Uint8Array): Result<readonly Uint8Array[], readonly Problem[]> => {
  const end = bytes.at(-1) === END_OF_FILE ? bytes.length - 1 : bytes.length
  const records = bytes.includes(LF) ? splitLines(bytes.subarray(0, end)) : cutRecords(bytes.subarray(0, end))
  const problems = records.flatMap((record, index): readonly Problem[] =>
    record.length === FIXED_RECORD_BYTES ? [] : [wrongLength(index + 1, record.length)],
  )
  if (records.length === 0) return fail([wrongLength(1, 0)])
  return problems.length > 0 ? fail(problems.slice(0, 20)) : ok(records)
}

const cutRecords = (bytes: Uint8Array): readonly Uint8Array[] => {
  const records: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += FIXED_RECORD_BYTES)
    records.push(bytes.subarray(at, at + FIXED_RECORD_BYTES))
  return records
}

/** Blank lines at the end are left out. */
const splitLines = (bytes: Uint8Array): readonly Uint8Array[] => {
  const lines: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(LF, at)
    const end = found < 0 ? bytes.length : found
    lines.push(bytes.subarray(at, end > at && bytes[end - 1] === CR ? end - 1 : end))
    at = end + 1
  }
  while (lines.at(-1)?.length === 0) lines.pop()
  return lines
}

const wrongLength = (row: number, length: number): Problem => ({
  row,
  field: 'レコード',
  value: String(length),
  rule: 'feed-record-length',
  message: {
    ja: `${row}行目：120バイトではなく${length}バイトです。代行会社から届いたままのファイルを送ってください。`,
    en: `row ${row}: has ${length} bytes, not 120; send the file as the agency delivered it.`,
  },
})

/** Records of ASCII and half-width katakana as bytes, CRLF after each; other characters and lengths are a bug and throw. */
export const joinFixedRecords = (records: readonly string[]): Uint8Array<ArrayBuffer> => {
  const size = FIXED_RECORD_BYTES + 2
  const bytes = new Uint8Array(records.length * size)
  records.forEach((record, index) => {
    if (record.length !== FIXED_RECORD_BYTES) throw new RangeError(`a record of ${record.length} bytes`)
    for (let at = 0; at < FIXED_RECORD_BYTES; at += 1) {
      bytes[index * size + at] = toByte(record.charCodeAt(at))
    }
    bytes.set([CR, LF], index * size + FIXED_RECORD_BYTES)
  })
  return bytes
}

const toByte = (code: number): number => {
  if (code < NON_ASCII) return code
  if (code >= 0xff61 && code <= 0xff9f) return code - KANA_OFFSET
  throw new RangeError('only ASCII and half-width katakana can be written')
}
