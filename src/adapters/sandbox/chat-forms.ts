/** What people have given in their open modals so far: Slack keeps it by block and action, whatever is redrawn. */
import { isJson, type Json, listOf } from './check-elements.ts'

export type Values = Readonly<Record<string, Readonly<Record<string, Json>>>>

type FormState = {
  readonly values: Values
  readonly errors: Readonly<Record<string, string>>
  readonly found: Values
}

const EMPTY: FormState = { values: {}, errors: {}, found: {} }
/** Views that are remembered. */
const MAX_KEPT = 100

export type ChatForms = {
  of(viewId: string): FormState
  keep(viewId: string, change: Partial<FormState>): void
}

export const createChatForms = (): ChatForms => {
  const forms = new Map<string, FormState>()
  const of = (viewId: string): FormState => forms.get(viewId) ?? EMPTY
  return {
    of,
    keep: (viewId, change) => {
      const next = { ...of(viewId), ...change }
      forms.delete(viewId)
      forms.set(viewId, next)
      const [oldest] = forms.keys()
      if (forms.size > MAX_KEPT && oldest !== undefined) forms.delete(oldest)
    },
  }
}

export const inputName = (blockId: string, actionId: string): string => `v|${blockId}|${actionId}`

/** The elements of a view that hold values, with their blocks. */
export const inputsOf = (
  view: Json,
): readonly { readonly block: Json; readonly element: Json; readonly id: string }[] =>
  listOf(view['blocks'])
    .filter(isJson)
    .flatMap((block, index) => {
      const id = String(block['block_id'] ?? `block-${index}`)
      const { element } = block
      return block['type'] === 'input' && isJson(element) ? [{ block, element, id }] : []
    })

/** What a submitted form says, as Slack's `view.state.values`; a suggestion that was chosen before stays chosen. */
export const readForm = (
  view: Json,
  form: Readonly<Record<string, readonly string[]>>,
  before: Values,
): Values => {
  const values: Record<string, Record<string, Json>> = {}
  for (const { element, id } of inputsOf(view)) {
    const action = String(element['action_id'] ?? '')
    const given = form[inputName(id, action)] ?? []
    values[id] = { [action]: readInput(element, given, before[id]?.[action]) }
  }
  return values
}

const readInput = (element: Json, given: readonly string[], before: Json | undefined): Json => {
  const type = String(element['type'])
  const [text = ''] = given
  switch (type) {
    case 'datepicker':
      return { type, selected_date: text === '' ? null : text }
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: optionsOf(element).find(({ value }) => value === text) ?? null }
    case 'checkboxes':
      return {
        type,
        selected_options: optionsOf(element).filter(({ value }) => given.includes(String(value))),
      }
    case 'external_select':
      return before ?? { type, selected_option: null }
    default:
      return { type, value: text === '' ? null : text }
  }
}

export const optionsOf = (element: Json): readonly Json[] => listOf(element['options']).filter(isJson)

/** Blocks that must be filled in and are not: Slack does not even send such a view. */
export const missingOf = (view: Json, values: Values, text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    inputsOf(view).flatMap(({ block, element, id }) => {
      const given = values[id]?.[String(element['action_id'] ?? '')] ?? {}
      const { type: _, ...rest } = given
      const isEmpty = Object.values(rest).every(
        (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
      )
      return block['optional'] !== true && isEmpty ? [[id, text]] : []
    }),
  )
