/** A file that was looked at, as its pages show it: rows with their faults at the cell, or columns to be explained. */
import type { FilePreview } from '../../../application/preview-file.ts'
import { type FileField, fileColumns } from '../../../domain/file-columns.ts'
import { fieldLabels } from '../../../domain/raw-invoice.ts'
import type { Problem, Text } from '../../../domain/result.ts'
import type { TableRow } from '../../../ports.ts'

/** Faulty rows shown; the CSV has them all. */
const MAX_FAULTY = 100
/** Rows without a fault that are shown as samples. */
const MAX_GOOD = 10
/** Values of a column that explain it. */
const SAMPLES = 3
/** Longest text of a cell, in characters. */
const MAX_CELL = 40

/** What would be registered: counts, sum, and the rows that matter. */
export const toPreviewModel = (preview: FilePreview, batch: NonNullable<FilePreview['batch']>) => {
  const { table, columns, repeats } = preview
  const { problems } = batch
  const faulty = Map.groupBy(problems, ({ row }) => row ?? 0)
  const repeated = Map.groupBy(repeats, ({ row }) => row ?? 0)
  const questioned = new Set(repeated.keys().filter((row) => row > 0))
  const isMarked = ({ line }: TableRow) => faulty.has(line) || repeated.has(line)
  const marked = table.rows.filter(isMarked)
  const shown = [
    ...marked.slice(0, MAX_FAULTY),
    ...table.rows.filter((row) => !isMarked(row)).slice(0, MAX_GOOD),
  ]
  const kept = columns.flatMap((field, index) => (field === undefined ? [] : [{ field, index }]))
  return {
    sha256: preview.sha256,
    fileName: batch.fileName,
    rows: batch.rows,
    valid: batch.accepted,
    totalYen: batch.totalYen,
    faultyCount: faulty.size,
    repeatedCount: questioned.size,
    freshCount: batch.accepted - questioned.size,
    sameFile: repeated.get(0)?.[0]?.message ?? null,
    leftOut: table.header.filter((name, index) => columns[index] === undefined && name !== ''),
    cuts: batch.cuts,
    moreCuts: batch.cutCount - batch.cuts.length,
    columns: kept.map(({ field }) => fieldLabels[field]),
    shown: shown.map((row) =>
      toRowModel(row, kept, faulty.get(row.line) ?? [], repeated.get(row.line) ?? []),
    ),
    hiddenFaulty: Math.max(0, marked.length - MAX_FAULTY),
    hiddenGood: Math.max(0, table.rows.length - marked.length - MAX_GOOD),
  }
}

type Kept = readonly { readonly field: FileField; readonly index: number }[]

const toRowModel = (
  { line, cells }: TableRow,
  kept: Kept,
  problems: readonly Problem[],
  repeats: readonly Problem[],
) => ({
  line,
  kind: problems.length > 0 ? 'faulty' : repeats.length > 0 ? 'repeated' : 'good',
  reasons: [...problems, ...repeats].map(({ message }) => message),
  cells: kept.map(({ field, index }) => ({
    text: (cells[index] ?? '').slice(0, MAX_CELL),
    isFaulty: problems.some((problem) => problem.field === field),
  })),
})

/** The columns of a file whose headers say too little, each with a few of its values. */
export const toColumnsModel = ({ sha256, table, columns }: FilePreview, fileName: string) => ({
  sha256,
  fileName,
  columns: table.header.map((name, index) => ({
    index,
    name: name === '' ? '—' : name,
    samples: table.rows
      .map(({ cells }) => (cells[index] ?? '').trim())
      .filter((value) => value !== '')
      .slice(0, SAMPLES)
      .map((value) => value.slice(0, MAX_CELL)),
    chosen: columns[index] ?? '',
  })),
  fields: fileColumns.map(({ field, required }) => ({ field, name: fieldLabels[field], required })),
  missing: fileColumns
    .filter(({ field, required }) => required && !columns.includes(field))
    .map(({ field }): Text => fieldLabels[field]),
})
