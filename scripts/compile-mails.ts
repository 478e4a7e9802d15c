/** Compiles the mails: MJML and plain text, in both languages, with everything that is the same in each mail filled in. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid } from 'liquidjs'
import { payingGuides } from '../src/domain/chain.ts'
import type { Language } from '../src/domain/language.ts'
import type { Text } from '../src/domain/result.ts'

const languages: readonly Language[] = ['ja', 'en']

/** Colours that a merchant may change stand in the templates as ours; in the built mails they are values. */
const changeable: readonly (readonly [string, string])[] = [
  ['#0b5d3b', '{{ accent }}'],
  ['#7fd3a8', '{{ accentInDark }}'],
  ['#f3f6f4', '{{ ground }}'],
]

/** Templates by the names a renderer asks for, such as `mail/notice.en.html`; any fault in the MJML throws. */
export const compileMails = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const files = readdirSync(folder)
  const sources = (end: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      files
        .filter((file) => file.endsWith(end))
        .map((file) => [file.slice(0, -end.length), readFileSync(join(folder, file), 'utf8')]),
    )
  const shared = sources('-words.liquid')
  const templates: Record<string, string> = {}
  for (const language of languages) {
    for (const [name, source] of fillAll(sources('.mjml'), shared, language))
      templates[`mail/${name}.${language}.html`] = await compileMjml(name, source)
    for (const [name, source] of fillAll(sources('.txt.liquid'), shared, language))
      templates[`mail/${name}.${language}.txt`] = source.trim()
  }
  return templates
}

/** The mails among the sources, filled in; names that begin with `_` are parts of others. */
const fillAll = (
  sources: Readonly<Record<string, string>>,
  shared: Readonly<Record<string, string>>,
  language: Language,
): readonly (readonly [string, string])[] => {
  const parts = Object.entries({
    ...sources,
    ...Object.fromEntries(Object.entries(shared).map(([name, source]) => [`${name}-words`, source])),
  })
    .filter(([name]) => name.startsWith('_'))
    .map(([name, source]) => [name.slice(1), source.trim()] as const)
  const engine = new Liquid({
    templates: Object.fromEntries(parts),
    globals: { lang: language, guides: payingGuides, forMerchant: false },
    // Apart from the signs of what is filled in for each mail.
    tagDelimiterLeft: '[%',
    tagDelimiterRight: '%]',
    outputDelimiterLeft: '[[',
    outputDelimiterRight: ']]',
    strictVariables: true,
    strictFilters: true,
  })
  engine.registerFilter('en', (ja: string, en: string) => (language === 'en' ? en : ja))
  engine.registerFilter('in', (text: Text) => text[language])
  return Object.entries(sources)
    .filter(([name]) => !name.startsWith('_'))
    .map(([name, source]) => [name, String(engine.parseAndRenderSync(source))])
}

const compileMjml = async (name: string, source: string): Promise<string> => {
  // Loading MJML takes longer than everything else here: only when a mail has changed.
  const { default: mjml } = await import('mjml')
  const { html, errors } = await mjml(source, {
    validationLevel: 'strict',
    keepComments: false,
    // MJML would fetch a web font on its own.
    fonts: {},
  })
  if (errors.length > 0)
    throw new Error(`${name}.mjml: ${errors.map((error) => error.formattedMessage).join('; ')}`)
  const plain = html
    .replace(/^[ \t]+/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
  return changeable.reduce((text, [colour, value]) => text.replaceAll(colour, value), plain)
}
