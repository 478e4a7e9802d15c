/** `Idempotency-Key`: the first answer is remembered in the commit of its effect and given again. */
import type { Context } from 'hono'
import { toSha256 } from '../../../application/to-sha256.ts'
import type { ApiKey } from '../../../domain/access.ts'
import type { Instant } from '../../../domain/jst-day.ts'
import type { Change, Store } from '../../../ports.ts'
import { answerFailure } from './problem-json.ts'

/** The first answer of this key, a conflict when the body differs, or undefined when the key is new or absent. */
export const replayAnswer = async (
  c: Context,
  store: Store,
  owner: ApiKey,
): Promise<Response | undefined> => {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return undefined
  const remembered = await store.rememberedAnswer(scopeOf(c, owner), key)
  if (remembered === undefined) return undefined
  if (remembered.bodyHash !== (await hashBody(c))) return answerFailure(c, { kind: 'idempotency-conflict' })
  return new Response(remembered.body, {
    status: remembered.status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}

/** The change that remembers an answer; none when the request carries no key. */
export const rememberAnswer = async (
  c: Context,
  owner: ApiKey,
  status: number,
  answer: unknown,
  at: Instant,
): Promise<readonly Change[]> => {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return []
  const bodyHash = await hashBody(c)
  const scope = scopeOf(c, owner)
  return [
    { kind: 'remember-answer', answer: { scope, key, bodyHash, status, body: JSON.stringify(answer), at } },
  ]
}

const scopeOf = (c: Context, owner: ApiKey): string =>
  `api:${owner.hash.slice(0, 16)}:${c.req.method} ${c.req.path}`

const hashBody = async (c: Context): Promise<string> => toSha256(new Uint8Array(await c.req.arrayBuffer()))
