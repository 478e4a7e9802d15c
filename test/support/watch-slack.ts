/** Looks over every message, view and answer that goes to Slack in a test; one that Slack would refuse fails the test. */
import { afterAll, afterEach } from 'vitest'
import {
  checkMessage,
  checkSubmissionAnswer,
  checkSuggestions,
  checkView,
} from '../../src/adapters/sandbox/check-blocks.ts'
import { isJson, type Json } from '../../src/adapters/sandbox/check-elements.ts'

const MESSAGES = /\/api\/chat\.(postMessage|postEphemeral|update)$/
const VIEWS = /\/api\/views\.(open|push|update|publish)$/
/** Where Slack's `response_url` leads in the sandbox, and in tests that answer it themselves. */
const ANSWERS = /\/(sandbox\/chat\/answers|response_url)\//

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A body as Slack's client sends it: a form whose structured values are JSON, or JSON. */
const readBody = async (body: unknown): Promise<Json> => {
  const text = await new Response(body as BodyInit).text()
  const whole = parse(text)
  if (isJson(whole)) return whole
  const form = Object.fromEntries(new URLSearchParams(text))
  const structured = ['blocks', 'view', 'payload', 'metadata']
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, structured.includes(name) ? parse(value) : value]),
  )
}

/** What is wrong with one request and its answer. */
const faultsOf = async (path: string, body: unknown, answer: Response): Promise<readonly string[]> => {
  if (MESSAGES.test(path) || ANSWERS.test(path)) return checkMessage(await readBody(body))
  if (VIEWS.test(path)) {
    const { view } = await readBody(body)
    return isJson(view) ? checkView(view) : [`${path}: no view`]
  }
  const { payload } = await readBody(body)
  if (!isJson(payload) || !answer.ok) return []
  const said = parse(await answer.clone().text())
  if (payload['type'] === 'block_suggestion')
    return isJson(said) ? checkSuggestions(said) : ['block_suggestion: no answer']
  if (payload['type'] !== 'view_submission' || !isJson(said) || !isJson(payload['view'])) return []
  return checkSubmissionAnswer(said, payload['view'])
}

const isWatched = (path: string): boolean =>
  MESSAGES.test(path) || VIEWS.test(path) || ANSWERS.test(path) || path === '/slack/events'

const faults: string[] = []
const unwatched = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const answer = await unwatched(input, init)
  const url = input instanceof Request ? input.url : String(input)
  const path = URL.canParse(url) ? new URL(url).pathname : ''
  const body = init?.body
  if (isWatched(path) && body != null && !(body instanceof ReadableStream)) {
    const found = await faultsOf(path, body, answer)
    faults.push(...found.map((fault) => `${path}: ${fault}`))
  }
  return answer
}

/** Faults found so far, which then fail nothing. */
export const takeFaults = (): readonly string[] => faults.splice(0)

const tell = (): void => {
  const found = takeFaults()
  if (found.length > 0) throw new Error(`Slack would refuse this:\n${found.join('\n')}`)
}

// What a later test's background work sends is told there, or at the end.
afterEach(tell)
afterAll(tell)
