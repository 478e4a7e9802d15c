/** Reads the objects of a PDF as Chromium writes it: a plain cross-reference table, no object streams, no encryption. */

export type PdfObject = {
  /** The object's source; for a stream its dictionary. */
  readonly text: string
  readonly stream: Uint8Array | undefined
}

/** An object's source cut at its references: text, and the numbers of the objects referred to. */
export type Parts = readonly (string | number)[]

export type PdfFile = {
  readonly object: (number: number) => PdfObject
  /** The source of the same object in parts, cut once. */
  readonly parts: (number: number) => Parts
  /** The highest object number. */
  readonly count: number
  /** Object number of the catalog. */
  readonly root: number
  /** Object number of the document information. */
  readonly info: number
}

/** A reference, or a string, in which nothing is a reference. */
const TOKEN = /\((?:\\[\s\S]|[^\\()])*\)|<[0-9A-Fa-f\s]*>|(\d+) 0 R\b/g

/** Cuts a source at its references; strings are left alone. */
export const toParts = (text: string): Parts => {
  const parts: (string | number)[] = []
  let from = 0
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    if (found[1] === undefined) continue
    parts.push(text.slice(from, found.index), Number(found[1]))
    from = TOKEN.lastIndex
  }
  parts.push(text.slice(from))
  return parts
}

export const referencesIn = (parts: Parts): readonly number[] =>
  parts.filter((part): part is number => typeof part === 'number')

/** The number behind `/Key 12 0 R`; undefined when the key is absent or holds something else. */
export const referenceAt = (text: string, key: string): number | undefined => {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** Throws when the file is not built the way Chromium builds it. */
export const readPdfObjects = (bytes: Uint8Array): PdfFile => {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const trailer = source.slice(source.lastIndexOf('trailer'))
  const root = referenceAt(trailer, 'Root')
  const info = referenceAt(trailer, 'Info')
  const start = /startxref\s+(\d+)/.exec(trailer)?.[1]
  if (root === undefined || info === undefined || start === undefined)
    throw new Error('a PDF without trailer')
  const offsets = readOffsets(source, Number(start))
  const object = remember((number) => {
    const offset = offsets[number]
    if (offset === undefined) throw new Error(`the PDF has no object ${number}`)
    return readObject(source, bytes, number, offset)
  })
  return {
    root,
    info,
    count: offsets.length - 1,
    object,
    parts: remember((number) => toParts(object(number).text)),
  }
}

const remember = <T>(read: (number: number) => T): ((number: number) => T) => {
  const known = new Map<number, T>()
  return (number) => {
    const before = known.get(number)
    if (before !== undefined) return before
    const value = read(number)
    known.set(number, value)
    return value
  }
}

const readOffsets = (source: string, start: number): readonly number[] => {
  const head = /^xref\s+0 (\d+)\s+/.exec(source.slice(start, start + 40))
  if (head === null) throw new Error('a PDF without a plain cross-reference table')
  const first = start + head[0].length
  // Each entry has exactly 20 bytes, the first ten of them the offset.
  return Array.from({ length: Number(head[1]) }, (_, index) =>
    Number(source.slice(first + index * 20, first + index * 20 + 10)),
  )
}

const readObject = (source: string, bytes: Uint8Array, number: number, offset: number): PdfObject => {
  const head = `${number} 0 obj\n`
  if (!source.startsWith(head, offset)) throw new Error(`object ${number} is not where the PDF says`)
  const begin = offset + head.length
  const end = source.indexOf('endobj', begin)
  const whole = source.slice(begin, end)
  // The first of them: what looks like one within a stream comes later.
  const mark = whole.indexOf('stream\n')
  if (mark === -1) return { text: whole.trim(), stream: undefined }
  const text = whole.slice(0, mark).trim()
  const length = /\/Length (\d+)/.exec(text)?.[1]
  if (length === undefined) throw new Error(`stream ${number} does not say how long it is`)
  const from = begin + mark + 'stream\n'.length
  return { text, stream: bytes.subarray(from, from + Number(length)) }
}
