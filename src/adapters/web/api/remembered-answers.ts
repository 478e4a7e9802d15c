/** The first answer to a request that may come again: remembered in the commit of its effect, and given again. */
import type { Context } from 'hono'
import type { Instant } from '../../../domain/jst-day.ts'
import type { Change, Store } from '../../../ports.ts'
import { answerFailure } from './problem-json.ts'

/** What tells a request from others: whose it is, its key, and a hash of what it says. */
export type RequestKey = { readonly scope: string; readonly key: string; readonly bodyHash: string }

/** The first answer, a conflict when the key came with something else, or undefined when it is new. */
export const replayFirst = async (
  c: Context,
  store: Pick<Store, 'rememberedAnswer'>,
  { scope, key, bodyHash }: RequestKey,
): Promise<Response | undefined> => {
  const remembered = await store.rememberedAnswer(scope, key)
  if (remembered === undefined) return undefined
  if (remembered.bodyHash !== bodyHash) return answerFailure(c, { kind: 'idempotency-conflict' })
  // 204 has no body.
  return new Response(remembered.status === 204 ? null : remembered.body, {
    status: remembered.status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}

export const rememberFirst = (
  requestKey: RequestKey,
  status: number,
  answer: unknown,
  at: Instant,
): Change => ({
  kind: 'remember-answer',
  answer: { ...requestKey, status, body: JSON.stringify(answer), at },
})
