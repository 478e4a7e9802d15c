/** Reads a merchant's own words for its letters: plain text, known placeholders, nothing else. */
import { hasControlCharacter } from './japanese-text.ts'
import type { Language } from './language.ts'
import {
  type CustomerLetter,
  customerLetters,
  type Wording,
  type Wordings,
  wordingPlaceholders,
} from './mail-settings.ts'

/** By letter, language and part. */
export type RawWordings = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string | undefined>>>>>
>

/** Notes one thing that is wrong. */
export type Refuse = (field: string, value: unknown, rule: string, ja: string, en: string) => void

/** Longest parts, in characters. */
const MAX = { subject: 100, lead: 300, closing: 600 } as const

/** The words that were given; empty ones are left out. */
export const readWordings = (raw: RawWordings, refuse: Refuse): Wordings => {
  const wordings: Partial<Record<CustomerLetter, Partial<Record<Language, Wording>>>> = {}
  for (const [letter, languages] of Object.entries(raw)) {
    for (const [language, words] of Object.entries(languages)) {
      const field = `wording.${letter}.${language}`
      if (!isLetter(letter) || !isLanguage(language)) {
        refuse(
          field,
          letter,
          'wording-letter',
          'そのメールの文面は変えられません。',
          'there is no such letter to word.',
        )
        continue
      }
      const wording = readWording(field, words, refuse)
      if (Object.keys(wording).length > 0) wordings[letter] = { ...wordings[letter], [language]: wording }
    }
  }
  return wordings
}

/** One text, trimmed; undefined when there is none. */
export const readText = (
  field: string,
  given: string | undefined,
  max: number,
  refuse: Refuse,
  newlines: 'none' | 'allow-newlines' = 'none',
): string | undefined => {
  const text = (given ?? '').replace(/\r\n/g, '\n').trim()
  if (text === '') return undefined
  const length = [...text].length
  if (length > max)
    refuse(
      field,
      text,
      'max-length',
      `${max}文字までです（いま${length}文字）。`,
      `has ${length} characters, at most ${max}.`,
    )
  if (hasControlCharacter(text, newlines))
    refuse(
      field,
      text,
      'no-control-characters',
      '改行などの制御文字は使えません。',
      'has control characters.',
    )
  return text
}

const isLetter = (name: string): name is CustomerLetter => customerLetters.some((letter) => letter === name)
const isLanguage = (name: string): name is Language => name === 'ja' || name === 'en'

const readWording = (
  field: string,
  raw: Readonly<Record<string, string | undefined>>,
  refuse: Refuse,
): Wording => {
  const read = (part: 'subject' | 'lead' | 'closing'): string | undefined => {
    const name = `${field}.${part}`
    const text = readText(name, raw[part], MAX[part], refuse, part === 'subject' ? 'none' : 'allow-newlines')
    const unknown = [...(text ?? '').matchAll(/\{(\w*)\}/g)].find(
      ([, key]) => !wordingPlaceholders.some((placeholder) => placeholder === key),
    )
    if (unknown !== undefined) {
      const known = wordingPlaceholders.map((placeholder) => `{${placeholder}}`).join(' ')
      refuse(name, unknown[0], 'placeholder', `使えるのは ${known} です。`, `may hold ${known} only.`)
    }
    return text
  }
  const [subject, lead, closing] = [read('subject'), read('lead'), read('closing')]
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(lead === undefined ? {} : { lead }),
    ...(closing === undefined ? {} : { closing }),
  }
}
