/** The limits of Block Kit's elements (buttons, menus, inputs), as Slack documents and enforces them. */

export type Json = Readonly<Record<string, unknown>>
/** Adds one fault; `where` says in which block. */
export type Report = (fault: string) => void

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const textOf = (value: unknown): string => (isJson(value) ? String(value['text'] ?? '') : '')

/** A string that must be there and must not be longer than `max` characters. */
export const needText = (text: unknown, max: number, what: string, report: Report): void => {
  if (typeof text !== 'string' || text === '') report(`${what}: empty`)
  else if (text.length > max) report(`${what}: ${text.length} characters, at most ${max}`)
}

/** A text object; `plain` where Slack takes no mrkdwn. */
export const needTextObject = (
  value: unknown,
  max: number,
  what: string,
  report: Report,
  kind: 'plain' | 'any' = 'plain',
): void => {
  if (!isJson(value)) {
    report(`${what}: no text object`)
    return
  }
  const type = value['type']
  if (type !== 'plain_text' && (kind === 'plain' || type !== 'mrkdwn')) report(`${what}: is ${String(type)}`)
  if (type === 'mrkdwn' && 'emoji' in value) report(`${what}: emoji belongs to plain_text`)
  needText(value['text'], max, what, report)
}

const mayText = (value: unknown, max: number, what: string, report: Report): void => {
  if (value !== undefined) needText(value, max, what, report)
}
const mayTextObject = (value: unknown, max: number, what: string, report: Report): void => {
  if (value !== undefined) needTextObject(value, max, what, report, 'any')
}

/** Options of a menu, a group of boxes, or an answer to a typeahead. */
export const checkOption = (option: unknown, what: string, report: Report): void => {
  if (!isJson(option)) {
    report(`${what}: no option`)
    return
  }
  needTextObject(option['text'], 75, `${what} text`, report, 'any')
  needText(option['value'], 150, `${what} value`, report)
  mayTextObject(option['description'], 75, `${what} description`, report)
}

const checkOptions = (element: Json, what: string, max: number, report: Report): void => {
  const groups = listOf(element['option_groups'])
  for (const group of groups) {
    if (!isJson(group)) continue
    needTextObject(group['label'], 75, `${what} group`, report)
    checkOptionList(listOf(group['options']), what, max, report)
  }
  if (groups.length > 100) report(`${what}: ${groups.length} groups, at most 100`)
  if (groups.length === 0) checkOptionList(listOf(element['options']), what, max, report)
  const initial = [element['initial_option'], ...listOf(element['initial_options'])].filter(isJson)
  const all = [element, ...groups.filter(isJson)].flatMap((holder) => listOf(holder['options']))
  for (const chosen of initial) {
    if (!all.some((option) => JSON.stringify(option) === JSON.stringify(chosen)))
      report(`${what}: initial option ${String(chosen['value'])} is none of the options`)
  }
}

const checkOptionList = (options: readonly unknown[], what: string, max: number, report: Report): void => {
  if (options.length === 0 || options.length > max) report(`${what}: ${options.length} options, 1 to ${max}`)
  for (const option of options) checkOption(option, `${what} option`, report)
  const values = options.filter(isJson).map(({ value }) => value)
  if (new Set(values).size < values.length) report(`${what}: an option's value twice`)
}

const checkConfirm = (confirm: unknown, what: string, report: Report): void => {
  if (confirm === undefined) return
  if (!isJson(confirm)) {
    report(`${what}: no confirm object`)
    return
  }
  needTextObject(confirm['title'], 100, `${what} confirm title`, report)
  needTextObject(confirm['text'], 300, `${what} confirm text`, report, 'any')
  needTextObject(confirm['confirm'], 30, `${what} confirm yes`, report)
  needTextObject(confirm['deny'], 30, `${what} confirm no`, report)
}

const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

type Rule = (element: Json, what: string, report: Report) => void

const options =
  (max: number): Rule =>
  (element, what, report) =>
    checkOptions(element, what, max, report)

const typed: Rule = (element, what, report) => {
  const { min_length: min = 0, max_length: max = 3_000, initial_value: initial } = element
  if (Number(max) < 1 || Number(max) > 3_000) report(`${what}: max_length ${String(max)}, 1 to 3000`)
  if (Number(min) > Number(max)) report(`${what}: min_length over max_length`)
  if (typeof initial === 'string' && initial.length > Number(max))
    report(`${what}: initial value longer than it may be`)
}

const none: Rule = () => undefined

/** What each element must obey besides its ids; an element that is not listed is none. */
const rules: Readonly<Record<string, Rule>> = {
  button: (element, what, report) => {
    needTextObject(element['text'], 75, `${what} text`, report)
    mayText(element['url'], 3_000, `${what} url`, report)
    mayText(element['value'], 2_000, `${what} value`, report)
    const style = element['style']
    if (style !== undefined && style !== 'primary' && style !== 'danger')
      report(`${what}: style ${String(style)}`)
  },
  overflow: options(5),
  static_select: options(100),
  multi_static_select: options(100),
  radio_buttons: options(10),
  checkboxes: options(10),
  external_select: (element, what, report) => {
    if (isJson(element['initial_option'])) checkOption(element['initial_option'], `${what} initial`, report)
  },
  conversations_select: none,
  channels_select: none,
  users_select: none,
  multi_users_select: none,
  datepicker: (element, what, report) => {
    const day = element['initial_date']
    if (day !== undefined && !isDay(day)) report(`${what}: initial_date ${String(day)}`)
  },
  timepicker: (element, what, report) => {
    const time = element['initial_time']
    if (time !== undefined && !/^\d\d:\d\d$/.test(String(time)))
      report(`${what}: initial_time ${String(time)}`)
  },
  plain_text_input: typed,
  email_text_input: none,
  url_text_input: none,
  number_input: (element, what, report) => {
    if (typeof element['is_decimal_allowed'] !== 'boolean') report(`${what}: is_decimal_allowed is missing`)
  },
  file_input: none,
  image: (element, what, report) => {
    needText(element['image_url'], 3_000, `${what} image_url`, report)
    needText(element['alt_text'], 2_000, `${what} alt_text`, report)
  },
}

/** One interactive element or picture; `where` is its block's place. */
export const checkElement = (element: Json, where: string, report: Report): void => {
  const type = String(element['type'])
  const what = `${where} ${type}`
  const rule = rules[type]
  if (rule === undefined) report(`${what}: is no element`)
  rule?.(element, what, report)
  mayText(element['action_id'], 255, `${what} action_id`, report)
  if (type !== 'image' && element['action_id'] === undefined) report(`${what}: no action_id`)
  mayTextObject(element['placeholder'], 150, `${what} placeholder`, report)
  checkConfirm(element['confirm'], what, report)
}
