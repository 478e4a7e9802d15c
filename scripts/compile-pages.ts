/** Fills in what the pages say: each in Japanese under its own name, such as `web/home`, and in English as `web/home.en`. */
import { Liquid } from 'liquidjs'
import type { Language } from '../src/domain/language.ts'

const languages: readonly Language[] = ['ja', 'en']

/**
 * Pages by their names. Apart from what a template says with `[[ '請求' | en: 'Invoice' ]]`, `[[lang]]` is its language:
 * `{{ done.[[lang]] }}` is a text that comes from the code. Comments between `[%` and `%]` are left out.
 */
export const compilePages = (sources: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const built: Record<string, string> = {}
  for (const language of languages) {
    const engine = createEngine(language)
    for (const [name, source] of Object.entries(sources)) {
      const filled = String(engine.parseAndRenderSync(source))
      built[nameIn(name, language)] = filled.replace(
        REFERENCE,
        (_, verb: string, other: string) => `${verb} '${nameIn(other, language)}'`,
      )
    }
  }
  return built
}

/** Another page template that one is built on. */
const REFERENCE = /\b(layout|render) '(web\/[^']+)'/g

const nameIn = (name: string, language: Language): string =>
  language === 'ja' ? name : `${name}.${language}`

const createEngine = (language: Language): Liquid => {
  const engine = new Liquid({
    globals: { lang: language },
    // Apart from the signs of what is filled in when a page is shown.
    tagDelimiterLeft: '[%',
    tagDelimiterRight: '%]',
    outputDelimiterLeft: '[[',
    outputDelimiterRight: ']]',
    strictVariables: true,
    strictFilters: true,
  })
  engine.registerFilter('en', (ja: string, en: string) => (language === 'en' ? en : ja))
  return engine
}
