/** Copies of text for reading and searching. What is printed is never normalised, not even NFC. */

/** Full-width letters, digits and signs to half-width; for reading only. */
export const toHalfWidth = (text: string): string =>
  text
    .replace(/[！-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/　/g, ' ')
    .replace(/￥/g, '¥')
    .replace(/[‐‑–—−]/g, '-')

/** Search key: NFKC, hiragana folded to katakana, lower case, no spaces. */
export const toSearchKey = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[ぁ-ゖ]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0x60))
    .toLowerCase()
    .replace(/\s/g, '')

/** Control characters, and the marks that turn the direction of text. */
export const hasControlCharacter = (text: string, newlines: 'none' | 'allow-newlines'): boolean => {
  const checked = newlines === 'allow-newlines' ? text.replace(/\r?\n/g, '') : text
  return /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u.test(checked)
}
