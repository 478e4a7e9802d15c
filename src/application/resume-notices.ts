/** Lets mails go that a failed proof had held back: printed anew, and every sheet looked at. */
import type { Instant } from '../domain/jst-day.ts'
import type { ProofStop } from '../domain/proof.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import type { World } from './world.ts'

export type ResumeRequest = {
  readonly merchantId: string
  readonly stopId: string
  /** Whoever decided so. */
  readonly by: string
  readonly alongside?: (stop: ProofStop) => Promise<readonly Change[]> | readonly Change[]
}

/** The stop, resumed; `wrong-state` when somebody has done so already. */
export const resumeNotices = (
  world: World,
  request: ResumeRequest,
  now: Instant,
): Promise<Result<ProofStop>> =>
  commitWithRetry(world.store, async () => {
    const stop = await world.store.proofStop(request.stopId)
    if (stop?.merchantId !== request.merchantId) {
      return fail({ kind: 'not-found', what: 'page', id: request.stopId })
    }
    if (stop.resumedAt !== undefined) {
      return fail({
        kind: 'wrong-state',
        message: {
          ja: `この検査は、${stop.resumedBy ?? ''}がすでに再開しています。`,
          en: `These mails were let go already by ${stop.resumedBy ?? 'somebody'}.`,
        },
      })
    }
    const value = { ...stop, resumedAt: now, resumedBy: request.by }
    const resume: Change = { kind: 'resume-notices', stopId: stop.id, at: now, by: request.by }
    return ok({ changes: [resume, ...((await request.alongside?.(value)) ?? [])], value })
  })
