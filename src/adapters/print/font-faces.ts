/** Which of the bundled font files a text needs: a page that knows only those prints faster than one that knows all. */

/** One `@font-face` rule of `fonts/fonts.css`. */
export type FontRule = {
  readonly family: string
  readonly weight: string
  /** Path below `fonts/`. */
  readonly file: string
  readonly unicodeRange: string
}

/** Bytes of one of our font files by its path below `fonts/`, such as `noto-sans-jp/slice-3-400.woff2`. */
export type ReadFont = (path: string) => Promise<Uint8Array | undefined>

/** Answers the rules a text needs, in every weight; a character that no font has needs none. */
export type FindFonts = (text: string) => ReadonlySet<FontRule>

const RULE = /font-family:'([^']+)';font-weight:(\d+);[^}]*?url\(([^)]+)\)[^}]*?unicode-range:([^}]+)\}/g

/** Reads the style sheet that `scripts/build-fonts.ts` writes. */
export const readFontRules = (css: string): FindFonts => {
  const byCharacter = new Map<number, FontRule[]>()
  for (const [, family = '', weight = '', file = '', unicodeRange = ''] of css.matchAll(RULE)) {
    const rule = { family, weight, file, unicodeRange }
    for (const code of codesOf(unicodeRange)) {
      const known = byCharacter.get(code)
      if (known === undefined) byCharacter.set(code, [rule])
      else known.push(rule)
    }
  }
  if (byCharacter.size === 0) throw new Error('the fonts’ style sheet holds no rule')
  return (text) => {
    const needed = new Set<FontRule>()
    for (const code of codesIn(text)) {
      for (const rule of byCharacter.get(code) ?? []) needed.add(rule)
    }
    return needed
  }
}

/** One place for each code there is; all zero between two texts. */
const seen = new Uint8Array(0x110000)

/** Each code of a text once; a job's markup is long, and most of it repeats itself. */
const codesIn = (text: string): readonly number[] => {
  const codes: number[] = []
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0
    if (code > 0xffff) index += 1
    if (seen[code] === 1) continue
    seen[code] = 1
    codes.push(code)
  }
  for (const code of codes) seen[code] = 0
  return codes
}

const codesOf = function* (unicodeRange: string): Generator<number> {
  for (const range of unicodeRange.split(',')) {
    const [from = '', to = from] = range.replace('U+', '').split('-')
    for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code += 1) yield code
  }
}
