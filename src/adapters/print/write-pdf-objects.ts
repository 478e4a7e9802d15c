/** Writes PDF objects as a file of PDF 1.5: what is not a stream is packed together, which halves a small file. */
import { deflateSync } from 'node:zlib'
import type { PdfObject } from './read-pdf-objects.ts'

/** `objects[0]` becomes object 1, the catalog. `info` is the number of the document information. */
export const writePdfObjects = (objects: readonly PdfObject[], info: number): Uint8Array => {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.5\n%\u00d3\u00eb\u00e9\u00e1\n', 'latin1')]
  let length = parts[0]?.length ?? 0
  const packNumber = objects.length + 1
  const tableNumber = objects.length + 2
  const rows: (readonly [kind: 0 | 1 | 2, at: number, index: number])[] = [[0, 0, 0]]
  const write = (number: number, text: string, stream: Uint8Array): void => {
    rows[number] = [1, length, 0]
    const head = Buffer.from(`${number} 0 obj\n${text}stream\n`, 'latin1')
    const tail = Buffer.from('\nendstream\nendobj\n')
    parts.push(head, stream, tail)
    length += head.length + stream.length + tail.length
  }
  const packed: { readonly number: number; readonly text: string }[] = []
  for (const [index, { text, stream }] of objects.entries()) {
    if (stream !== undefined) write(index + 1, text, stream)
    else {
      rows[index + 1] = [2, packNumber, packed.length]
      packed.push({ number: index + 1, text })
    }
  }
  const pack = packObjects(packed)
  write(packNumber, pack.text, pack.stream)
  const start = length
  rows[tableNumber] = [1, start, 0]
  const table = deflateSync(packRows(rows))
  write(
    tableNumber,
    `<</Type /XRef /Size ${rows.length} /W [1 4 2] /Root 1 0 R /Info ${info} 0 R` +
      ` /Filter /FlateDecode /Length ${table.length}>>`,
    table,
  )
  parts.push(Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return new Uint8Array(Buffer.concat(parts))
}

const packObjects = (
  packed: readonly { readonly number: number; readonly text: string }[],
): { readonly text: string; readonly stream: Uint8Array } => {
  let offset = 0
  const index = packed.map(({ number, text }) => {
    const entry = `${number} ${offset}`
    offset += text.length + 1
    return entry
  })
  const head = `${index.join(' ')}\n`
  const body = packed.map(({ text }) => text).join('\n')
  const stream = deflateSync(Buffer.from(head + body, 'latin1'))
  return {
    text:
      `<</Type /ObjStm /N ${packed.length} /First ${head.length}` +
      ` /Filter /FlateDecode /Length ${stream.length}>>`,
    stream,
  }
}

const packRows = (rows: readonly (readonly [number, number, number])[]): Uint8Array => {
  const bytes = Buffer.alloc(rows.length * 7)
  for (const [row, [kind, at, index]] of rows.entries()) {
    bytes.writeUInt8(kind, row * 7)
    bytes.writeUInt32BE(at, row * 7 + 1)
    bytes.writeUInt16BE(index, row * 7 + 5)
  }
  return bytes
}
