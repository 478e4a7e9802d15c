/** Widths as terminals and receipt printers count them: a half-width character is one column, a full-width one two. */

const HALF_WIDTH = /^[\u0020-\u007e\u00a5\u203e\uff61-\uff9f]$/

/** Columns that a text takes. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + columnsOfCharacter(character), 0)

/** As much of a text as a line of so many columns shows; nothing marks the cut, as on the machines. */
export const cutToColumns = (text: string, columns: number): string => {
  let [shown, taken] = ['', 0]
  for (const character of text) {
    taken += columnsOfCharacter(character)
    if (taken > columns) break
    shown += character
  }
  return shown
}

const columnsOfCharacter = (character: string): number => {
  // Marks stand on the character before them.
  if (/\p{M}/u.test(character)) return 0
  return HALF_WIDTH.test(character) ? 1 : 2
}
