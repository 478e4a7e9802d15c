/** Reads a file of rows whatever it is, by its bytes and never by its name: an Excel workbook, or text. */
import type { ReadRows } from '../../ports.ts'
import { readTable } from './read-table.ts'

/** `readWorkbook` comes from the runtime: on Workers it is loaded with the first workbook. */
export const createRowReader =
  (readWorkbook: ReadRows): ReadRows =>
  async (bytes) =>
    isZip(bytes) ? readWorkbook(bytes) : readTable(bytes)

/** As every .xlsx begins. */
const isZip = (bytes: Uint8Array): boolean =>
  [0x50, 0x4b, 0x03, 0x04].every((byte, index) => bytes[index] === byte)
