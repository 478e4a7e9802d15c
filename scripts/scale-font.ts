/** Draws a TrueType font on a coarser grid: its outlines take fewer bytes in every PDF, and no printer shows the difference. */

type Table = { readonly tag: string; readonly bytes: Buffer }

/** Tables that hold no measures, or that are written anew. */
const PLAIN: readonly string[] = ['cmap', 'maxp', 'name', 'DSIG', 'meta', 'gasp', 'loca']

/** The font with that many units to the em; throws for tables whose measures it does not know. */
export const scaleFont = (font: Buffer, unitsPerEm: number): Buffer => {
  const tables = readTables(font)
  const table = (tag: string): Buffer => {
    const found = tables.find((each) => each.tag === tag)
    if (found === undefined) throw new Error(`a font without ${tag}`)
    return found.bytes
  }
  const head = table('head')
  const scale = unitsPerEm / head.readUInt16BE(18)
  const { glyf, loca } = scaleGlyphs(
    table('glyf'),
    readLoca(table('loca'), head.readInt16BE(50) === 1),
    scale,
  )
  const scaled: Readonly<Record<string, () => Buffer>> = {
    glyf: () => glyf,
    loca: () => loca,
    head: () => scaleHead(head, unitsPerEm, scale),
    hmtx: () => scaleMetrics(table('hmtx'), table('hhea').readUInt16BE(34), scale),
    hhea: () => scaleAt(table('hhea'), [4, 6, 8, 10, 12, 14, 16], scale),
    'OS/2': () =>
      scaleAt(table('OS/2'), [2, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 68, 70, 72, 74, 76, 86, 88], scale),
    post: () => scaleAt(table('post'), [8, 10], scale),
  }
  return writeTables(
    tables.map(({ tag, bytes }) => {
      const make = scaled[tag]
      if (make === undefined && !PLAIN.includes(tag)) throw new Error(`cannot scale the table ${tag}`)
      return { tag, bytes: make?.() ?? bytes }
    }),
  )
}

const readTables = (font: Buffer): readonly Table[] =>
  Array.from({ length: font.readUInt16BE(4) }, (_, n) => {
    const entry = 12 + 16 * n
    const offset = font.readUInt32BE(entry + 8)
    return {
      tag: font.toString('latin1', entry, entry + 4),
      bytes: font.subarray(offset, offset + font.readUInt32BE(entry + 12)),
    }
  })

