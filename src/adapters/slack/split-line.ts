/** Splits a typed line into words: Slack's escapes undone, quotes kept together. */

/** `isQuoted` words stood in 「」, 『』 or quotation marks: they are the subject, whatever they look like. */
export type Word = { readonly text: string; readonly isQuoted: boolean }

/** Words in order; `<mailto:…>` and `<https:…>` links become the address itself. */
export const splitLine = (line: string): readonly Word[] => {
  const words: Word[] = []
  for (const match of unescapeLine(line).matchAll(/「([^」]*)」|『([^』]*)』|["“]([^"”]*)["”]|[^\s　]+/g)) {
    const quoted = match[1] ?? match[2] ?? match[3]
    if (quoted === undefined) words.push({ text: match[0], isQuoted: false })
    else if (quoted.trim() !== '') words.push({ text: quoted.trim(), isQuoted: true })
  }
  return words
}

const unescapeLine = (line: string): string =>
  line
    .replace(/<mailto:([^|>]+)(\|[^>]*)?>/g, '$1')
    .replace(/<(https?:[^|>]+)(\|[^>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
