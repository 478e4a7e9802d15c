/** Draws the elements of Block Kit (buttons, menus, inputs) as models for the chat's templates. */
import { isJson, type Json, listOf } from './check-elements.ts'

export type DrawnOption = {
  readonly value: string
  readonly text: string
  readonly description: string
  readonly url: string
  readonly isChosen: boolean
}
export type DrawnElement = {
  readonly kind:
    | 'button'
    | 'link'
    | 'menu'
    | 'overflow'
    | 'suggest'
    | 'text'
    | 'area'
    | 'day'
    | 'boxes'
    | 'image'
    | 'note'
  readonly actionId: string
  readonly text: string
  readonly value: string
  readonly url: string
  readonly style: string
  readonly placeholder: string
  readonly max: number
  readonly options: readonly DrawnOption[]
  /** One or many of the options. */
  readonly many: boolean
  readonly confirm: {
    readonly title: string
    readonly text: string
    readonly yes: string
    readonly no: string
  } | null
}

export const plainOf = (value: unknown): string =>
  isJson(value) ? String(value['text'] ?? '') : String(value ?? '')

const kinds: Readonly<Record<string, DrawnElement['kind']>> = {
  button: 'button',
  static_select: 'menu',
  conversations_select: 'menu',
  overflow: 'overflow',
  external_select: 'suggest',
  plain_text_input: 'text',
  email_text_input: 'text',
  number_input: 'text',
  datepicker: 'day',
  checkboxes: 'boxes',
  radio_buttons: 'boxes',
  image: 'image',
}

/** What a person has given in a view so far, as Slack would send it; undefined where nothing was touched. */
export type Given = Json | undefined

/** `channels` are what a menu of conversations offers. */
export const drawElement = (
  element: Json,
  given: Given,
  channels: readonly { readonly id: string; readonly name: string }[],
): DrawnElement => {
  const type = String(element['type'])
  const url = String(element['url'] ?? element['image_url'] ?? '')
  const isWeb = /^https?:\/\//.test(url)
  const kind = kinds[type] ?? 'note'
  const isLink = kind === 'button' && isWeb
  return {
    kind: isLink ? 'link' : kind === 'text' && element['multiline'] === true ? 'area' : kind,
    actionId: String(element['action_id'] ?? ''),
    text: plainOf(element['text'] ?? element['alt_text']),
    value: kind === 'button' ? String(element['value'] ?? '') : shownValue(element, given),
    url: isWeb ? url : '',
    style: String(element['style'] ?? ''),
    placeholder: plainOf(element['placeholder']),
    max: Number(element['max_length'] ?? 3_000),
    options:
      type === 'conversations_select'
        ? channels.map(({ id, name }) => ({
            ...{ value: id, text: `#${name}`, description: '', url: '' },
            isChosen: element['initial_conversation'] === id,
          }))
        : listOf(element['options'])
            .filter(isJson)
            .map((option) => toOption(option, element, given)),
    many: type === 'checkboxes',
    confirm: confirmOf(element['confirm']),
  }
}

/** What an input shows: what was given last, else what it began with. */
const shownValue = (element: Json, given: Given): string => {
  if (given !== undefined) return String(given['value'] ?? given['selected_date'] ?? '')
  return String(element['initial_value'] ?? element['initial_date'] ?? '')
}

const toOption = (option: Json, element: Json, given: Given): DrawnOption => {
  const value = String(option['value'])
  return {
    value,
    text: plainOf(option['text']),
    description: plainOf(option['description']),
    url: String(option['url'] ?? ''),
    isChosen: chosenOf(element, given).includes(value),
  }
}

const chosenOf = (element: Json, given: Given): readonly string[] => {
  const from = given ?? {
    selected_option: element['initial_option'],
    selected_options: element['initial_options'],
  }
  return [from['selected_option'], ...listOf(from['selected_options'])]
    .filter(isJson)
    .map(({ value }) => String(value))
}

const confirmOf = (confirm: unknown): DrawnElement['confirm'] =>
  isJson(confirm)
    ? {
        title: plainOf(confirm['title']),
        text: plainOf(confirm['text']),
        yes: plainOf(confirm['confirm']),
        no: plainOf(confirm['deny']),
      }
    : null
