/** Failed proofs over the API: what is held back and why, and letting it go again. */
import type { Hono } from 'hono'
import type { ProofStop } from '../../../domain/proof.ts'
import { answerOnce } from './idempotency.ts'
import { languageOf } from './problem-json.ts'
import type { ProofJson } from './schemas/feed-answers.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/proofs` routes. */
export const addProofRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.get('/proofs', async (c) => {
    const language = languageOf(c.req.header('accept-language'))
    const stops = await store.proofStops(c.get('key').merchantId)
    const data = await Promise.all(
      stops.map(async (stop) => toProofJson(stop, await store.proofStopSize(stop.id), language)),
    )
    return c.json({ data, next_cursor: null })
  })
  api.post('/proofs/:id/resume', async (c) => {
    const { merchantId, name } = c.get('key')
    const stopId = c.req.param('id')
    const held = await store.proofStopSize(stopId)
    const language = languageOf(c.req.header('accept-language'))
    const toBody = (stop: ProofStop) => toProofJson(stop, held, language)
    return answerOnce(c, deps, { status: 202, toBody }, (remember) =>
      story.resumeNotices({ merchantId, stopId, by: name, alongside: remember }, clock.now()),
    )
  })
}

const toProofJson = (stop: ProofStop, held: number, language: 'ja' | 'en'): ProofJson => ({
  id: stop.id,
  batch: stop.batchId ?? null,
  invoice: stop.invoiceId,
  reason: stop.reason[language],
  held,
  stopped_at: stop.stoppedAt.toString(),
  resumed_at: stop.resumedAt?.toString() ?? null,
  resumed_by: stop.resumedBy ?? null,
})
