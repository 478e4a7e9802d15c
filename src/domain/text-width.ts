/** How wide a text stands in our own face, so that it can be set as large as its place allows. */

/** Shares of a full-width character that digits and other half-width characters take in BIZ UDPGothic. */
const DIGIT = 0.76
const NARROW = 0.64

/** Width in full-width characters. */
export const emWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + widthOf(character), 0)

/** As much of a text as fits into a place of so many full-width characters. */
export const cutToEm = (text: string, widest: number): string => {
  let [shown, taken] = ['', 0]
  for (const character of text) {
    taken += widthOf(character)
    if (taken > widest) break
    shown += character
  }
  return shown
}

const widthOf = (character: string): number => {
  if (/^\d$/.test(character)) return DIGIT
  return /^[\u0020-\u007e\u00a5\uff61-\uff9f]$/.test(character) ? NARROW : 1
}
