/** Reads lists of character codes such as `20-7e,a5`, hexadecimal, over one or several lines. */
export const readRanges = (text: string): readonly number[] =>
  text
    .split(/[\s,]+/)
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [from = '', to = from] = range.split('-')
      const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)]
      return Array.from({ length: last - first + 1 }, (_, n) => first + n)
    })
