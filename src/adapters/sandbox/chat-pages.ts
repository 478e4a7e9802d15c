/** A small chat at `/sandbox/chat`: what is typed goes to `/slack/events` signed, as Slack would send it. */
import { WebClient } from '@slack/web-api'
import { Hono } from 'hono'
import type { Clock, Random, Render } from '../../ports.ts'
import { drawBlocks } from './draw-blocks.ts'

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
  readonly channel: string
}

type Shown = {
  readonly at: number
  readonly who: string
  readonly mine: boolean
  readonly text: string
  readonly blocks: unknown
}

/** Answers kept for the person who typed; the channel's own messages are the emulator's. */
const MAX_ANSWERS = 50
/** How long the page waits for the answer to a command before it shows what is there, in ms. */
const ANSWER_WAIT_MS = 3_000

const examples = [
  '/pit 13200 翌月末 hanako@example.com 12月分 月謝',
  '/pit 55000 +30日 山田太郎様 taro@example.com 冬期講習 #2612-0099',
  '/pit unpaid',
  '/pit help',
] as const

/** Routes below `/sandbox/chat`. */
export const createChatPages = (deps: ChatPagesDeps): Hono => {
  const client = new WebClient(deps.botToken, { slackApiUrl: deps.apiUrl, retryConfig: { retries: 0 } })
  const answers: Shown[] = []
  const waiting = new Map<string, () => void>()
  const keep = (shown: Shown): void => {
    answers.push(shown)
    answers.splice(0, Math.max(0, answers.length - MAX_ANSWERS))
  }
  const pages = new Hono()
  pages.get('/', async (c) => {
    const messages = [...(await readChannel(client, deps.channel)), ...answers].toSorted(
      (a, b) => a.at - b.at,
    )
    return c.html(
      deps.render('sandbox/chat', {
        title: 'チャット',
        channel: deps.channel,
        examples,
        typed: c.req.query('text') ?? '',
        messages: messages.map(({ blocks, ...message }) => ({ ...message, blocks: drawBlocks(blocks) })),
      }),
    )
  })
  pages.get('/all.json', async (c) => c.json({ channel: await readChannel(client, deps.channel), answers }))
  pages.post('/', async (c) => {
    const { text } = await c.req.parseBody()
    const typed = typeof text === 'string' ? text.trim() : ''
    if (typed === '') return c.redirect('/sandbox/chat', 303)
    keep({ at: Date.now() / 1_000, who: '田中（あなた）', mine: true, text: typed, blocks: [] })
    const id = deps.random.token()
    const answered = new Promise<void>((resolve) => waiting.set(id, resolve))
    await sendCommand(deps, typed, id)
    await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, ANSWER_WAIT_MS))])
    waiting.delete(id)
    return c.redirect('/sandbox/chat#end', 303)
  })
  // Slack's `response_url`: unguessable, and only while a command waits.
  pages.post('/answers/:id', async (c) => {
    const resolve = waiting.get(c.req.param('id'))
    if (resolve === undefined) return c.notFound()
    const { text = '', blocks = [] } = await c.req.json<{ text?: string; blocks?: unknown }>()
    keep({ at: Date.now() / 1_000, who: 'pitpost（あなただけに表示）', mine: true, text, blocks })
    resolve()
    return c.text('ok')
  })
  return pages
}

const readChannel = async (client: WebClient, channel: string): Promise<readonly Shown[]> => {
  const { channels = [] } = await client.conversations.list({ limit: 200 })
  const id = channels.find(({ name }) => name === channel)?.id
  if (id === undefined) return []
  const { messages = [] } = await client.conversations.history({ channel: id, limit: 100 })
  return messages.map(({ ts = '0', text = '', blocks = [] }) => ({
    at: Number(ts),
    who: 'pitpost',
    mine: false,
    text,
    blocks,
  }))
}

const sendCommand = async (deps: ChatPagesDeps, typed: string, id: string): Promise<void> => {
  const [command = '', ...rest] = typed.split(/\s+/)
  const isCommand = command.startsWith('/')
  const body = new URLSearchParams({
    command: isCommand ? command : '/pit',
    text: isCommand ? rest.join(' ') : typed,
    user_id: 'U0SANDBOX',
    user_name: '田中',
    channel_id: deps.channel,
    channel_name: deps.channel,
    team_id: 'T0SANDBOX',
    trigger_id: id,
    response_url: `${deps.selfUrl}/sandbox/chat/answers/${id}`,
  }).toString()
  const timestamp = String(Math.floor(deps.clock.now().epochMilliseconds / 1_000))
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(deps.signingSecret), algorithm, false, [
    'sign',
  ])
  const code = new Uint8Array(
    await crypto.subtle.sign('HMAC', key, encoder.encode(`v0:${timestamp}:${body}`)),
  )
  await fetch(`${deps.selfUrl}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${code.toHex()}`,
    },
  })
}
