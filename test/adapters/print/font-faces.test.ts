/** The bundled fonts: every character from one file, and the files there. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readFontRules } from '../../../src/adapters/print/font-faces.ts'
import { fontsCss } from './open-printer.ts'

const findFonts = readFontRules(fontsCss)
const familiesOf = (text: string): readonly string[] => [...findFonts(text)].map(({ family }) => family)

test('a character of a text comes from exactly one file for each weight', () => {
  for (const character of 'Aあ亜月髙﨑德邊濵齋神𠮷①㈱✂Ⅱα') {
    expect([...findFonts(character)].map(({ weight }) => weight).sort()).toEqual(['400', '700'])
  }
})

test('BIZ UDPGothic goes before Noto Sans JP, which has what is missing', () => {
  expect(familiesOf('髙橋 花子 ¥13,200')).not.toContain('Pitpost Fallback')
  expect(familiesOf('𠮷')).toEqual(['Pitpost Fallback', 'Pitpost Fallback'])
})

test('amounts, days and numbers have a face of their own, and need no other file than the words', () => {
  expect(familiesOf('¥13,200').toSorted()).toEqual(['Pitpost Figures', 'Pitpost Sans', 'Pitpost Sans'])
})

test('an everyday sheet needs three files', () => {
  expect(findFonts('12月分 月謝 ¥13,200 ローソン「次へ」').size).toBe(3)
})

test('a character that no font has needs none', () => {
  expect(findFonts('\u{10ffff}').size).toBe(0)
})

test('every file of the style sheet is bundled', () => {
  const files = [...fontsCss.matchAll(/url\(([^)]+)\)/g)].map(([, file]) => file ?? '')
  expect(files.length).toBeGreaterThan(50)
  for (const file of files) {
    expect(existsSync(fileURLToPath(new URL(`../../../fonts/${file}`, import.meta.url))), file).toBe(true)
  }
})
