/** The few blocks that pitpost's messages are made of. */
import type { ActionsBlock, Button, KnownBlock } from '@slack/web-api'
import { cut, MAX_FIELD_TEXT, MAX_HEADER_TEXT, MAX_SECTION_TEXT } from './mrkdwn.ts'

/** What is posted: blocks, and the plain text of notifications. */
export type Drawn = { readonly text: string; readonly blocks: KnownBlock[] }

/** `text` is plain: nothing in it is formatted. */
export const header = (text: string): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: cut(text, MAX_HEADER_TEXT), emoji: true },
})

/** `text` is mrkdwn: what came from people in it must have been escaped. */
export const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(text, MAX_SECTION_TEXT) },
})

/** Pairs of a name and a value (mrkdwn), two in a row; at most ten. */
export const fields = (pairs: readonly (readonly [string, string])[]): KnownBlock => ({
  type: 'section',
  fields: pairs
    .slice(0, 10)
    .map(([name, value]) => ({ type: 'mrkdwn', text: cut(`*${name}*\n${value}`, MAX_FIELD_TEXT) })),
})

export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cut(text, MAX_FIELD_TEXT) }],
})

export const actions = (...buttons: Button[]): ActionsBlock => ({ type: 'actions', elements: buttons })

export const linkButton = (id: string, text: string, url: string): Button => ({
  type: 'button',
  action_id: id,
  text: { type: 'plain_text', text, emoji: true },
  url,
})

/** `value` comes back with the press; at most 2,000 characters. */
export const actionButton = (
  id: string,
  text: string,
  value: string,
  style?: 'primary' | 'danger',
): Button => ({
  type: 'button',
  action_id: id,
  text: { type: 'plain_text', text, emoji: true },
  value,
  ...(style === undefined ? {} : { style }),
})
