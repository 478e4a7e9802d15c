/** What the emulated Slack holds for one person: channels, names, messages, threads, files. */
import type { WebClient } from '@slack/web-api'
import type { Shown } from './answer-box.ts'
import { isJson, type Json, listOf } from './check-elements.ts'
import type { Names } from './draw-mrkdwn.ts'
import type { SlackMemory } from './slack-memory.ts'
import { BOT_NAME, slackPeople } from './slack-people.ts'

export type Channel = { readonly id: string; readonly name: string; readonly topic: string }

export type Room = {
  /** Those of the sandbox first. */
  readonly channels: readonly Channel[]
  readonly names: Names
  /** A person's id by the key of the address. */
  userIdOf(key: string): string
}

export const readRoom = async (client: WebClient): Promise<Room> => {
  const [{ channels = [] }, { members = [] }] = await Promise.all([
    client.conversations.list({ limit: 200 }),
    client.users.list({ limit: 200 }),
  ])
  const ids = new Map(members.map(({ name = '', id = '' }) => [name, id]))
  const shown = new Map(slackPeople.map(({ key, name }) => [ids.get(key) ?? '', name]))
  const named = channels.map(({ id = '', name = '', topic }) => ({ id, name, topic: topic?.value ?? '' }))
  return {
    channels: named.filter(({ topic }) => !/^(General discussion|Random stuff)$/.test(topic)),
    names: {
      users: new Map([...shown, [ids.get(BOT_NAME) ?? '', BOT_NAME], ['U0PITPOST', BOT_NAME]]),
      channels: new Map(named.map(({ id, name }) => [id, name])),
    },
    userIdOf: (key) => ids.get(key) ?? '',
  }
}

/** Messages of a channel, oldest first; of one thread where it is named. */
export const readMessages = async (
  client: WebClient,
  { names }: Room,
  channel: string,
  thread?: string,
): Promise<readonly Shown[]> => {
  const { messages = [] } =
    thread === undefined
      ? await client.conversations.history({ channel, limit: 100 })
      : await client.conversations.replies({ channel, ts: thread })
  return messages
    .map((message): Shown => {
      const { ts = '0', text = '', blocks = [], user = '', files = [], thread_ts: threadTs } = message
      const who = names.users.get(user) ?? user
      return {
        ...{ id: ts, at: Number(ts), who, text, blocks, files },
        mine: who !== BOT_NAME,
        isEdited: 'edited' in message && message.edited !== undefined,
        replies: message.reply_count ?? 0,
        thread: threadTs ?? '',
      }
    })
    .toSorted((a, b) => a.at - b.at)
}

/** What only this person sees in a channel. */
export const readEphemerals = (memory: SlackMemory, userId: string, channel: Channel): readonly Shown[] =>
  memory.ephemerals
    .filter((one) => one.userId === userId && [channel.id, channel.name].includes(one.channel))
    .map((one) => ({
      ...{ id: one.ts, at: Number(one.ts), who: BOT_NAME, mine: false, text: one.text },
      ...{ blocks: one.blocks, isEphemeral: true, thread: one.threadTs },
    }))

/** An element of a message or view, by its action id. */
export const findElement = (blocks: unknown, actionId: string, blockId?: string) =>
  listOf(blocks)
    .filter(isJson)
    .filter((block) => blockId === undefined || block['block_id'] === blockId)
    .flatMap((block) =>
      [...listOf(block['elements']), block['accessory'], block['element']]
        .filter(isJson)
        .map((element) => ({ element, blockId: String(block['block_id'] ?? 'block') })),
    )
    .find(({ element }) => element['action_id'] === actionId)

/** An action as Slack tells it: the element, and what was chosen of it. */
export const toAction = (
  found: { readonly element: Json; readonly blockId: string } | undefined,
  pressed: { readonly actionId: string; readonly value: string },
): Json => {
  const { element = {}, blockId = 'sandbox' } = found ?? {}
  const type = String(element['type'] ?? 'button')
  const base = { type, action_id: pressed.actionId, block_id: blockId, action_ts: String(Date.now() / 1_000) }
  if (type === 'conversations_select') return { ...base, selected_conversation: pressed.value }
  if (type === 'datepicker') return { ...base, selected_date: pressed.value }
  if (type === 'static_select' || type === 'overflow' || type === 'external_select') {
    const option = listOf(element['options'])
      .filter(isJson)
      .find(({ value }) => value === pressed.value)
    return { ...base, selected_option: option ?? { value: pressed.value } }
  }
  return {
    ...base,
    value: pressed.value,
    text: element['text'] ?? { type: 'plain_text', text: pressed.actionId },
  }
}
