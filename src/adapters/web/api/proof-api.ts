/** Failed proofs over the API: what is held back and why, and letting it go again. */
import type { Hono } from 'hono'
import type { ProofStop } from '../../../domain/proof.ts'
import { answerFailure, languageOf } from './problem-json.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/proofs` routes. */
export const addProofRoutes = (api: Hono<StaffEnv>, { story, store, clock }: StaffDeps): void => {
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
    const resumed = await story.resumeNotices({ merchantId, stopId, by: name }, clock.now())
    if (!resumed.ok) return answerFailure(c, resumed.failure)
    return c.json(toProofJson(resumed.value, held, languageOf(c.req.header('accept-language'))), 202)
  })
}

const toProofJson = (stop: ProofStop, held: number, language: 'ja' | 'en') => ({
  id: stop.id,
  batch: stop.batchId ?? null,
  invoice: stop.invoiceId,
  reason: stop.reason[language],
  held,
  stopped_at: stop.stoppedAt.toString(),
  resumed_at: stop.resumedAt?.toString() ?? null,
  resumed_by: stop.resumedBy ?? null,
})
