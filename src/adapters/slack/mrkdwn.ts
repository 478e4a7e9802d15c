/** Makes a person's text safe for Slack: no mentions, no links, no markup, within Block Kit's limits. */

/** Longest text of a section, in characters. */
export const MAX_SECTION_TEXT = 3_000
/** Longest text of a header. */
export const MAX_HEADER_TEXT = 150
/** Longest text of one field of a section. */
export const MAX_FIELD_TEXT = 2_000

/** Escapes what Slack reads as control characters, and breaks up what it would format. */
export const escapeMrkdwn = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    // A zero-width joiner keeps *bold*, _italic_, ~strike~, `code` and :emoji: from being formatted.
    .replace(/([*_~`:])/g, '$1\u2060')

export const cut = (text: string, max: number): string => {
  const characters = [...text]
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`
}
