/**
 * Stands in front of the emulated Slack: refuses what breaks Block Kit's limits as Slack does, knows people's locales,
 * and remembers what only screens show.
 */
import { Hono } from 'hono'
import { checkMessage, checkView } from './check-blocks.ts'
import { isJson, type Json } from './check-elements.ts'
import type { SlackMemory } from './slack-memory.ts'
import { slackPeople } from './slack-people.ts'

export type SlackFrontDeps = {
  /** Who people are, for those who sign in with Slack. */
  readonly openid: Hono
  /** Where the emulator listens, without a trailing slash; known once it has started. */
  readonly target: () => string
  readonly memory: SlackMemory
}

const MESSAGES = ['chat.postMessage', 'chat.postEphemeral', 'chat.update']
const VIEWS = ['views.open', 'views.push', 'views.update', 'views.publish']
const NOTED = ['chat.postEphemeral', 'views.generateTriggerId', ...VIEWS]

/** Calls that change what people see. */
const SEEN = /^(chat\.|views\.(open|push|update|publish)|files\.complete)/

export const createSlackFront = ({ target, memory, openid }: SlackFrontDeps): Hono => {
  const front = new Hono()
  front.route('/', openid)
  const forward = async (request: Request, body: ArrayBuffer | string | undefined): Promise<Response> => {
    const { pathname, search, origin } = new URL(request.url)
    const headers = new Headers(request.headers)
    for (const name of ['host', 'content-length', 'accept-encoding']) headers.delete(name)
    const answer = await fetch(`${target()}${pathname}${search}`, {
      method: request.method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    const told = new Headers(answer.headers)
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) told.delete(name)
    const isText = /json|html/.test(told.get('content-type') ?? '')
    // Addresses of files lead through here, too.
    const content = isText ? (await answer.text()).replaceAll(target(), origin) : answer.body
    return new Response(content, { status: answer.status, headers: told })
  }
  front.post('/api/:method', async (c) => {
    const method = c.req.param('method')
    const text = await c.req.text()
    const args = readArguments(text)
    const faults = faultsOf(method, args)
    if (faults.length > 0) {
      const error = MESSAGES.includes(method) ? 'invalid_blocks' : 'invalid_arguments'
      return c.json({ ok: false, error, response_metadata: { messages: faults } })
    }
    const answer = await forward(c.req.raw, text)
    if (SEEN.test(method)) memory.count()
    if (method !== 'users.info' && !NOTED.includes(method)) return answer
    const told: unknown = await answer.clone().json()
    if (!isJson(told) || told['ok'] !== true) return answer
    memory.note(method, args, told)
    return method === 'users.info' ? c.json(withLocale(told)) : answer
  })
  front.all('*', async (c) =>
    forward(c.req.raw, c.req.method === 'GET' ? undefined : await c.req.arrayBuffer()),
  )
  return front
}

const faultsOf = (method: string, args: Json): readonly string[] => {
  if (MESSAGES.includes(method)) return checkMessage(args)
  if (!VIEWS.includes(method)) return []
  const { view } = args
  return isJson(view) ? checkView(view) : ['view: missing']
}

/** Arguments come as JSON, or as a form whose structured values are JSON. */
const readArguments = (text: string): Json => {
  const whole = parse(text)
  if (isJson(whole)) return whole
  const entries = [...new URLSearchParams(text)].map(([name, value]) => [
    name,
    ['blocks', 'view', 'attachments', 'metadata'].includes(name) ? parse(value) : value,
  ])
  return Object.fromEntries(entries) as Json
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The emulator knows no locales. */
const withLocale = (told: Json): Json => {
  const { user } = told
  if (!isJson(user)) return told
  const person = slackPeople.find(({ key }) => key === user['name'])
  return person === undefined ? told : { ...told, user: { ...user, locale: person.locale } }
}
