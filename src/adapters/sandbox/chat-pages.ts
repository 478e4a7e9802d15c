/** A small chat at `/sandbox/chat`: what is typed goes to `/slack/events` signed, as Slack would send it. */
import { WebClient } from '@slack/web-api'
import { Hono } from 'hono'
import type { Clock, Random, Render } from '../../ports.ts'
import { createAnswerBox, type Shown, type SlackAnswer } from './answer-box.ts'
import { drawBlocks } from './draw-blocks.ts'
import { sendToSlackDoor } from './send-to-slack-door.ts'

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

const examples = [
  '/pit 13200 翌月末 hanako@example.com 12月分 月謝',
  '/pit 55000 +30日 山田太郎様 taro@example.com 冬期講習 #2612-0099',
  '/pit unpaid',
  '/pit help',
] as const

type Person = { readonly key: string; readonly id: string; readonly name: string }

/** Two people, so that one can approve what the other typed. */
const people: readonly [Person, ...Person[]] = [
  { key: 'tanaka', id: 'U0SANDBOX', name: '田中' },
  { key: 'suzuki', id: 'U1SANDBOX', name: '鈴木' },
]

const personOf = (key: unknown): Person => people.find((person) => person.key === key) ?? people[0]

/** Routes below `/sandbox/chat`. */
export const createChatPages = (deps: ChatPagesDeps): Hono => {
  const client = new WebClient(deps.botToken, { slackApiUrl: deps.apiUrl, retryConfig: { retries: 0 } })
  const box = createAnswerBox(deps.random)
  const pages = new Hono()
  pages.get('/', async (c) => {
    const channel = await readChannel(client, deps.channel)
    const messages = [...channel, ...box.answers].toSorted((a, b) => a.at - b.at)
    return c.html(
      deps.render('sandbox/chat', {
        title: 'チャット',
        channel: deps.channel,
        examples,
        typed: c.req.query('text') ?? '',
        people,
        person: personOf(c.req.query('as')),
        messages: messages.map(({ blocks, ...message }) => ({ ...message, blocks: drawBlocks(blocks) })),
      }),
    )
  })
  pages.get('/all.json', async (c) => {
    return c.json({ channel: await readChannel(client, deps.channel), answers: box.answers })
  })
  pages.post('/', async (c) => {
    const { text, as } = await c.req.parseBody()
    const typed = typeof text === 'string' ? text.trim() : ''
    const person = personOf(as)
    const back = `/sandbox/chat?as=${person.key}#end`
    if (typed === '') return c.redirect(back, 303)
    box.keepTyped(person.name, typed)
    await box.ask((id) => sendCommand(deps, typed, id, person))
    return c.redirect(back, 303)
  })
  pages.post('/press', async (c) => {
    const { action_id: actionId, value, as, message } = await c.req.parseBody()
    const person = personOf(as)
    const button = { actionId: String(actionId ?? ''), value: String(value ?? '') }
    await box.ask((id) => sendPress(deps, button, id, person), String(message ?? ''))
    return c.redirect(`/sandbox/chat?as=${person.key}#end`, 303)
  })
  // Slack's `response_url`: unguessable, and only while a command waits.
  pages.post('/answers/:id', async (c) => {
    const isAwaited = box.take(c.req.param('id'), await c.req.json<SlackAnswer>())
    return isAwaited ? c.text('ok') : c.notFound()
  })
  return pages
}

const readChannel = async (client: WebClient, channel: string): Promise<readonly Shown[]> => {
  const { channels = [] } = await client.conversations.list({ limit: 200 })
  const id = channels.find(({ name }) => name === channel)?.id
  if (id === undefined) return []
  const { messages = [] } = await client.conversations.history({ channel: id, limit: 100 })
  return messages.map(({ ts = '0', text = '', blocks = [] }) => ({
    id: ts,
    at: Number(ts),
    who: 'pitpost',
    mine: false,
    text,
    blocks,
  }))
}

const sendCommand = async (deps: ChatPagesDeps, typed: string, id: string, person: Person): Promise<void> => {
  const [command = '', ...rest] = typed.split(/\s+/)
  const isCommand = command.startsWith('/')
  await sendToSlackDoor(
    deps,
    new URLSearchParams({
      command: isCommand ? command : '/pit',
      text: isCommand ? rest.join(' ') : typed,
      user_id: person.id,
      user_name: person.name,
      channel_id: deps.channel,
      channel_name: deps.channel,
      team_id: 'T0SANDBOX',
      trigger_id: id,
      response_url: `${deps.selfUrl}/sandbox/chat/answers/${id}`,
    }),
  )
}

/** A pressed button, as Slack sends it. */
const sendPress = async (
  deps: ChatPagesDeps,
  { actionId, value }: { readonly actionId: string; readonly value: string },
  id: string,
  person: Person,
): Promise<void> => {
  const payload = {
    type: 'block_actions',
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    user: { id: person.id, username: person.name, name: person.name },
    channel: { id: deps.channel, name: deps.channel },
    container: { type: 'message', channel_id: deps.channel },
    trigger_id: id,
    response_url: `${deps.selfUrl}/sandbox/chat/answers/${id}`,
    actions: [
      {
        type: 'button',
        block_id: 'sandbox',
        action_id: actionId,
        value,
        action_ts: String(Date.now() / 1_000),
        text: { type: 'plain_text', text: actionId },
      },
    ],
  }
  await sendToSlackDoor(deps, new URLSearchParams({ payload: JSON.stringify(payload) }))
}
