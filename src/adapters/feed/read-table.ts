/** Reads a file of rows as people save them: CP932 or UTF-8, comma, tab or semicolon, line breaks in quotes. */
import { parse } from 'csv-parse/sync'
import { ok, type Result, refuse } from '../../domain/result.ts'
import type { Table } from '../../ports.ts'

/** The header and the rows with their line numbers; blank rows are left out. */
export const readTable = (bytes: Uint8Array): Result<Table> => {
  const text = decodeText(bytes)
  if (!text.ok) return text
  const delimiter = guessDelimiter(text.value)
  try {
    const records = parse(text.value, {
      delimiter,
      bom: true,
      relaxColumnCount: true,
      skipEmptyLines: false,
    }) as unknown as readonly (readonly string[])[]
    return toTable(records)
  } catch (error) {
    return refuseText(error)
  }
}

/** The first row that is not blank is the header; lines are counted as a spreadsheet counts them. */
export const toTable = (records: readonly (readonly string[])[]): Result<Table> => {
  const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')
  const numbered = records.map((cells, index) => ({ line: index + 1, cells }))
  const [head, ...rows] = numbered.filter(({ cells }) => !isBlank(cells))
  return ok({ header: head?.cells.map((cell) => cell.trim()) ?? [], rows })
}

/** Magic numbers of files that are named `.csv` by mistake. */
const disguises: readonly (readonly [readonly number[], string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'PDF'],
  [[0x50, 0x4b, 0x03, 0x04], 'Excel (.xlsx)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'Excel (.xls)'],
]

const decodeText = (bytes: Uint8Array): Result<string> => {
  const disguise = disguises.find(([magic]) => magic.every((byte, index) => bytes[index] === byte))
  if (disguise !== undefined) {
    return refuseFile(
      'file-type',
      disguise[1],
      `これは${disguise[1]}ファイルです。表計算ソフトで「CSV」か「.xlsx」として保存し直してください。`,
      `This is a ${disguise[1]} file; save it as CSV from the spreadsheet.`,
    )
  }
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  for (const encoding of utf16 === undefined ? ['utf-8', 'shift_jis'] : [utf16]) {
    try {
      return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes))
    } catch {
      // Not this encoding: the next one is tried.
    }
  }
  return refuseFile(
    'file-encoding',
    '',
    '文字コードを読み取れません。UTF-8かShift_JIS（CP932）のCSVで保存し直してください。',
    'The encoding cannot be recognised; save it as CSV in UTF-8 or Shift_JIS (CP932).',
  )
}

const guessDelimiter = (text: string): string => {
  const head = text.split(/\r?\n/, 1)[0] ?? ''
  const count = (mark: string) => head.split(mark).length
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

const refuseText = (error: unknown): Result<never> => {
  const line =
    typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : undefined
  const where = line === undefined ? '' : `${line}行目の近くで、`
  return refuseFile(
    'file-quotes',
    line === undefined ? '' : String(line),
    `${where}引用符「"」が閉じていないか、ファイルが途中で切れています。元のファイルをもう一度CSVで保存してください。`,
    `${line === undefined ? '' : `Near line ${line}: `}a quote is not closed, or the file is cut off; save the original as CSV again.`,
  )
}

const refuseFile = (rule: string, value: string, ja: string, en: string): Result<never> =>
  refuse({ field: 'file', value, rule, message: { ja, en } })
