/** The inputs that pitpost's modals are made of, and how their values are read back. */
import type { ViewOutput } from '@slack/bolt'
import type { Button, KnownBlock, PlainTextOption } from '@slack/web-api'
import type { Language } from '../../domain/language.ts'
import { cut } from './mrkdwn.ts'

/** Says everything in one person's language. */
export type Say = (ja: string, en: string) => string
export const sayIn =
  (language: Language): Say =>
  (ja, en) =>
    language === 'ja' ? ja : en

/** The action id of every plain input; those that act at once have their own. */
export const VALUE = 'value'

export const plain = (text: string, max = 2_000) =>
  ({ type: 'plain_text', text: cut(text, max), emoji: true }) as const

/** Values have at most 150 characters, texts 75. */
export const option = (value: string, text: string): PlainTextOption => ({ text: plain(text, 75), value })

export type FieldWords = {
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  readonly optional?: boolean
}

type Input = Extract<KnownBlock, { type: 'input' }>

/** An input block; its id is where errors are shown. */
export const field = (id: string, words: FieldWords, element: Input['element']): KnownBlock => ({
  type: 'input',
  block_id: id,
  label: plain(words.label),
  optional: words.optional === true,
  ...(words.hint === undefined ? {} : { hint: plain(words.hint) }),
  element: {
    ...element,
    ...(words.placeholder === undefined ? {} : { placeholder: plain(words.placeholder, 150) }),
  } as Input['element'],
})

export const textField = (
  id: string,
  words: FieldWords,
  more: { readonly max: number; readonly initial?: string | undefined; readonly multiline?: boolean },
): KnownBlock =>
  field(id, words, {
    type: 'plain_text_input',
    action_id: VALUE,
    max_length: more.max,
    ...(more.multiline === true ? { multiline: true } : {}),
    ...(more.initial === undefined || more.initial === ''
      ? {}
      : { initial_value: cut(more.initial, more.max) }),
  })

/** `initial` is one of the options' values. */
export const choiceField = (
  id: string,
  words: FieldWords,
  options: readonly PlainTextOption[],
  initial: string,
): KnownBlock => {
  const chosen = options.find(({ value }) => value === initial)
  return field(id, words, {
    type: 'static_select',
    action_id: VALUE,
    options: [...options],
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  })
}

/** A button that asks once more before it acts. */
export const withConfirm = (
  button: Button,
  words: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string },
): Button => ({
  ...button,
  confirm: {
    title: plain(words.title, 100),
    text: plain(words.text, 300),
    confirm: plain(words.yes, 30),
    deny: plain(words.no, 30),
    ...(button.style === undefined ? {} : { style: button.style }),
  },
})

/** What Slack sends of a view that was submitted or acted in. */
export type ViewState = ViewOutput['state']

/** One field's text, chosen value or day; undefined when empty. */
export const readField = (state: ViewState, id: string, action = VALUE): string | undefined => {
  const given = state.values[id]?.[action]
  const text = given?.value ?? given?.selected_option?.value ?? given?.selected_date ?? undefined
  return text === undefined || text === null || text.trim() === '' ? undefined : text
}

/** The values of the boxes that are ticked. */
export const readBoxes = (state: ViewState, id: string): readonly string[] =>
  (state.values[id]?.[VALUE]?.selected_options ?? []).map(({ value }) => String(value))
