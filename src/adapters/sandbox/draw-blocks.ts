/** Draws Block Kit JSON as the sandbox's chat shows it: safe HTML out of mrkdwn, and nothing else. */

/** Escapes everything, then gives back the few marks that Slack formats. */
export const drawMrkdwn = (text: string): string =>
  text
    .replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
    .replace(/"/g, '&quot;')
    .replace(/<(https?:[^|>]+)\|([^>]*)>/g, '$2')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/\*([^*\n\u2060]+)\*(?!\u2060)/g, '<b>$1</b>')
    .replace(/(^|\s)_([^_\n\u2060]+)_(?!\u2060)/g, '$1<i>$2</i>')
    .replace(/\u2060/g, '')

type Json = Readonly<Record<string, unknown>>
/** A button opens its `url`, or is pressed: then `actionId` and `value` go back. */
export type DrawnButton = {
  readonly text: string
  readonly url: string
  readonly actionId: string
  readonly value: string
  readonly style: string
}
export type DrawnBlock = {
  readonly type: string
  readonly html: string
  readonly fields: readonly string[]
  readonly buttons: readonly DrawnButton[]
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : [])

const textOf = (value: unknown): string => {
  if (!isJson(value)) return ''
  const text = String(value['text'] ?? '')
  return value['type'] === 'plain_text' ? drawPlain(text) : drawMrkdwn(text)
}

const drawPlain = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** The blocks of a message in drawing order; unknown kinds show their name. */
export const drawBlocks = (blocks: unknown): readonly DrawnBlock[] =>
  listOf(blocks).map((block) => {
    const type = String(block['type'])
    const html = type === 'context' ? listOf(block['elements']).map(textOf).join(' ') : textOf(block['text'])
    return {
      type,
      html,
      fields: listOf(block['fields']).map(textOf),
      buttons: type === 'actions' ? listOf(block['elements']).map(toButton) : [],
    }
  })

/** Only web addresses are followed. */
const toButton = (element: Json): DrawnButton => {
  const url = String(element['url'] ?? '')
  const text = isJson(element['text']) ? String(element['text']['text'] ?? '') : ''
  return {
    text,
    url: /^https?:\/\//.test(url) ? url : '',
    actionId: String(element['action_id'] ?? ''),
    value: String(element['value'] ?? ''),
    style: String(element['style'] ?? ''),
  }
}
