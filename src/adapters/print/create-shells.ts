/** The documents around what is printed: one for each style and language, rendered once. */
import type { Printout, Render } from '../../ports.ts'
import { type ReadFont, readFontRules } from './font-faces.ts'
import type { Shell } from './warm-page.ts'

/** Answers the same shell each time for the same style and language; pages are kept warm by it. */
export const createShells = ({
  render,
  fontsCss,
  readFont,
}: {
  readonly render: Render
  readonly fontsCss: string
  readonly readFont: ReadFont
}): ((style: string, lang: Printout['lang']) => Shell) => {
  const findFonts = readFontRules(fontsCss)
  const known = new Map<string, Shell>()
  return (style, lang) => {
    const key = `${lang} ${style}`
    const before = known.get(key)
    if (before !== undefined) return before
    const shell = { html: render('print/page', { lang, css: render(style, {}) }), findFonts, readFont }
    known.set(key, shell)
    return shell
  }
}
