/** Block Kit's limits on messages, views and typeahead answers, as Slack documents and enforces them. */
import {
  checkElement,
  checkOption,
  isJson,
  type Json,
  listOf,
  needText,
  needTextObject,
  type Report,
} from './check-elements.ts'

/** Blocks of a message, and of a modal or App Home. */
const MAX_MESSAGE_BLOCKS = 50
const MAX_VIEW_BLOCKS = 100
/** Characters over all blocks of a message (slackapi/bolt-js #2509), and bytes of a view. */
const MAX_MESSAGE_CHARACTERS = 13_000
const MAX_VIEW_BYTES = 250_000

/** What the blocks of a message break; empty when Slack would take it. */
export const checkBlocks = (blocks: readonly unknown[]): readonly string[] => {
  const faults: string[] = []
  checkList(blocks, MAX_MESSAGE_BLOCKS, (fault) => faults.push(fault))
  const total = JSON.stringify(blocks).length
  if (total > MAX_MESSAGE_CHARACTERS) faults.push(`${total} characters over all blocks`)
  return faults
}

/** What the arguments of `chat.postMessage` and its like, or an answer to a `response_url`, break. */
export const checkMessage = (message: Json): readonly string[] => {
  const faults: string[] = []
  const { text, blocks } = message
  if (blocks !== undefined) faults.push(...checkBlocks(listOf(blocks)))
  if (blocks !== undefined && (typeof text !== 'string' || text === ''))
    faults.push('no text for notifications')
  if (typeof text === 'string' && text.length > 4_000)
    faults.push(`text: ${text.length} characters, at most 4000`)
  return faults
}

/** What a modal or an App Home breaks. */
export const checkView = (view: Json): readonly string[] => {
  const faults: string[] = []
  const report: Report = (fault) => faults.push(fault)
  const { type, title, submit, close } = view
  const blocks = listOf(view['blocks'])
  if (type !== 'modal' && type !== 'home') report(`view: type ${String(type)}`)
  if (type === 'modal') needTextObject(title, 24, 'title', report)
  if (type === 'home' && (title ?? submit ?? close) !== undefined) report('home: has no title or buttons')
  if (submit !== undefined) needTextObject(submit, 24, 'submit', report)
  if (close !== undefined) needTextObject(close, 24, 'close', report)
  const hasInput = blocks.some((block) => isJson(block) && block['type'] === 'input')
  if (type === 'modal' && hasInput && submit === undefined) report('view: inputs need a submit')
  for (const [name, max] of [
    ['private_metadata', 3_000],
    ['callback_id', 255],
    ['external_id', 255],
  ] as const) {
    if (view[name] !== undefined && view[name] !== '') needText(view[name], max, name, report)
  }
  checkList(blocks, MAX_VIEW_BLOCKS, report)
  const focused = JSON.stringify(blocks).split('"focus_on_load":true').length - 1
  if (focused > 1) report(`view: ${focused} elements take the focus`)
  const bytes = new TextEncoder().encode(JSON.stringify(view)).length
  if (bytes > MAX_VIEW_BYTES) report(`view: ${bytes} bytes`)
  return faults
}

/** What an answer to `block_suggestion` breaks. */
export const checkSuggestions = (answer: Json): readonly string[] => {
  const faults: string[] = []
  const options = listOf(answer['options'])
  if (!Array.isArray(answer['options']) && !Array.isArray(answer['option_groups']))
    faults.push('suggestions: no options')
  if (options.length > 100) faults.push(`suggestions: ${options.length} options, at most 100`)
  for (const option of options) checkOption(option, 'suggestion', (fault) => faults.push(fault))
  return faults
}

/** What an answer to `view_submission` breaks; `view` is the one that was submitted. */
export const checkSubmissionAnswer = (answer: Json, view: Json): readonly string[] => {
  const action = answer['response_action']
  if (action === 'update' || action === 'push')
    return isJson(answer['view']) ? checkView(answer['view']) : [`${action}: no view`]
  if (action === 'clear') return []
  if (action !== 'errors' || !isJson(answer['errors'])) return [`response_action ${String(action)}`]
  const inputs = listOf(view['blocks'])
    .filter(isJson)
    .filter(({ type }) => type === 'input')
    .map((block) => block['block_id'])
  const entries = Object.entries(answer['errors'])
  return [
    ...(entries.length === 0 ? ['errors: none'] : []),
    ...entries.flatMap(([id, text]) => [
      ...(inputs.includes(id) ? [] : [`errors: ${id} is no input block of the view`]),
      ...(typeof text === 'string' && text !== '' ? [] : [`errors: ${id} says nothing`]),
    ]),
  ]
}

const checkList = (blocks: readonly unknown[], max: number, report: Report): void => {
  if (blocks.length > max) report(`${blocks.length} blocks, at most ${max}`)
  const ids = new Set<unknown>()
  for (const [index, block] of blocks.entries()) {
    const where = `block ${index + 1}`
    if (!isJson(block)) {
      report(`${where}: no block`)
      continue
    }
    const id = block['block_id']
    if (id !== undefined) needText(id, 255, `${where} block_id`, report)
    if (id !== undefined && ids.has(id)) report(`${where}: block id ${String(id)} twice`)
    ids.add(id)
    checkBlock(block, where, report)
  }
}

const checkBlock = (block: Json, where: string, report: Report): void => {
  const type = String(block['type'])
  const elements = listOf(block['elements'])
  const interactive = [...elements, block['accessory'], block['element']].filter(isJson)
  switch (type) {
    case 'header':
      needTextObject(block['text'], 150, `${where} header`, report)
      break
    case 'section':
      checkSection(block, where, report)
      break
    case 'context':
      if (elements.length < 1 || elements.length > 10)
        report(`${where}: ${elements.length} elements, 1 to 10`)
      break
    case 'actions':
      if (elements.length < 1 || elements.length > 25)
        report(`${where}: ${elements.length} elements, 1 to 25`)
      break
    case 'input':
      needTextObject(block['label'], 2_000, `${where} label`, report)
      if (block['hint'] !== undefined) needTextObject(block['hint'], 2_000, `${where} hint`, report)
      if (!isJson(block['element'])) report(`${where}: no element`)
      break
    case 'image':
      needText(block['alt_text'], 2_000, `${where} alt_text`, report)
      if (block['image_url'] === undefined && block['slack_file'] === undefined)
        report(`${where}: no picture`)
      break
    case 'divider':
      break
    default:
      report(`${where}: ${type} is no block that pitpost uses`)
  }
  checkAll(interactive, type, where, report)
}

const checkSection = (block: Json, where: string, report: Report): void => {
  const fields = listOf(block['fields'])
  if (block['text'] === undefined && fields.length === 0) report(`${where} section: says nothing`)
  if (block['text'] !== undefined) needTextObject(block['text'], 3_000, `${where} section`, report, 'any')
  if (fields.length > 10) report(`${where}: ${fields.length} fields, at most 10`)
  for (const field of fields) needTextObject(field, 2_000, `${where} field`, report, 'any')
}

/** The elements of one block; their action ids are unique in it. */
const checkAll = (elements: readonly Json[], type: string, where: string, report: Report): void => {
  const ids = new Set<unknown>()
  for (const element of elements) {
    const isText = element['type'] === 'mrkdwn' || element['type'] === 'plain_text'
    if (type === 'context' && isText) needTextObject(element, 2_000, `${where} context`, report, 'any')
    else checkElement(element, where, report)
    const id = element['action_id']
    if (id !== undefined && ids.has(id)) report(`${where}: action id ${String(id)} twice`)
    ids.add(id)
  }
}
