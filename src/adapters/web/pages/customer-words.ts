/** The words of the customer's page, in the languages people in Japan read most: `templates/web/customer-words.json`. */
import type { Render } from '../../../ports.ts'
import type { CustomerState } from './customer-state.ts'

export const customerLanguages = [
  { code: 'ja', name: '日本語' },
  { code: 'en', name: 'English' },
  { code: 'zh', name: '中文' },
  { code: 'vi', name: 'Tiếng Việt' },
  { code: 'pt', name: 'Português' },
] as const

export type CustomerLanguage = (typeof customerLanguages)[number]['code']

/** How to pay at one kind of terminal; what stands on a button stays in Japanese. */
export type ToldGuide = {
  readonly stores: string
  readonly terminal: string
  readonly steps: readonly string[]
}

const names = [
  ...['heading', 'to', 'what', 'amount', 'due', 'number', 'copy', 'copied', 'large', 'sheet', 'calendar'],
  ...['successor', 'how', 'cash', 'ask', 'back'],
] as const

export type CustomerWords = Readonly<Record<(typeof names)[number], string>> & {
  readonly states: Readonly<Record<CustomerState, { readonly title: string; readonly text: string }>>
  /** In the order of `payingGuides`; absent in the languages that those have themselves. */
  readonly guides?: readonly ToldGuide[]
}

export const readCustomerWords = (render: Render, language: CustomerLanguage): CustomerWords => {
  // The file has these very words in each language (customer-words.test.ts).
  const all = JSON.parse(render('web/customer-words.json', {})) as Record<CustomerLanguage, CustomerWords>
  return all[language]
}
