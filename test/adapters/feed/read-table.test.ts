import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTable } from '../../../src/adapters/feed/read-table.ts'

const sample = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../samples/${name}`, import.meta.url)))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (file: Uint8Array) => {
  const table = readTable(file)
  if (!table.ok) throw new Error(JSON.stringify(table.failure))
  return table.value
}

describe('a file of rows', () => {
  it('reads the same from UTF-8 with a byte order mark and from CP932', () => {
    const utf8 = read(sample('invoices-50.utf8.csv'))
    const cp932 = read(sample('invoices-50.cp932.csv'))
    expect(utf8.rows).toHaveLength(50)
    expect(cp932.header).toEqual(utf8.header)
    const names = ({ rows }: typeof utf8) =>
      rows.map(({ line, cells }) => [line, cells[1], cells[2], cells[6]])
    expect(names(cp932)).toEqual(names(utf8))
    expect(cp932.rows).toHaveLength(50)
    expect(utf8.header[0]).toBe('請求番号')
    expect(utf8.rows[2]?.cells[1]).toBe('髙橋 花子')
  })

  it('keeps line breaks in quotes, doubled quotes and commas, and counts rows as a spreadsheet does', () => {
    const { rows } = read(bytes('a,b\r\n"一行目\r\n二行目","有限会社""丸八"",水産"\r\n\r\n,\r\nx,y\r\n\r\n'))
    expect(rows).toEqual([
      { line: 2, cells: ['一行目\r\n二行目', '有限会社"丸八",水産'] },
      { line: 5, cells: ['x', 'y'] },
    ])
  })

  it.each([
    ['tabs', 'a\tb\n1\t2\n'],
    ['semicolons', 'a;b\n1;2\n'],
    ['lone carriage returns of an old Mac', 'a,b\r1,2\r'],
  ])('reads %s', (_, text) => {
    expect(read(bytes(text)).rows.map(({ cells }) => cells)).toEqual([['1', '2']])
  })

  it('reads UTF-16 with its mark', () => {
    const text = '\ufeffa,b\r\n山,田\r\n'
    const file = new Uint8Array(new Uint16Array([...text].map((character) => character.charCodeAt(0))).buffer)
    expect(read(file).rows[0]?.cells).toEqual(['山', '田'])
  })

  it.each([
    ['a PDF', bytes('%PDF-1.7'), 'file-type'],
    ['an Excel file', new Uint8Array([0x50, 0x4b, 3, 4, 0]), 'file-type'],
    ['a quote that never closes', bytes('a,b\n"x,y\nz'), 'file-quotes'],
    ['bytes of no encoding', new Uint8Array([0x61, 0xff, 0xff, 0xfd, 0x80]), 'file-encoding'],
  ])('refuses %s and says why', (_, file, rule) => {
    const table = readTable(file)
    expect(table.ok).toBe(false)
    if (!table.ok && table.failure.kind === 'invalid-input')
      expect(table.failure.problems[0]?.rule).toBe(rule)
  })
})
