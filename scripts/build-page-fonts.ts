/** Cuts the fonts that pages fall back on, where a machine has no Japanese ones of its own, into `public/`. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const TARGET = join(ROOT, 'public')
const PACKAGES = join(ROOT, 'node_modules')
const SANS = '@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf'
const FALLBACK = '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'

/** Rows of JIS X 0208 and its neighbours: NEC's signs, and the kanji of level 1. */
const ROWS = [13, ...Array.from({ length: 32 }, (_, index) => 16 + index)]

/** Characters of a row, by way of EUC-JP: its lead byte is the row. */
const charactersOf = (row: number): string => {
  const decoder = new TextDecoder('euc-jp')
  const cells = Array.from({ length: 94 }, (_, cell) =>
    decoder.decode(Uint8Array.of(0xa0 + row, 0xa1 + cell)),
  )
  return cells.filter((character) => character !== '\ufffd' && [...character].length === 1).join('')
}

/** What the pages themselves say, and what stands on nearly every bill. */
const everyday = (): string => {
  const folder = join(ROOT, 'templates/web')
  const pages = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  const kana = [1, 2, 3, 4, 5].map(charactersOf)
  return [...pages, ...kana, readFileSync(join(ROOT, 'scripts/everyday-characters.txt'), 'utf8')].join('')
}

const codesIn = (font: Buffer): readonly number[] => {
  const face = fontkit.create(font)
  if (!('characterSet' in face)) throw new Error('a collection instead of a font')
  return face.characterSet
}

const write = async (name: string, font: Buffer, text: string): Promise<void> => {
  const cut = await subsetFont(font, text, {
    targetFormat: 'woff2',
    noHinting: true,
    dropTables: ['GSUB', 'GPOS', 'BASE', 'STAT', 'gasp', 'vhea', 'vmtx'],
  })
  writeFileSync(join(TARGET, name), cut)
  console.log(`${name}: ${Math.round(statSync(join(TARGET, name)).size / 1024)} KiB`)
}

mkdirSync(TARGET, { recursive: true })
const sans = readFileSync(join(PACKAGES, SANS))
const fallback = readFileSync(join(PACKAGES, FALLBACK))
const isAsian = (code: number): boolean => code > 0x2e7f
const codesOf = (text: string): readonly number[] =>
  [...new Set(text)].map((character) => character.codePointAt(0) ?? 0)
const first = new Set(codesOf(everyday()))
const second = new Set(codesOf(ROWS.map(charactersOf).join('')).filter((code) => !first.has(code)))
const inSans = codesIn(sans)
const third = inSans.filter((code) => isAsian(code) && !first.has(code) && !second.has(code))
const fourth = codesIn(fallback).filter((code) => isAsian(code) && !inSans.includes(code))
await write('page.woff2', sans, String.fromCodePoint(...first))
await write('page-kanji.woff2', sans, String.fromCodePoint(...second))
await write('page-rare.woff2', sans, String.fromCodePoint(...third))
await write('page-rarest.woff2', fallback, String.fromCodePoint(...fourth))
