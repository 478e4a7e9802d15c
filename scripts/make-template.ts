/** Writes `public/template.xlsx`: the headers of a file of invoices, two examples, every cell as text so that no zero is lost. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import writeXlsxFile from 'write-excel-file/node'
import { fileColumns } from '../src/domain/file-columns.ts'
import { sampleRows } from '../src/domain/file-guide.ts'

const TARGET = fileURLToPath(new URL('../public/template.xlsx', import.meta.url))

const header = fileColumns.map(({ ja, required }) => ({
  value: required ? `${ja}*` : ja,
  type: String,
  fontWeight: 'bold' as const,
  backgroundColor: required ? '#d9f0e3' : '#eef1ef',
}))
const rows = sampleRows.map((cells) => cells.map((value) => ({ value, type: String, format: '@' })))

const file = await writeXlsxFile([header, ...rows], {
  sheet: '請求',
  columns: fileColumns.map(({ field }) => ({ width: field === 'email' || field === 'subject' ? 28 : 16 })),
  stickyRowsCount: 1,
}).toBuffer()
await writeFile(TARGET, file)
console.log(`template: ${fileColumns.length} columns in public/template.xlsx`)
