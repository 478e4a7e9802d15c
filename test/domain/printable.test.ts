/** Characters that can be printed, and the words for those that cannot. */
import { describe, expect, test } from 'vitest'
import { findUnprintable, isPrintable } from '../../src/domain/printable.ts'

describe('isPrintable', () => {
  test.each([...'Aあ亜月髙﨑德邊濵齋神𠮷①㈱✂Ⅱα¥〜～−‐゙神塚祈瀨栁彅'])('takes %s', (character) => {
    expect(isPrintable(character)).toBe(true)
  })

  test.each([
    ['an emoji', '😀'],
    ['Hangul', '김'],
    ['Arabic', 'م'],
    ['a hieroglyph', '𓀀'],
    ['a character of one’s own (外字)', '\ue000'],
    ['a variation selector', '\u{e0100}'],
    ['a zero-width joiner', '\u200d'],
    ['a soft hyphen', '\u00ad'],
    ['half of a character', '\ud842'],
    ['the last code', '\u{10ffff}'],
  ])('refuses %s', (_, character) => {
    expect(isPrintable(character)).toBe(false)
  })
})

describe('findUnprintable', () => {
  test('is silent about texts that can be printed, also over several lines', () => {
    expect(findUnprintable('髙橋 花子\n𠮷野\r\n㈱')).toBeUndefined()
  })

  test('names each character once, with code, place and remedy', () => {
    expect(findUnprintable('김さくら😀김')?.ja).toBe(
      '印刷できない文字があります：「김」（U+AE40、1文字目）、「😀」（U+1F600、5文字目）。印刷用の書体にない文字です。取り除くか、別の字に替えてください。',
    )
  })

  test('says of invisible characters that they are', () => {
    expect(findUnprintable('辻\u{e0101}')?.ja).toContain('見えない文字（U+E0101、2文字目）')
    expect(findUnprintable('辻\u{e0101}')?.en).toContain('an invisible character (U+E0101, character 2)')
  })

  test('counts what it does not name', () => {
    expect(findUnprintable('김이박최정')?.ja).toContain('ほか2字')
  })
})