/** Without checksums: whoever packs the font next makes them. */
const writeTables = (tables: readonly Table[]): Buffer => {
  const head = Buffer.alloc(12 + 16 * tables.length)
  head.writeUInt32BE(0x00010000, 0)
  head.writeUInt16BE(tables.length, 4)
  let offset = head.length
  const parts: Buffer[] = [head]
  for (const [n, { tag, bytes }] of tables.entries()) {
    const entry = 12 + 16 * n
    head.write(tag, entry, 'latin1')
    head.writeUInt32BE(offset, entry + 8)
    head.writeUInt32BE(bytes.length, entry + 12)
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}

/** Signed 16-bit measures at these places; a shorter, older table has fewer of them. */
const scaleAt = (bytes: Buffer, places: readonly number[], scale: number): Buffer => {
  const copy = Buffer.from(bytes)
  for (const place of places)
    if (place + 2 <= copy.length) copy.writeInt16BE(Math.round(copy.readInt16BE(place) * scale), place)
  return copy
}

const scaleHead = (head: Buffer, unitsPerEm: number, scale: number): Buffer => {
  const copy = scaleAt(head, [36, 38, 40, 42], scale)
  copy.writeUInt16BE(unitsPerEm, 18)
  // Offsets of glyphs are written in four bytes.
  copy.writeInt16BE(1, 50)
  return copy
}

/** Widths and left bearings of the first glyphs, bearings only of the rest. */
const scaleMetrics = (hmtx: Buffer, widths: number, scale: number): Buffer => {
  const copy = Buffer.from(hmtx)
  for (let at = 0; at < copy.length; at += 2) {
    const isWidth = at < widths * 4 && at % 4 === 0
    if (isWidth) copy.writeUInt16BE(Math.round(copy.readUInt16BE(at) * scale), at)
    else copy.writeInt16BE(Math.round(copy.readInt16BE(at) * scale), at)
  }
  return copy
}

const readLoca = (loca: Buffer, isLong: boolean): readonly number[] =>
  Array.from({ length: loca.length / (isLong ? 4 : 2) }, (_, n) =>
    isLong ? loca.readUInt32BE(4 * n) : 2 * loca.readUInt16BE(2 * n),
  )

const scaleGlyphs = (
  glyf: Buffer,
  offsets: readonly number[],
  scale: number,
): { readonly glyf: Buffer; readonly loca: Buffer } => {
  const loca = Buffer.alloc(offsets.length * 4)
  const parts: Buffer[] = []
  let length = 0
  for (const [n, from] of offsets.slice(0, -1).entries()) {
    const glyph = glyf.subarray(from, offsets[n + 1])
    const scaled = glyph.length === 0 ? glyph : scaleGlyph(glyph, scale)
    const padded = Buffer.concat([scaled, Buffer.alloc(-scaled.length & 3)])
    parts.push(padded)
    length += padded.length
    loca.writeUInt32BE(length, 4 * (n + 1))
  }
  return { glyf: Buffer.concat(parts), loca }
}

const scaleGlyph = (glyph: Buffer, scale: number): Buffer => {
  const box = scaleAt(glyph.subarray(0, 10), [2, 4, 6, 8], scale)
  const contours = glyph.readInt16BE(0)
  return Buffer.concat([
    box,
    contours < 0 ? scaleParts(glyph.subarray(10), scale) : scaleContours(glyph.subarray(10), contours, scale),
  ])
}

const WORDS = 0x0001
const ARE_OFFSETS = 0x0002
const ONE_SCALE = 0x0008
const MORE = 0x0020
const TWO_SCALES = 0x0040
const MATRIX = 0x0080

/** A glyph made of others: only the offsets of its parts are measures. */
const scaleParts = (parts: Buffer, scale: number): Buffer => {
  const copy = Buffer.from(parts)
  for (let at = 0, flags = MORE; (flags & MORE) !== 0; ) {
    flags = copy.readUInt16BE(at)
    at += 4
    for (let n = 0; n < 2; n += 1) {
      if ((flags & WORDS) !== 0) {
        if ((flags & ARE_OFFSETS) !== 0) copy.writeInt16BE(Math.round(copy.readInt16BE(at) * scale), at)
        at += 2
      } else {
        if ((flags & ARE_OFFSETS) !== 0) copy.writeInt8(Math.round(copy.readInt8(at) * scale), at)
        at += 1
      }
    }
    if ((flags & ONE_SCALE) !== 0) at += 2
    else if ((flags & TWO_SCALES) !== 0) at += 4
    else if ((flags & MATRIX) !== 0) at += 8
  }
  return copy
}

const ON_CURVE = 0x01
const REPEAT = 0x08
/** Bits of x; those of y stand one to the left. */
const SHORT = 0x02
const SAME = 0x10

const scaleContours = (data: Buffer, contours: number, scale: number): Buffer => {
  const ends = data.subarray(0, contours * 2)
  let at = contours * 2
  // Hints were left out already, but for their length.
  at += 2 + data.readUInt16BE(at)
  const points = contours === 0 ? 0 : ends.readUInt16BE(ends.length - 2) + 1
  const flags: number[] = []
  while (flags.length < points) {
    const flag = data.readUInt8(at)
    at += 1
    flags.push(flag)
    if ((flag & REPEAT) === 0) continue
    for (let more = data.readUInt8(at); more > 0; more -= 1) flags.push(flag)
    at += 1
  }
  const read = (shift: 0 | 1): readonly number[] => {
    let place = 0
    return flags.map((flag) => {
      const [isShort, isSame] = [(flag >> shift) & SHORT, (flag >> shift) & SAME]
      if (isShort !== 0) {
        place += isSame === 0 ? -data.readUInt8(at) : data.readUInt8(at)
        at += 1
      } else if (isSame === 0) {
        place += data.readInt16BE(at)
        at += 2
      }
      return Math.round(place * scale)
    })
  }
  const [x, y] = [read(0), read(1)]
  return Buffer.concat([ends, Buffer.alloc(2), writePoints(flags, x, y)])
}

const writePoints = (flags: readonly number[], x: readonly number[], y: readonly number[]): Buffer => {
  const [xs, ys]: [number[], number[]] = [[], []]
  const write = (places: readonly number[], at: number, shift: 0 | 1, into: number[]): number => {
    const step = (places[at] ?? 0) - (places[at - 1] ?? 0)
    if (step === 0) return SAME << shift
    if (Math.abs(step) > 0xff) {
      into.push((step >> 8) & 0xff, step & 0xff)
      return 0
    }
    into.push(Math.abs(step))
    return (SHORT | (step > 0 ? SAME : 0)) << shift
  }
  const written = flags.map((flag, at) => (flag & ON_CURVE) | write(x, at, 0, xs) | write(y, at, 1, ys))
  return Buffer.from([...packFlags(written), ...xs, ...ys])
}

const packFlags = (flags: readonly number[]): readonly number[] => {
  const packed: number[] = []
  for (let from = 0; from < flags.length; ) {
    const flag = flags[from] ?? 0
    let to = from + 1
    while (to < flags.length && flags[to] === flag && to - from < 256) to += 1
    const count = to - from
    if (count > 2) packed.push(flag | REPEAT, count - 1)
    else for (let n = 0; n < count; n += 1) packed.push(flag)
    from = to
  }
  return packed
}
