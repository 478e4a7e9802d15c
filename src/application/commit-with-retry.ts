/** Read, decide, commit; when another was faster, read and decide again. */
import { type Failure, fail, type Result } from '../domain/result.ts'
import type { Change, Store } from '../ports.ts'

/** Races lost before giving up; each lost race means somebody else's change went through. */
const MAX_TRIES = 8

/** A decision: what to change, and what to answer once that is done. No changes: nothing is committed. */
export type Decision<T> = Result<{ readonly changes: readonly Change[]; readonly value: T }>

/** Runs `decide` until its changes are committed; a failure is answered at once. */
export const commitWithRetry = async <T>(
  store: Store,
  decide: () => Promise<Decision<T>>,
): Promise<Result<T>> => {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const decision = await decide()
    if (!decision.ok) return decision
    const { changes, value } = decision.value
    if (changes.length === 0 || (await store.commit(changes)) === 'done') return { ok: true, value }
  }
  const failure: Failure = { kind: 'too-busy', part: 'store', retryAfterMs: 1_000 }
  return fail(failure)
}
