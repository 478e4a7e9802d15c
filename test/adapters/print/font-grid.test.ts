/** The text face is bundled on a coarser grid than its maker's; no point of it is moved by more than half a step. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const CHARACTERS = 'あがパ月東京様御中0123456789AgQy¥×「』'

const open = async (file: string) => {
  const bytes = readFileSync(`${root}${file}`)
  const font = fontkit.create(await subsetFont(bytes, CHARACTERS, { targetFormat: 'truetype' }))
  if (!('glyphForCodePoint' in font)) throw new Error('a collection instead of a font')
  return font
}

test.each([
  [400, '400Regular/BIZUDPGothic_400Regular.ttf'],
  [700, '700Bold/BIZUDPGothic_700Bold.ttf'],
])('weight %i: outlines and widths are those of the source', async (weight, file) => {
  const source = await open(`node_modules/@expo-google-fonts/biz-udpgothic/${file}`)
  const bundled = await open(`fonts/biz-udpgothic/everyday-${weight}.woff2`)
  const halfStep = 0.5 / bundled.unitsPerEm
  // Kanji, kana with marks of their own, figures, letters, and signs made of others.
  for (const character of CHARACTERS) {
    const code = character.codePointAt(0) ?? 0
    const [ours, theirs] = [bundled.glyphForCodePoint(code), source.glyphForCodePoint(code)]
    const places = (glyph: typeof ours, units: number): readonly number[] =>
      [glyph.advanceWidth, ...glyph.path.commands.flatMap(({ args }) => args)].map((place) => place / units)
    const [drawn, meant] = [places(ours, bundled.unitsPerEm), places(theirs, source.unitsPerEm)]
    expect(drawn).toHaveLength(meant.length)
    for (const [n, place] of drawn.entries())
      expect(Math.abs(place - (meant[n] ?? 0))).toBeLessThanOrEqual(halfStep + 1e-9)
  }
})
