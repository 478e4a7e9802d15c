/** Writes PDF objects as a file of PDF 1.5: what is not a stream is packed together, which halves a small file. */
import { deflateSync } from 'node:zlib'
import type { PdfObject } from './read-pdf-objects.ts'

/** Objects that are packed together: a reader unpacks all of them to get at one. */
const PACK_SIZE = 500

export type WriteOptions = {
  /** Object number of the catalog. */
  readonly root: number
  /** Object number of the document information. */
  readonly info: number
  /** How hard to pack: 1 is fast, 9 is small. */
  readonly level: number
}

/** `objects[0]` becomes object 1. */
export const writePdfObjects = (
  objects: readonly PdfObject[],
  { root, info, level }: WriteOptions,
): Uint8Array => {
  const parts: Uint8Array[] = []
  let length = 0
  const push = (bytes: Uint8Array): void => {
    parts.push(bytes)
    length += bytes.length
  }
  const rows: Row[] = [[0, 0, 0]]
  const writeStream = (number: number, text: string, stream: Uint8Array): void => {
    rows[number] = [1, length, 0]
    push(Buffer.from(`${number} 0 obj\n${text}stream\n`, 'latin1'))
    push(stream)
    push(Buffer.from('\nendstream\nendobj\n'))
  }
  push(Buffer.from('%PDF-1.5\n%\u00d3\u00eb\u00e9\u00e1\n', 'latin1'))
  const packed: Packed[] = []
  for (const [index, { text, stream }] of objects.entries()) {
    if (stream === undefined) packed.push({ number: index + 1, text })
    else writeStream(index + 1, text, stream)
  }
  let number = objects.length
  for (let from = 0; from < packed.length; from += PACK_SIZE) {
    number += 1
    const pack = packed.slice(from, from + PACK_SIZE)
    for (const [index, one] of pack.entries()) rows[one.number] = [2, number, index]
    const { text, stream } = packObjects(pack, level)
    writeStream(number, text, stream)
  }
  number += 1
  const start = length
  rows[number] = [1, start, 0]
  const table = deflateSync(packRows(rows))
  writeStream(
    number,
    `<</Type /XRef /Size ${rows.length} /W [1 4 2] /Root ${root} 0 R /Info ${info} 0 R` +
      ` /Filter /FlateDecode /Length ${table.length}>>`,
    table,
  )
  push(Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return new Uint8Array(Buffer.concat(parts))
}

/** A line of the cross-reference table: free, at an offset, or within a pack. */
type Row = readonly [kind: 0 | 1 | 2, at: number, index: number]
type Packed = { readonly number: number; readonly text: string }

const packObjects = (
  packed: readonly Packed[],
  level: number,
): { readonly text: string; readonly stream: Uint8Array } => {
  let offset = 0
  const index = packed.map(({ number, text }) => {
    const entry = `${number} ${offset}`
    offset += text.length + 1
    return entry
  })
  const head = `${index.join(' ')}\n`
  const body = packed.map(({ text }) => text).join('\n')
  const stream = deflateSync(Buffer.from(head + body, 'latin1'), { level })
  return {
    text:
      `<</Type /ObjStm /N ${packed.length} /First ${head.length}` +
      ` /Filter /FlateDecode /Length ${stream.length}>>`,
    stream,
  }
}

const packRows = (rows: readonly Row[]): Uint8Array => {
  const bytes = Buffer.alloc(rows.length * 7)
  for (const [row, [kind, at, index]] of rows.entries()) {
    bytes.writeUInt8(kind, row * 7)
    bytes.writeUInt32BE(at, row * 7 + 1)
    bytes.writeUInt16BE(index, row * 7 + 5)
  }
  return bytes
}
