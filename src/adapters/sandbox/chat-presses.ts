/** Buttons, menus and shortcuts of the chat, as Slack tells the app of them. */
import type { AskPlace } from './answer-box.ts'
import { actorOf, patiently } from './chat-actor.ts'
import { type ChatActor, sendInteraction } from './chat-payloads.ts'
import { findElement, readMessages, readRoom, toAction } from './chat-room.ts'
import type { ChatDeps, ChatPlace } from './chat-screen.ts'

/** An answer is shown to whoever asked, where it was asked. */
export const askPlaceOf = (
  deps: ChatDeps,
  { person, thread }: ChatPlace,
  { channel }: ChatActor,
): AskPlace => ({
  ...{ owner: person.key, channel: channel.id, thread, orElse: deps.memory.nextView() },
})

/** A button or menu of a message, or of App Home. */
export const press = async (
  deps: ChatDeps,
  place: ChatPlace,
  read: (name: string) => string,
): Promise<void> => {
  const actor = await actorOf(deps, place)
  const pressed = { actionId: read('action_id'), value: read('value') }
  if (place.tab === 'home') {
    const view = deps.memory.home(actor.userId)
    const blockId = read('block_id')
    const found = findElement(view?.['blocks'], pressed.actionId, blockId === '' ? undefined : blockId)
    const seen = deps.memory.nextView()
    const container = { type: 'view', view_id: view?.['id'] }
    await sendInteraction(deps, actor, {
      ...{ type: 'block_actions', container, view, actions: [toAction(found, pressed)] },
    })
    await patiently(seen)
    return
  }
  const id = read('message')
  const message = await findMessage(deps, actor, place, id)
  const found = findElement(message?.blocks, pressed.actionId)
  const ts = /^\d+\.\d+$/.test(id) ? id : undefined
  const thread = message?.thread === undefined || message.thread === '' ? {} : { thread_ts: message.thread }
  const payload = {
    type: 'block_actions',
    channel: actor.channel,
    container: {
      type: 'message',
      channel_id: actor.channel.id,
      ...(ts === undefined ? {} : { message_ts: ts }),
    },
    ...(ts === undefined ? {} : { message: { ts, text: message?.text, blocks: message?.blocks, ...thread } }),
    actions: [toAction(found, pressed)],
  }
  await deps.box.ask(
    askPlaceOf(deps, place, actor),
    async (answerId) => void (await sendInteraction(deps, actor, payload, { answerId })),
    id,
  )
}

const findMessage = async (deps: ChatDeps, { channel }: ChatActor, { thread }: ChatPlace, id: string) => {
  const own = deps.box.answers.find((answer) => answer.id === id)
  if (own !== undefined) return own
  const told = deps.memory.ephemerals.find(({ ts }) => ts === id)
  if (told !== undefined) return { ...told, thread: told.threadTs }
  const room = await readRoom(deps.client)
  const inChannel = await readMessages(deps.client, room, channel.id)
  const inThread = thread === '' ? [] : await readMessages(deps.client, room, channel.id, thread)
  return [...inChannel, ...inThread].find((message) => message.id === id)
}

/** Of the person, or of one of the channel's messages: then its thread is shown. */
export const runShortcut = async (
  deps: ChatDeps,
  place: ChatPlace,
  id: string,
  messageTs: string,
): Promise<string | undefined> => {
  const actor = await actorOf(deps, place)
  const shortcut = deps.shortcuts.find((one) => one.id === id)
  if (shortcut === undefined) return undefined
  if (shortcut.kind === 'global') {
    const seen = deps.memory.nextView()
    await sendInteraction(deps, actor, { type: 'shortcut', callback_id: id })
    await patiently(seen)
    return undefined
  }
  const { messages = [] } = await deps.client.conversations.history({ channel: actor.channel.id, limit: 100 })
  const message = messages.find(({ ts }) => ts === messageTs)
  if (message === undefined) return undefined
  const payload = { type: 'message_action', callback_id: id, channel: actor.channel, message }
  await deps.box.ask(
    { ...askPlaceOf(deps, place, actor), orElse: hasReply(deps, actor, messageTs) },
    (answerId) => sendInteraction(deps, actor, payload, { answerId }).then(() => undefined),
  )
  return messageTs
}

/** Until the thread has grown, or nobody waits any more. */
const hasReply = async ({ client }: ChatDeps, { channel }: ChatActor, ts: string): Promise<void> => {
  const count = async () =>
    (await client.conversations.replies({ channel: channel.id, ts })).messages?.length ?? 0
  const before = await count()
  for (let look = 0; look < 20; look += 1) {
    if ((await count()) > before) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
