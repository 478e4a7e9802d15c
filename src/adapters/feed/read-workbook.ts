/** Reads the first sheet of an Excel file (.xlsx) as rows of text: unpacked within limits, numbers and days as people mean them. */
import { unzipSync, zipSync } from 'fflate'
import { readSheet } from 'read-excel-file/universal'
import { ok, type Result, refuse } from '../../domain/result.ts'
import type { ReadRows } from '../../ports.ts'
import { toTable } from './read-table.ts'

/** Bytes of a workbook when unpacked: 48 MiB. A file of 4,000 rows has about 3. */
const MAX_UNPACKED_BYTES = 48 * 1024 * 1024
/** Parts of a workbook. */
const MAX_PARTS = 500

/** The header and the rows with their line numbers; blank rows are left out. */
export const readWorkbook: ReadRows = async (bytes) => {
  const unpacked = unpack(bytes)
  if (!unpacked.ok) return unpacked
  try {
    // Numbers stay as they are written in the file, so that none is rounded on the way.
    const rows = await readSheet(unpacked.value, { trim: false, parseNumber: (text: string) => text })
    return toTable(rows.map((row) => row.map(toText)))
  } catch {
    return refuseWorkbook()
  }
}

/**
 * The archive with its parts unpacked. What is announced is checked before anything is unpacked, and no part can become
 * larger than it announced; so the reader behind this meets no bomb.
 */
const unpack = (bytes: Uint8Array): Result<ArrayBuffer> => {
  let total = 0
  let parts = 0
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/.test(name)) return false
        total += originalSize
        parts += 1
        if (total > MAX_UNPACKED_BYTES || parts > MAX_PARTS) throw new RangeError('too large')
        return true
      },
    })
    if (files['xl/workbook.xml'] === undefined) return refuseWorkbook()
    const { buffer } = zipSync(files, { level: 0 })
    // Made just now, of its own memory.
    return ok(buffer as ArrayBuffer)
  } catch (error) {
    return error instanceof RangeError ? tooLarge() : refuseWorkbook()
  }
}

type Cell = string | number | boolean | Date | typeof Date | null

const toText = (cell: Cell): string => {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return typeof cell === 'string' ? toPlainNumber(cell) : String(cell)
}

/** A number's digits: `2.9012E+12` and `13200.000000000002` are how the file keeps what a person sees as whole. */
const toPlainNumber = (text: string): string => {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) || !/[.eE]/.test(text)) return text
  const number = Number(Number(text).toPrecision(15))
  return Number.isSafeInteger(number) ? String(number) : text
}

const tooLarge = (): Result<never> =>
  refuse({
    field: 'file',
    value: '',
    rule: 'file-unpacked-size',
    message: {
      ja: 'このExcelファイルは、開くと大きすぎます。請求のシートだけを新しいファイルに移して、もう一度お試しください。',
      en: 'This Excel file is too large when opened; move the sheet of the invoices to a new file and try again.',
    },
  })

const refuseWorkbook = (): Result<never> =>
  refuse({
    field: 'file',
    value: '',
    rule: 'file-workbook',
    message: {
      ja: 'Excelファイルとして開けません。パスワードを外し、.xlsx か CSV で保存し直してください。',
      en: 'This cannot be opened as an Excel file; remove its password and save it as .xlsx or CSV.',
    },
  })
