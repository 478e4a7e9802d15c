/** Cuts the bundled fonts out of their packages into `fonts/`, and writes down which characters they have. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'
import { scaleFont } from './scale-font.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const TARGET = join(ROOT, 'fonts')
const PACKAGES = join(ROOT, 'node_modules')

type Family = {
  readonly name: string
  readonly folder: string
  readonly license: string
  readonly files: Readonly<Partial<Record<400 | 700, string>>>
  /** Units to the em; absent means as many as the font has. */
  readonly grid?: number
}

/** The text of sheets, cards and documents. */
const sans: Family = {
  name: 'Pitpost Sans',
  folder: 'biz-udpgothic',
  // A quarter of the font's own: at 17 points a seventh of a dot of a 600 dpi printer, and a fifth of a sheet's bytes.
  grid: 512,
  license: '@expo-google-fonts/biz-udpgothic/LICENSE_FONT',
  files: {
    400: '@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf',
    700: '@expo-google-fonts/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf',
  },
}

/** Characters that the first one lacks, such as many kanji of JIS level 3 and 4. */
const fallback: Family = {
  name: 'Pitpost Fallback',
  folder: 'noto-sans-jp',
  license: '@expo-google-fonts/noto-sans-jp/LICENSE_FONT',
  files: {
    400: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
    700: '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  },
}

/** Amounts, days and numbers: made for cockpits, where nobody may take 0 for 8 or 1 for 7; all figures are of one width. */
const figures: Family = {
  name: 'Pitpost Figures',
  folder: 'b612',
  license: '@fontsource/b612/LICENSE',
  files: { 700: '@fontsource/b612/files/b612-latin-700-normal.woff2' },
}
const FIGURES = '0123456789,-¥'

/** Characters of one file: a sheet needs few files, and a page that prints loads each only once. */
const SLICE = 400

const charactersOf = (font: Buffer): readonly number[] => {
  const face = fontkit.create(font)
  if (!('characterSet' in face)) throw new Error('a collection instead of a font')
  return [...new Set(face.characterSet)].filter((code) => code > 0x1f && !(code >= 0x7f && code <= 0x9f))
}

/** `20-7e,a5`: neighbours as one range. */
const toRanges = (codes: readonly number[]): readonly string[] => {
  const ranges: [number, number][] = []
  for (const code of codes.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] + 1 === code) last[1] = code
    else ranges.push([code, code])
  }
  return ranges.map(([from, to]) =>
    from === to ? from.toString(16) : `${from.toString(16)}-${to.toString(16)}`,
  )
}

/** A module of the domain: for each run of neighbours the gap before it and, unless it is 1, its length; in base 36. */
const toRuns = (codes: readonly number[]): string => {
  let next = 0
  const runs = toRanges(codes).map((range) => {
    const [from = 0, to = from] = range.split('-').map((part) => Number.parseInt(part, 16))
    const run = `${(from - next).toString(36)}${from === to ? '' : `.${(to - from + 1).toString(36)}`}`
    next = to + 1
    return run
  })
  return (
    '/** The characters that the bundled fonts have, as `scripts/build-fonts.ts` found them; read by `printable.ts`. */\n' +
    `export const PRINTABLE_RUNS =\n  '${runs.join(',')}'\n`
  )
}

const codesOf = (text: string): readonly number[] =>
  [...text].map((character) => character.codePointAt(0) ?? 0).filter((code) => code > 0x1f)

const between = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/**
 * Latin, kana, and what stands on nearly every sheet: most sheets need no other file. A character more in the list moves
 * all slices, so it is changed only when sheets gain from it.
 */
const everyday = (): ReadonlySet<number> =>
  new Set([
    ...between(0x20, 0x7e),
    // Marks are drawn with the letter before them only if both come from one file.
    ...between(0x300, 0x36f),
    ...between(0x3041, 0x3096),
    ...between(0x30a1, 0x30fe),
    ...codesOf(readFileSync(join(ROOT, 'scripts/everyday-characters.txt'), 'utf8')),
  ])

