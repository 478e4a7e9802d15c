/** Any part of a text is found by the pieces of up to three characters that start at each of its places. */

/** Characters of a piece at the most. */
const LENGTH = 3

/** The pieces of a search key, each once; its fields are apart by spaces, and no piece crosses one. */
export const toPieces = (searchKey: string): string => {
  const pieces = new Set<string>()
  for (const field of searchKey.split(' ')) {
    const characters = isPlain(field) ? field : [...field]
    for (let place = 0; place < characters.length; place += 1)
      pieces.add(
        typeof characters === 'string'
          ? characters.slice(place, place + LENGTH)
          : characters.slice(place, place + LENGTH).join(''),
      )
  }
  return [...pieces].join(' ')
}

/** Nothing in it takes two units, as 𠮷 does. */
const isPlain = (text: string): boolean => !/[\ud800-\udfff]/.test(text)

/** Longest part that is looked for piece by piece, in characters; what is found is looked at whole. */
const MAX_CHARACTERS = 40

/** Whether any text can hold it: no search key has control characters, and FTS5 reads no further than a NUL. */
export const isFindable = (part: string): boolean => !/\p{Cc}/u.test(part)

/** The query for a part of a search key, in the language of FTS5: nothing of it is read as an operator. */
export const toPieceQuery = (part: string): string => {
  const characters = [...part].slice(0, MAX_CHARACTERS)
  if (characters.length < LENGTH) return `${quote(characters.join(''))}*`
  const pieces = characters
    .slice(0, characters.length - LENGTH + 1)
    .map((_, place) => quote(characters.slice(place, place + LENGTH).join('')))
  return [...new Set(pieces)].join(' AND ')
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
