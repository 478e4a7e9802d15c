/** Draws the chat: its channels, messages, threads, modals and App Home, for one of its people. */
import type { WebClient } from '@slack/web-api'
import type { Context } from 'hono'
import type { Clock, Random, Render } from '../../ports.ts'
import type { AnswerBox, Shown } from './answer-box.ts'
import type { ChatForms } from './chat-forms.ts'
import { type Channel, type Room, readEphemerals, readMessages, readRoom } from './chat-room.ts'
import { isJson, type Json, listOf } from './check-elements.ts'
import { drawBlocks } from './draw-blocks.ts'
import { plainOf } from './draw-elements.ts'
import { drawMrkdwn } from './draw-mrkdwn.ts'
import type { SlackMemory } from './slack-memory.ts'
import { personOf, type SlackPerson, slackPeople } from './slack-people.ts'

export type ChatPagesDeps = {
  readonly render: Render
  readonly clock: Clock
  readonly random: Random
  /** Where this server hears itself, without a trailing slash. */
  readonly selfUrl: string
  readonly signingSecret: string
  readonly botToken: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  /** The channel that is shown first. */
  readonly channel: string
  readonly memory: SlackMemory
  /** What the app offers in Slack's own menus. */
  readonly shortcuts: readonly {
    readonly id: string
    readonly kind: 'global' | 'message'
    readonly name: { readonly ja: string; readonly en: string }
  }[]
}

export type ChatDeps = ChatPagesDeps & {
  readonly client: WebClient
  readonly box: AnswerBox
  readonly forms: ChatForms
}

/** Who looks at what; it travels in the address. */
export type ChatPlace = {
  readonly person: SlackPerson
  /** '' for the first one. */
  readonly channel: string
  readonly thread: string
  readonly tab: 'messages' | 'home'
}

export const readPlace = (read: (name: string) => unknown): ChatPlace => {
  const text = (name: string): string => {
    const value = read(name)
    return typeof value === 'string' ? value.slice(0, 80) : ''
  }
  return {
    person: personOf(text('as')),
    channel: text('channel').replace(/[^\p{L}\d_-]/gu, ''),
    thread: /^\d+\.\d+$/.test(text('thread')) ? text('thread') : '',
    tab: text('tab') === 'home' ? 'home' : 'messages',
  }
}

export const toAddress = ({ person, channel, thread, tab }: ChatPlace): string => {
  const query = new URLSearchParams({
    as: person.key,
    ...(channel === '' ? {} : { channel }),
    ...(thread === '' ? {} : { thread }),
    ...(tab === 'home' ? { tab } : {}),
  })
  return `/sandbox/chat?${query.toString()}${tab === 'home' ? '' : '#end'}`
}

const examples = [
  '/pit 13200 翌月末 hanako@example.com 12月分 月謝',
  '/pit 55000 +30日 山田太郎様 taro@example.com 冬期講習 #2612-0099',
  '/pit new',
  '/pit unpaid',
  '/pit help',
] as const

export const showChat = async (c: Context, deps: ChatDeps): Promise<Response> => {
  const place = readPlace((name) => c.req.query(name))
  const room = await readRoom(deps.client)
  const wanted = place.channel === '' ? deps.channel : place.channel
  const channel = room.channels.find(({ name }) => name === wanted) ?? room.channels[0]
  if (channel === undefined) return c.notFound()
  const userId = room.userIdOf(place.person.key)
  const isEnglish = place.person.locale === 'en-US'
  const of = (change: Partial<ChatPlace>): string => toAddress({ ...place, ...change })
  const home = place.tab === 'home' ? deps.memory.home(userId) : undefined
  return c.html(
    deps.render('sandbox/chat', {
      ...{ title: isEnglish ? 'Chat' : 'チャット', english: isEnglish, isHome: place.tab === 'home' },
      ...{ changes: deps.memory.changes(), typed: c.req.query('text') ?? '', examples },
      person: place.person,
      channel: channel.name,
      topic: channel.topic,
      thread: place.thread,
      here: { as: place.person.key, channel: channel.name, thread: place.thread, tab: place.tab },
      people: slackPeople.map((person) => ({
        ...{ name: person.name, isHere: person.key === place.person.key },
        url: of({ person, tab: 'messages' }),
      })),
      channels: room.channels.map(({ name }) => ({
        ...{ name, isHere: name === channel.name && place.tab === 'messages' },
        url: of({ channel: name, thread: '', tab: 'messages' }),
      })),
      homeUrl: `/sandbox/chat/home?as=${place.person.key}&channel=${channel.name}`,
      closeUrl: of({ thread: '' }),
      shortcuts: deps.shortcuts.map(({ id, kind, name }) => ({
        id,
        kind,
        name: isEnglish ? name.en : name.ja,
      })),
      messages: await messagesOf(deps, room, channel, place, userId),
      replies: place.thread === '' ? [] : await repliesOf(deps, room, channel, place, userId),
      home:
        home === undefined
          ? null
          : drawBlocks(home['blocks'], { names: room.names, channels: room.channels }),
      modal: modalOf(deps, room, userId),
    }),
  )
}

