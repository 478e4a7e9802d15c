/** The refused rows of a batch with their reasons, as a CSV to be mended and sent again. */
import type { Batch } from './batch.ts'
import { toCsv } from './csv-cell.ts'
import { REASON_COLUMN } from './file-columns.ts'

/** Header and faulty rows as they came, with one more column that says why. */
export const writeRefusedRows = ({ refusedRows, problems }: Batch): string => {
  const [header = [], ...rows] = refusedRows
  const lines = [...new Set(problems.flatMap(({ row }) => (row === undefined ? [] : [row])))].toSorted(
    (a, b) => a - b,
  )
  const reasons = lines.map((line) =>
    problems
      .filter(({ row }) => row === line)
      .map(({ message }) => message.ja)
      .join(' '),
  )
  const width = header.length
  const withReason = rows.map((cells, index) => [
    ...Array.from({ length: width }, (_, column) => cells[column] ?? ''),
    reasons[index] ?? '',
  ])
  return toCsv([[...header, REASON_COLUMN], ...withReason])
}
