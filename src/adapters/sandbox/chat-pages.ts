/** A small Slack at `/sandbox/chat`: what people do there reaches `/slack/events` signed, as Slack would send it. */
import { WebClient } from '@slack/web-api'
import { type Context, Hono } from 'hono'
import { createAnswerBox, type SlackAnswer } from './answer-box.ts'
import { actorOf, patiently } from './chat-actor.ts'
import { createChatForms } from './chat-forms.ts'
import { type ChatActor, sendCommand, sendEvent } from './chat-payloads.ts'
import { askPlaceOf, press, runShortcut } from './chat-presses.ts'
import { readMessages, readRoom } from './chat-room.ts'
import {
  type ChatDeps,
  type ChatPagesDeps,
  type ChatPlace,
  readPlace,
  showChat,
  toAddress,
} from './chat-screen.ts'
import { addChatViews } from './chat-views.ts'
import { BOT_NAME } from './slack-people.ts'

/** Routes below `/sandbox/chat`. */
export const createChatPages = (given: ChatPagesDeps): Hono => {
  const { botToken, apiUrl, random } = given
  const client = new WebClient(botToken, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } })
  const deps: ChatDeps = { ...given, client, box: createAnswerBox(random), forms: createChatForms() }
  const pages = new Hono()
  pages.get('/', (c) => showChat(c, deps))
  pages.get('/changes.json', (c) => c.json({ changes: deps.memory.changes() }))
  pages.get('/all.json', async (c) => {
    const { channel } = await actorOf(
      deps,
      readPlace(() => undefined),
    )
    const room = await readRoom(client)
    return c.json({ channel: await readMessages(client, room, channel.id), answers: deps.box.answers })
  })
  pages.post('/', async (c) => {
    const form = await c.req.parseBody()
    const place = readPlace((name) => form[name])
    await sayOrUpload(deps, place, form)
    return c.redirect(toAddress(place), 303)
  })
  pages.post('/press', async (c) => {
    const form = await c.req.parseBody()
    const place = readPlace((name) => form[name])
    await press(deps, place, (name) => String(form[name] ?? ''))
    return c.redirect(toAddress(place), 303)
  })
  pages.post('/shortcut', async (c) => {
    const form = await c.req.parseBody()
    const place = readPlace((name) => form[name])
    const opened = await runShortcut(
      deps,
      place,
      String(form['shortcut'] ?? ''),
      String(form['message'] ?? ''),
    )
    return c.redirect(toAddress({ ...place, thread: opened ?? place.thread }), 303)
  })
  pages.get('/home', async (c) => {
    const place = readPlace((name) => c.req.query(name))
    const { userId } = await actorOf(deps, place)
    const before = deps.memory.home(userId)
    await sendEvent(deps, { type: 'app_home_opened', tab: 'home', user: userId, channel: `D${userId}` })
    for (let look = 0; look < 60 && deps.memory.home(userId) === before; look += 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
    return c.redirect(toAddress({ ...place, tab: 'home' }), 303)
  })
  pages.get('/files/:id/:name', (c) => handOut(c, deps))
  // Slack's `response_url`: unguessable, and only while somebody may look for its answers.
  pages.post('/answers/:id', async (c) => {
    const isAwaited = deps.box.take(c.req.param('id'), await c.req.json<SlackAnswer>())
    deps.memory.count()
    return isAwaited ? c.text('ok') : c.notFound()
  })
  addChatViews(pages, deps)
  return pages
}

type Form = Readonly<Record<string, unknown>>

/** A command goes to the app; anything else is a message of the person, perhaps with a file or a mention. */
const sayOrUpload = async (deps: ChatDeps, place: ChatPlace, form: Form): Promise<void> => {
  const typed = String(form['text'] ?? '').trim()
  const file = form['file'] instanceof File && form['file'].size > 0 ? form['file'] : undefined
  if (typed === '' && file === undefined) return
  const actor = await actorOf(deps, place)
  if (typed.startsWith('/') && file === undefined) {
    const ask = askPlaceOf(deps, place, actor)
    deps.box.keepTyped(ask, place.person.name, typed)
    await deps.box.ask(ask, (id) => sendCommand(deps, actor, typed, id))
    return
  }
  const person = new WebClient(place.person.token, { slackApiUrl: deps.apiUrl, retryConfig: { retries: 0 } })
  const room = await readRoom(deps.client)
  const botId = [...room.names.users].find(([, name]) => name === BOT_NAME)?.[0] ?? ''
  const text = typed.replaceAll(`@${BOT_NAME}`, `<@${botId}>`)
  const channel = actor.channel.id
  const inThread = place.thread === '' ? {} : { thread_ts: place.thread }
  if (file === undefined) await person.chat.postMessage({ channel, text, ...inThread })
  else {
    const bytes = Buffer.from(await file.arrayBuffer())
    await person.files.uploadV2({
      ...(place.thread === '' ? { channel_id: channel } : { channel_id: channel, thread_ts: place.thread }),
      ...{ filename: file.name, file: bytes, initial_comment: text },
    })
  }
  if (text.includes(`<@${botId}>`)) await sendMention(deps, actor, text)
}

/** The message that mentions the app, as Slack tells of it. */
const sendMention = async (deps: ChatDeps, { userId, channel }: ChatActor, text: string): Promise<void> => {
  const { messages = [] } = await deps.client.conversations.history({ channel: channel.id, limit: 20 })
  const message = messages.find((one) => one.user === userId && one.text === text)
  if (message === undefined) return
  const { ts, files } = message
  const seen = deps.memory.nextView()
  await sendEvent(deps, {
    ...{ type: 'app_mention', user: userId, text, ts, channel: channel.id },
    ...(files === undefined ? {} : { files }),
  })
  await patiently(seen)
}

/** A file of the chat, fetched as the app would. */
const handOut = async (c: Context, { client, botToken }: ChatDeps): Promise<Response> => {
  const told = await client.files.info({ file: c.req.param('id') ?? '' }).catch(() => undefined)
  const url = told?.file?.url_private
  if (url === undefined) return c.notFound()
  const answer = await fetch(url, { headers: { authorization: `Bearer ${botToken}` } })
  const isPdf = told?.file?.filetype === 'pdf'
  return c.body(await answer.arrayBuffer(), 200, {
    'content-type': isPdf ? 'application/pdf' : 'text/csv; charset=utf-8',
    'content-disposition': isPdf ? 'inline' : 'attachment',
  })
}
