/** Copies the bundled fonts from their packages into `fonts/` and writes `fonts/fonts.css`, each character in one file. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const TARGET = join(ROOT, 'fonts')
const WEIGHTS = [400, 700] as const

/** In order of preference: a character is taken from the first file that really has it. */
const families = [
  { name: 'Pitpost Sans', folder: 'biz-udpgothic', package: '@fontsource/biz-udpgothic' },
  { name: 'Pitpost Fallback', folder: 'noto-sans-jp', package: '@fontsource/noto-sans-jp' },
] as const

const charactersOf = (path: string): readonly number[] => {
  const font = fontkit.openSync(path)
  if (!('characterSet' in font)) throw new Error(`${path} is a collection`)
  return font.characterSet.filter((code) => code > 0x1f)
}

/** `U+20-7e,U+a5`: neighbours as one range. */
const toUnicodeRange = (codes: readonly number[]): string => {
  const ranges: [number, number][] = []
  for (const code of codes.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] + 1 === code) last[1] = code
    else ranges.push([code, code])
  }
  return ranges
    .map(([from, to]) => `U+${from.toString(16)}${from === to ? '' : `-${to.toString(16)}`}`)
    .join(',')
}

/** What everyday sheets are set in: Latin, kana, signs, and the kanji of JIS level 1 (rows 16 to 47). */
const everyday = (): string => {
  const decoder = new TextDecoder('shift_jis')
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index))
  const characters = new Set([...ascii, ...'¥①②③④⑤⑥⑦⑧⑨⑩㈱㈲'])
  for (let high = 0x81; high <= 0x98; high += 1) {
    for (let low = 0x40; low <= (high === 0x98 ? 0x72 : 0xfc); low += 1) {
      const character = decoder.decode(new Uint8Array([high, low]))
      if ([...character].length === 1 && character !== '\ufffd') characters.add(character)
    }
  }
  return [...characters].join('')
}

/** The one large file first: few files in a PDF make it small. The numbered slices hold what that one lacks. */
const filesOf = (source: string, prefix: string, weight: number): readonly string[] => {
  const slice = new RegExp(`^${prefix}-(\\d+)-${weight}-normal\\.woff2$`)
  const slices = readdirSync(source).filter((name) => slice.test(name))
  return [`${prefix}-japanese-${weight}-normal.woff2`, ...slices]
}

const rules: string[] = []
const taken = new Map<number, Set<number>>(WEIGHTS.map((weight) => [weight, new Set()]))
for (const family of families) {
  const source = join(ROOT, 'node_modules', family.package)
  const target = join(TARGET, family.folder)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'LICENSE'), readFileSync(join(source, 'LICENSE')))
  for (const weight of WEIGHTS) {
    const known = taken.get(weight) ?? new Set()
    const add = (file: string, bytes: Uint8Array, codes: readonly number[]): void => {
      for (const code of codes) known.add(code)
      writeFileSync(join(target, file), bytes)
      rules.push(
        `@font-face{font-family:'${family.name}';font-weight:${weight};font-display:block;` +
          `src:url(${family.folder}/${file}) format('woff2');unicode-range:${toUnicodeRange(codes)}}`,
      )
    }
    if (known.size === 0) {
      // A small file for nearly everything: subsetting it anew for each PDF is what printing spends its time on.
      const whole = readFileSync(join(source, 'files', `${family.folder}-japanese-${weight}-normal.woff2`))
      const file = `everyday-${weight}.woff2`
      const bytes = await subsetFont(whole, everyday(), { targetFormat: 'woff2' })
      writeFileSync(join(target, file), bytes)
      add(file, bytes, charactersOf(join(target, file)))
    }
    for (const file of filesOf(join(source, 'files'), family.folder, weight)) {
      const fresh = charactersOf(join(source, 'files', file)).filter((code) => !known.has(code))
      if (fresh.length === 0) continue
      add(file, readFileSync(join(source, 'files', file)), fresh)
    }
  }
}
writeFileSync(join(TARGET, 'fonts.css'), `${rules.join('\n')}\n`)
console.log(`fonts: ${rules.length} files, ${taken.get(400)?.size ?? 0} characters`)
