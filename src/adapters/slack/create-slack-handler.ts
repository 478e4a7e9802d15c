/** Hands a request of Slack to the Bolt app, whichever way it came: acknowledged first, worked on afterwards, and once. */
import { claimRequest } from './claim-request.ts'
import { createSlackApp } from './create-slack-app.ts'
import type { SlackDeps } from './slack-deps.ts'
import { createWorkQueue } from './work-queue.ts'

type Body = Readonly<Record<string, unknown>>

/** Answered where more waits than can be worked on in time: Slack sends it again. */
export const TOO_MUCH = Symbol('too much at once')

/** What Slack is answered at once; undefined for nothing but that it was taken. */
export type SlackHandler = (body: Body) => Promise<unknown>

/** Requests whose answer is what the person sees next: they are worked on first. All others are acknowledged at once. */
const ANSWERED: readonly unknown[] = ['view_submission', 'block_suggestion']

export const createSlackHandler = (deps: SlackDeps): SlackHandler => {
  const app = createSlackApp(deps)
  const queue = createWorkQueue()
  return async (body) => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const isAnswered = ANSWERED.includes(body['type'])
    const work = async (): Promise<void> => {
      // What is answered changes nothing by itself, and must be answered alike when it comes again.
      if (!isAnswered && !(await claimRequest(deps.store, body, deps.clock.now()))) return
      await app.processEvent({ body, ack: async (answer?: unknown) => resolve(answer) })
    }
    const working = isAnswered ? work() : queue.add(work, opensView(body) ? 'urgent' : 'soon')
    if (working === undefined) return TOO_MUCH
    deps.background(
      working
        .catch((error: unknown) => deps.log.error('slack request failed', { error: String(error) }))
        .finally(() => resolve(undefined)),
    )
    const answer = isAnswered ? await promise : undefined
    return answer === '' ? undefined : answer
  }
}

/** Whether the person waits for a modal: its trigger runs out within three seconds. */
const opensView = (body: Body): boolean =>
  body['type'] === 'shortcut' ||
  body['view'] !== undefined ||
  /^\s*(new|新規|登録)/i.test(String(body['text'] ?? ''))
