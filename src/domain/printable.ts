/** Which characters the bundled fonts have: what none of them has cannot be printed, and is named when it is typed. */
import { PRINTABLE_RUNS } from './printable-runs.ts'
import type { Text } from './result.ts'

/** First code and length of each run of printable characters, in order. */
const readRuns = (runs: string): readonly (readonly [from: number, length: number])[] => {
  let next = 0
  return runs.split(',').map((run) => {
    const [gap = 0, length = 1] = run.split('.').map((part) => Number.parseInt(part, 36))
    const from = next + gap
    next = from + length
    return [from, length] as const
  })
}

const runs = readRuns(PRINTABLE_RUNS)

/** Whether a font of ours has the character; line breaks are none of its business. */
export const isPrintable = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0
  let [low, high] = [0, runs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from = 0, length = 0] = runs[middle] ?? []
    if (code < from) high = middle - 1
    else if (code >= from + length) low = middle + 1
    else return true
  }
  return false
}

/** Characters that a problem names; the rest is counted. */
const MAX_NAMED = 3

/** What is wrong with a text that cannot be printed as it stands, with the remedy; undefined when it can. */
export const findUnprintable = (text: string): Text | undefined => {
  const characters = [...text.replace(/\r?\n/g, '')]
  const missing = [...new Set(characters.filter((character) => !isPrintable(character)))]
  if (missing.length === 0) return undefined
  const more = missing.length - MAX_NAMED
  const named = missing.slice(0, MAX_NAMED).map((character) => ({
    code: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
    sign: signOf(character),
    place: characters.indexOf(character) + 1,
  }))
  const ja = named.map(
    ({ code, sign, place }) =>
      `${sign === undefined ? '見えない文字' : `「${sign}」`}（${code}、${place}文字目）`,
  )
  const en = named.map(
    ({ code, sign, place }) => `${sign ?? 'an invisible character'} (${code}, character ${place})`,
  )
  return {
    ja: `印刷できない文字があります：${ja.join('、')}${more > 0 ? `ほか${more}字` : ''}。印刷用の書体にない文字です。取り除くか、別の字に替えてください。`,
    en: `has characters that cannot be printed: ${en.join(', ')}${more > 0 ? ` and ${more} more` : ''}; no bundled font has them. Remove them or use other ones.`,
  }
}

/** The character as it can be shown by itself; undefined for what nobody sees. */
const signOf = (character: string): string | undefined => {
  if (/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(character)) return undefined
  return /\p{M}/u.test(character) ? `◌${character}` : character
}
