/** `Idempotency-Key`: the first answer is remembered in the commit of its effect and given again. */
import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { toSha256 } from '../../../application/to-sha256.ts'
import type { ApiKey } from '../../../domain/access.ts'
import type { Instant } from '../../../domain/jst-day.ts'
import type { Result } from '../../../domain/result.ts'
import type { Change, Store } from '../../../ports.ts'
import { answerFailure } from './problem-json.ts'
import { type RequestKey, rememberFirst, replayFirst } from './remembered-answers.ts'
import type { StaffContext, StaffDeps, StaffEnv } from './staff-env.ts'

/** The status of an answer without a body. */
const NO_CONTENT = 204 as const
/** Longest key, in characters. */
const MAX_KEY = 255

/** In front of every POST: a key that was answered before gets that answer, and the request goes no further. */
export const replayPosts =
  (store: Store): MiddlewareHandler<StaffEnv> =>
  async (c, next) => {
    if (c.req.method === 'POST' && (c.req.header('idempotency-key') ?? '').length > MAX_KEY)
      return keyTooLong(c)
    if (c.req.method !== 'POST' || c.req.path.endsWith('/sheets')) return next()
    return (await replayAnswer(c, store, c.get('key'))) ?? next()
  }

/**
 * For a POST that changes nothing and answers a file: the same request runs anew, the same key with another body is refused.
 */
export const answerAnew = async (
  c: StaffContext,
  { store, clock }: Pick<StaffDeps, 'store' | 'clock'>,
  run: () => Promise<Result<Response>>,
): Promise<Response> => {
  const requestKey = await requestKeyOf(c, c.get('key'))
  const first = requestKey && (await store.rememberedAnswer(requestKey.scope, requestKey.key))
  if (first !== undefined && first.bodyHash !== requestKey?.bodyHash)
    return answerFailure(c, { kind: 'idempotency-conflict' })
  if (first !== undefined) c.header('idempotent-replayed', 'true')
  const result = await run()
  if (!result.ok) return answerFailure(c, result.failure)
  if (requestKey !== undefined && first === undefined)
    await store.commit([rememberFirst(requestKey, 200, null, clock.now())])
  return result.value
}

export type Answering<T> = {
  readonly status: ContentfulStatusCode | typeof NO_CONTENT
  readonly toBody: (value: T) => unknown
  /** Field names of the rules as the request calls them. */
  readonly renamed?: (field: string) => string
}

/** The change that remembers the answer, to be committed together with what the request does. */
export type Remember<T> = (value: T) => Promise<readonly Change[]>

/** Runs what a POST asks for and answers it; `run` commits `remember` with its effect. */
export const answerOnce = async <T>(
  c: StaffContext,
  { store, clock }: Pick<StaffDeps, 'store' | 'clock'>,
  { status, toBody, renamed }: Answering<T>,
  run: (remember: Remember<T>) => Promise<Result<T>>,
): Promise<Response> => {
  const key = c.get('key')
  const result = await run((value) => rememberAnswer(c, key, status, toBody(value), clock.now()))
  if (result.ok)
    return status === NO_CONTENT ? c.body(null, NO_CONTENT) : c.json(toBody(result.value), status)
  // Lost against the same request sent twice at once: the other one's answer is ours too.
  return (await replayAnswer(c, store, key)) ?? answerFailure(c, result.failure, renamed)
}

/** The first answer of this key, a conflict when the body differs, or undefined when the key is new or absent. */
export const replayAnswer = async (
  c: Context,
  store: Store,
  owner: ApiKey,
): Promise<Response | undefined> => {
  const requestKey = await requestKeyOf(c, owner)
  return requestKey && replayFirst(c, store, requestKey)
}

/** The change that remembers an answer; none when the request carries no key. */
export const rememberAnswer = async (
  c: Context,
  owner: ApiKey,
  status: number,
  answer: unknown,
  at: Instant,
): Promise<readonly Change[]> => {
  const requestKey = await requestKeyOf(c, owner)
  return requestKey === undefined ? [] : [rememberFirst(requestKey, status, answer, at)]
}

const requestKeyOf = async (c: Context, owner: ApiKey): Promise<RequestKey | undefined> => {
  const key = c.req.header('idempotency-key')?.trim() || undefined
  if (key === undefined) return undefined
  const scope = `api:${owner.hash.slice(0, 16)}:${c.req.method} ${c.req.path}`
  return { scope, key, bodyHash: await hashRequest(c) }
}

/** What was asked for: the body, and the options in the address. A form's parts count, not how they were wrapped. */
const hashRequest = async (c: Context): Promise<string> => {
  const options = new URL(c.req.url).search
  if (!(c.req.header('content-type') ?? '').startsWith('multipart/form-data')) {
    const body = await toSha256(new Uint8Array(await c.req.arrayBuffer()))
    return options === '' ? body : toSha256(`${body}${options}`)
  }
  const parts = await Promise.all(
    Object.entries(await c.req.parseBody()).map(async ([name, part]) => {
      const content = part instanceof File ? new Uint8Array(await part.arrayBuffer()) : String(part)
      return `${name} ${part instanceof File ? part.name : ''} ${await toSha256(content)}`
    }),
  )
  return toSha256(`${parts.join('\n')}${options}`)
}

const keyTooLong = (c: Context): Response =>
  answerFailure(c, {
    kind: 'invalid-input',
    problems: [
      {
        field: 'Idempotency-Key',
        rule: 'max-length',
        message: {
          ja: `Idempotency-Key：${MAX_KEY}文字までです。`,
          en: `Idempotency-Key: has at most ${MAX_KEY} characters.`,
        },
      },
    ],
  })
