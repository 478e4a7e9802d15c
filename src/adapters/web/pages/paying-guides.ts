/** How to pay at each terminal, in the languages of the customer's page; what stands on a button stays in Japanese. */
import { type PayingGuide, payingGuides } from '../../../domain/chain.ts'
import type { Language } from '../../../domain/language.ts'
import type { CustomerLanguage, CustomerWords, ToldGuide } from './customer-words.ts'

/** What a step's picture shows. */
type Screen = 'menu' | 'keypad' | 'list' | 'check' | 'slip'

const screens: Readonly<Record<PayingGuide['key'], readonly (readonly [Screen, string])[]>> = {
  loppi: [
    ['menu', '各種番号をお持ちの方'],
    ['keypad', '次へ'],
    ['menu', 'スマートピットお支払い'],
    ['list', '確定する'],
    ['check', '確定する'],
    ['slip', ''],
  ],
  'multi-copy': [
    ['menu', '金融サービス／国際送金など'],
    ['menu', 'スマートピット'],
    ['keypad', 'OK'],
    ['list', '次へ'],
    ['check', 'OK'],
    ['slip', ''],
  ],
}

/** The guides with their pictures, for the template. */
export const toGuideModels = (language: CustomerLanguage, { guides }: CustomerWords) =>
  payingGuides.map((guide, index) => {
    const { stores, terminal, steps } = guides?.[index] ?? tell(guide, language === 'ja' ? 'ja' : 'en')
    return {
      stores,
      terminal,
      steps: steps.map((text, step) => {
        const [screen, label] = screens[guide.key][step] ?? ['check', '']
        return { text, screen, label }
      }),
    }
  })

const tell = (guide: PayingGuide, language: Language): ToldGuide => ({
  stores: guide.stores[language],
  terminal: guide.terminal[language],
  steps: guide.steps.map((step) => step[language]),
})
