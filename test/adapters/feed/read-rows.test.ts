import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { createRowReader } from '../../../src/adapters/feed/read-rows.ts'
import { readWorkbook } from '../../../src/adapters/feed/read-workbook.ts'
import { fileColumns, readColumns } from '../../../src/domain/file-columns.ts'
import { sampleRows } from '../../../src/domain/file-guide.ts'

const readRows = createRowReader(readWorkbook)

const rowsOf = async (bytes: Uint8Array) => {
  const table = await readRows(bytes)
  if (!table.ok) throw new Error(JSON.stringify(table.failure))
  return table.value
}

const ruleOf = async (bytes: Uint8Array): Promise<string | undefined> => {
  const table = await readRows(bytes)
  return table.ok || table.failure.kind !== 'invalid-input' ? undefined : table.failure.problems[0]?.rule
}

/** 60 MiB of nothing in 60 KiB. */
let packed: Uint8Array<ArrayBuffer> | undefined
const makeBomb = (): Uint8Array<ArrayBuffer> => {
  packed ??= zipSync({ 'xl/workbook.xml': new Uint8Array(60 * 1024 * 1024) }, { level: 1 })
  return packed.slice()
}

describe('a workbook', () => {
  it('gives numbers, days and leading zeros as a person means them, and counts rows as the spreadsheet does', async () => {
    const text = (value: string) => ({ value, type: String, format: '@' })
    const file = await writeXlsxFile([
      [text('請求番号'), text('金額'), text('期限'), text('番号'), text('比率')],
      [
        text('000123'),
        { value: 13_200, type: Number },
        { value: new Date(Date.UTC(2026, 11, 31)), type: Date, format: 'yyyy/mm/dd' },
        { value: 2_912_345_678_901, type: Number },
        { value: 0.1 + 0.2, type: Number },
      ],
      [],
      [
        text('x'),
        { value: 13_200.000_000_000_002, type: Number },
        null,
        null,
        { value: true, type: Boolean },
      ],
    ]).toBuffer()
    expect(await rowsOf(new Uint8Array(file))).toEqual({
      header: ['請求番号', '金額', '期限', '番号', '比率'],
      rows: [
        { line: 2, cells: ['000123', '13200', '2026-12-31', '2912345678901', '0.30000000000000004'] },
        { line: 4, cells: ['x', '13200', '', '', 'true'] },
      ],
    })
  })

  it('is the template that can be downloaded, with the columns of the CSV', async () => {
    const { header, rows } = await rowsOf(new Uint8Array(readFileSync('public/template.xlsx')))
    expect(header.map((name) => name.replace('*', ''))).toEqual(fileColumns.map(({ ja }) => ja))
    expect(readColumns(header).ok).toBe(true)
    const padded = rows.map(({ cells }) => fileColumns.map((_, index) => cells[index] ?? ''))
    expect(padded).toEqual(sampleRows)
  })

  it('is refused before it is unpacked when it says that it is a bomb', async () => {
    const bomb = makeBomb()
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await ruleOf(bomb)).toBe('file-unpacked-size')
  })

  it('is refused when it lies about its size', async () => {
    const bomb = makeBomb()
    // The size in the central directory (offset 24 of its record) is the one that is believed.
    const directory = bomb.findLastIndex(
      (_, at) => bomb[at] === 0x50 && bomb[at + 1] === 0x4b && bomb[at + 2] === 1 && bomb[at + 3] === 2,
    )
    new DataView(bomb.buffer).setUint32(directory + 24, 100, true)
    expect(await ruleOf(bomb)).toBe('file-workbook')
  })

  it.each([
    ['any other archive', zipSync({ 'a.txt': new Uint8Array(3) })],
    ['an archive that is cut off', new Uint8Array(readFileSync('public/template.xlsx')).slice(0, 2_000)],
    ['four bytes', new Uint8Array([0x50, 0x4b, 3, 4])],
  ])('is not %s', async (_, bytes) => {
    expect(await ruleOf(bytes)).toBe('file-workbook')
  })
})

describe('a file of text', () => {
  it('is read whatever it is called', async () => {
    expect((await rowsOf(new TextEncoder().encode('a,b\n1,2'))).rows).toEqual([
      { line: 2, cells: ['1', '2'] },
    ])
    expect(await ruleOf(new TextEncoder().encode('%PDF-1.7'))).toBe('file-type')
  })
})
