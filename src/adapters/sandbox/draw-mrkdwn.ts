/** Slack's mrkdwn as safe HTML: everything is escaped, and only the few marks that Slack formats are given back. */

/** What mentions of people and channels are called. */
export type Names = {
  readonly users: ReadonlyMap<string, string>
  readonly channels: ReadonlyMap<string, string>
}

export const noNames: Names = { users: new Map(), channels: new Map() }

export const drawPlain = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** Stands around the number of something put aside; of the private use area, so that no text has it. */
const MARK = '\ue000'

/** `text` comes as Slack keeps it: `&`, `<` and `>` of people are escaped in it already. */
export const drawMrkdwn = (text: string, names: Names = noNames): string => {
  // What becomes markup is put aside; all the rest is escaped.
  const aside: string[] = []
  const keep = (html: string): string => `${MARK}${aside.push(html) - 1}${MARK}`
  const lookUp = (of: ReadonlyMap<string, string>, sign: string) => (_: string, id: string) =>
    keep(`<span class="mention">${sign}${drawPlain(of.get(id) ?? id)}</span>`)
  return text
    .replaceAll(MARK, '')
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, lookUp(names.users, '@'))
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, lookUp(names.channels, '#'))
    .replace(/<(https?:[^|>\s"]+)(?:\|([^>]*))?>/g, (_, url: string, label: string | undefined) =>
      keep(`<a href="${url}">${drawEscaped(label ?? url)}</a>`),
    )
    .replace(/```([\s\S]+?)```/g, (_, code: string) =>
      keep(`<code class="block">${drawEscaped(code)}</code>`),
    )
    .replace(/`([^`\n]+)`/g, (_, code: string) => keep(`<code>${drawEscaped(code)}</code>`))
    .split('\n')
    .map(formatLine)
    .join('\n')
    .split(MARK)
    .map((part, index) => (index % 2 === 0 ? part : (aside[Number(part)] ?? '')))
    .join('')
}

const drawEscaped = (text: string): string =>
  text
    .replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\u2060/g, '')

const formatLine = (line: string): string =>
  line
    .replace(/&(?!amp;|lt;|gt;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\*([^*\u2060]+)\*(?!\u2060)/g, '<b>$1</b>')
    .replace(/(^|\s)_([^_\u2060]+)_(?!\u2060)/g, '$1<i>$2</i>')
    .replace(/\u2060/g, '')