/** In the order of JIS X 0208, so that frequent kanji keep together; then whatever else there is. */
const inJisOrder = (codes: readonly number[]): readonly number[] => {
  const decoder = new TextDecoder('shift_jis')
  const order = new Map<number, number>()
  for (const lead of between(0x81, 0xfc))
    for (const trail of between(0x40, 0xfc)) {
      const code = decoder.decode(Uint8Array.of(lead, trail)).codePointAt(0) ?? 0
      if (!order.has(code)) order.set(code, order.size)
    }
  const placeOf = (code: number): number => order.get(code) ?? order.size + code
  return codes.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** Without hints and layout tables, which print has no use for: shaping is faster and the PDF smaller. */
const cut = async (font: Buffer, codes: readonly number[], grid: number | undefined): Promise<Buffer> => {
  const text = String.fromCodePoint(...codes)
  const options = {
    noHinting: true,
    dropTables: ['GSUB', 'GPOS', 'BASE', 'STAT', 'gasp', 'vhea', 'vmtx'],
  }
  const source =
    grid === undefined
      ? font
      : scaleFont(await subsetFont(font, text, { ...options, targetFormat: 'truetype' }), grid)
  return subsetFont(source, text, { ...options, targetFormat: 'woff2' })
}

const rules: string[] = []
const add = async (
  family: Family,
  weight: 400 | 700,
  name: string,
  font: Buffer,
  codes: readonly number[],
): Promise<void> => {
  const file = `${family.folder}/${name}-${weight}.woff2`
  writeFileSync(join(TARGET, file), await cut(font, codes, family.grid))
  const range = toRanges(codes).map((part) => `U+${part}`)
  rules.push(
    `@font-face{font-family:'${family.name}';font-weight:${weight};font-display:block;` +
      `src:url(${file}) format('woff2');unicode-range:${range.join(',')}}`,
  )
}

for (const { folder, license } of [sans, fallback, figures]) {
  rmSync(join(TARGET, folder), { recursive: true, force: true })
  mkdirSync(join(TARGET, folder), { recursive: true })
  writeFileSync(join(TARGET, folder, 'LICENSE'), readFileSync(join(PACKAGES, license)))
}
const figureFont = readFileSync(join(PACKAGES, figures.files[700] ?? ''))
await add(figures, 700, 'figures', figureFont, codesOf(FIGURES))

const known = { 400: new Set<number>(), 700: new Set<number>() }
for (const weight of [400, 700] as const) {
  for (const family of [sans, fallback]) {
    const font = readFileSync(join(PACKAGES, family.files[weight] ?? ''))
    const wanted = everyday()
    const fresh = charactersOf(font).filter((code) => !known[weight].has(code))
    const first = fresh.filter((code) => wanted.has(code))
    if (first.length > 0) await add(family, weight, 'everyday', font, first)
    const rest = inJisOrder(fresh.filter((code) => !wanted.has(code)))
    for (let from = 0; from < rest.length; from += SLICE)
      await add(family, weight, `slice-${from / SLICE}`, font, rest.slice(from, from + SLICE))
    for (const code of fresh) known[weight].add(code)
  }
}
writeFileSync(join(TARGET, 'fonts.css'), `${rules.join('\n')}\n`)

/**
 * In both weights; not of a kind that nobody sees or that means something else on each machine; marks only of the first
 * font, because a mark of another one cannot be drawn with the letter before it.
 */
const sansCharacters = new Set(charactersOf(readFileSync(join(PACKAGES, sans.files[400] ?? ''))))
const printable = [...known[400]].filter((code) => {
  const character = String.fromCodePoint(code)
  const stands = !/\p{M}/u.test(character) || sansCharacters.has(code)
  return known[700].has(code) && !/\p{C}/u.test(character) && stands
})
writeFileSync(join(ROOT, 'src/domain/printable-runs.ts'), toRuns(printable))
console.log(`fonts: ${rules.length} files, ${known[400].size} characters`)