const isFor =
  ({ person }: ChatPlace, channel: Channel) =>
  ({ owner, channel: place }: Shown): boolean =>
    (owner === undefined || owner === person.key) && (place === undefined || place === channel.id)

const messagesOf = async (deps: ChatDeps, room: Room, channel: Channel, place: ChatPlace, userId: string) => {
  const told = [
    ...(await readMessages(deps.client, room, channel.id)),
    ...deps.box.answers.filter(isFor(place, channel)).filter(({ thread = '' }) => thread === ''),
    ...readEphemerals(deps.memory, userId, channel).filter(({ thread = '' }) => thread === ''),
  ]
  const thread = (ts: string): string => toAddress({ ...place, thread: ts }).replace('#end', '#thread')
  return told.toSorted((a, b) => a.at - b.at).map((message) => toModel(message, room, thread(message.id)))
}

const repliesOf = async (deps: ChatDeps, room: Room, channel: Channel, place: ChatPlace, userId: string) => {
  const told = [
    ...(await readMessages(deps.client, room, channel.id, place.thread)),
    ...deps.box.answers.filter(isFor(place, channel)).filter(({ thread }) => thread === place.thread),
    ...readEphemerals(deps.memory, userId, channel).filter(({ thread }) => thread === place.thread),
  ]
  return told.toSorted((a, b) => a.at - b.at).map((message) => toModel(message, room, ''))
}

const toModel = (message: Shown, room: Room, threadUrl: string) => {
  const { id, who, mine, text, blocks, at, isEphemeral, isEdited, replies, files = [] } = message
  const hasBlocks = listOf(blocks).length > 0
  return {
    ...{ id, who, mine, threadUrl, replies: replies ?? 0 },
    ...{ isEphemeral: isEphemeral ?? false, isEdited: isEdited ?? false, isReal: /^\d+\.\d+$/.test(id) },
    initial: [...who][0] ?? '',
    time: new Date(at * 1_000).toLocaleTimeString('ja-JP', {
      ...{ hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' },
    }),
    html: hasBlocks ? '' : drawMrkdwn(text, room.names),
    blocks: drawBlocks(blocks, { names: room.names, channels: room.channels }),
    files: files.filter(isJson).map(toFile),
  }
}

const toFile = (file: Json) => ({
  name: String(file['title'] ?? file['name'] ?? ''),
  kind: String(file['filetype'] ?? '').toUpperCase(),
  size: `${Math.max(1, Math.round(Number(file['size'] ?? 0) / 1_024))} KB`,
  url: `/sandbox/chat/files/${encodeURIComponent(String(file['id'] ?? ''))}/${encodeURIComponent(String(file['name'] ?? ''))}`,
})

/** The person's topmost modal, with what was given in it so far. */
const modalOf = ({ memory, forms }: ChatDeps, room: Room, userId: string) => {
  const view = memory.modals(userId).at(-1)
  if (view === undefined) return null
  const id = String(view['id'])
  const { values, errors, found } = forms.of(id)
  const blocks = drawBlocks(view['blocks'], { names: room.names, channels: room.channels, values, errors })
  return {
    ...{ id, title: plainOf(view['title']), submit: plainOf(view['submit']), close: plainOf(view['close']) },
    hasErrors: Object.keys(errors).length > 0,
    blocks: blocks.map((block) => {
      const [element] = block.elements
      const given = element === undefined ? undefined : values[block.id]?.[element.actionId]
      const chosen = isJson(given?.['selected_option']) ? given['selected_option'] : undefined
      const suggested = element === undefined ? undefined : found[block.id]?.[element.actionId]
      return {
        ...block,
        chosen: chosen === undefined ? '' : plainOf(chosen['text']),
        typed: String(suggested?.['typed'] ?? ''),
        searched: suggested !== undefined,
        suggestions: listOf(suggested?.['options'])
          .filter(isJson)
          .map((option) => ({
            ...{ value: String(option['value']), text: plainOf(option['text']) },
            description: plainOf(option['description']),
          })),
      }
    }),
  }
}
