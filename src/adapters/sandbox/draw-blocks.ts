/** Draws Block Kit JSON as models for the chat's templates; text becomes safe HTML, and nothing else does. */
import { isJson, type Json, listOf } from './check-elements.ts'
import { type DrawnElement, drawElement, plainOf } from './draw-elements.ts'
import { drawMrkdwn, drawPlain, type Names, noNames } from './draw-mrkdwn.ts'

export type DrawnBlock = {
  readonly type: string
  readonly id: string
  readonly html: string
  readonly fields: readonly string[]
  readonly elements: readonly DrawnElement[]
  readonly accessory: DrawnElement | null
  /** Of an input. */
  readonly label: string
  readonly hint: string
  readonly isOptional: boolean
  /** Acts as soon as something is chosen. */
  readonly acts: boolean
  readonly error: string
  readonly image: string
}

export type DrawWith = {
  readonly names?: Names
  readonly channels?: readonly { readonly id: string; readonly name: string }[]
  /** What was given so far, by block and action. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, Json>>>>
  /** What Slack was told is wrong, by block. */
  readonly errors?: Readonly<Record<string, string>>
}

const textOf = (value: unknown, names: Names): string => {
  if (!isJson(value)) return ''
  const text = String(value['text'] ?? '')
  return value['type'] === 'plain_text' ? drawPlain(text) : drawMrkdwn(text, names)
}

/** The blocks in drawing order; unknown kinds show nothing but their elements. */
export const drawBlocks = (blocks: unknown, how: DrawWith = {}): readonly DrawnBlock[] => {
  const { names = noNames, channels = [], values = {}, errors = {} } = how
  return listOf(blocks)
    .filter(isJson)
    .map((block, index) => {
      const type = String(block['type'])
      const id = String(block['block_id'] ?? `block-${index}`)
      const draw = (element: unknown): DrawnElement | null =>
        isJson(element)
          ? drawElement(element, values[id]?.[String(element['action_id'] ?? '')], channels)
          : null
      const isContext = type === 'context'
      const elements = isContext ? [] : [...listOf(block['elements']), block['element']].map(draw)
      return {
        type,
        id,
        html: isContext
          ? listOf(block['elements'])
              .map((element) => textOf(element, names))
              .join(' ')
          : textOf(block['text'], names),
        fields: listOf(block['fields']).map((field) => textOf(field, names)),
        elements: elements.filter((element) => element !== null),
        accessory: draw(block['accessory']),
        label: plainOf(block['label']),
        hint: plainOf(block['hint']),
        isOptional: block['optional'] === true,
        acts: block['dispatch_action'] === true,
        error: errors[id] ?? '',
        image: type === 'image' ? String(block['image_url'] ?? '') : '',
      }
    })
}
