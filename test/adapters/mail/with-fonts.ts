/** A mail's HTML with the bundled Japanese fonts in it: the test browser's machine may have none. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readFontRules } from '../../../src/adapters/print/font-faces.ts'

const FOLDER = fileURLToPath(new URL('../../../fonts/', import.meta.url))
const findFonts = readFontRules(readFileSync(`${FOLDER}fonts.css`, 'utf8'))

/** Our folders by the names that mails ask for; the sheets' face for figures is not among them. */
const families: Readonly<Record<string, string>> = {
  'biz-udpgothic': 'BIZ UDPGothic',
  'noto-sans-jp': 'Noto Sans JP',
}

/** The fonts that the text needs, under the names that the mails ask for. */
export const withFonts = (html: string): string => {
  const rules = [...findFonts(html)].flatMap(({ file, weight, unicodeRange }) => {
    const family = families[file.split('/')[0] ?? '']
    if (family === undefined) return []
    const bytes = readFileSync(`${FOLDER}${file}`).toString('base64')
    return `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/woff2;base64,${bytes});unicode-range:${unicodeRange}}`
  })
  return html.replace('</head>', `<style>${rules.join('')}</style></head>`)
}
