/** CSV as spreadsheets take it: UTF-8 with BOM, CRLF, and no cell that becomes a formula. */

const BYTE_ORDER_MARK = '\ufeff'

/** A cell that starts like a formula is defused with an apostrophe; whole numbers stay numbers. */
export const toCell = (value: string | number): string => {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as the text of a CSV file. */
export const toCsv = (rows: readonly (readonly (string | number)[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
