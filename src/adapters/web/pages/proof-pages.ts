/** The console's page of a failed proof: what is wrong with which sheet, and the way to go on. */
import { Hono } from 'hono'
import type { ProofStop } from '../../../domain/proof.ts'
import type { Text } from '../../../domain/result.ts'
import { wordsOf } from './failure-words.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Routes below `/proofs`. */
export const createProofPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, clock, render } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/:id', async (c) => {
    const stop = await ownStop(c, deps)
    return stop === undefined ? showMessage(c, render, 404, notFoundMessage) : showStop(c, deps, stop, [])
  })
  pages.post('/:id/resume', async (c) => {
    const { merchantId, staffName } = c.get('session')
    const stop = await ownStop(c, deps)
    if (stop === undefined) return showMessage(c, render, 404, notFoundMessage)
    const resumed = await story.resumeNotices({ merchantId, stopId: stop.id, by: staffName }, clock.now())
    if (resumed.ok) return c.redirect(`/proofs/${stop.id}`, 303)
    return showStop(c, deps, stop, wordsOf(resumed.failure))
  })
  return pages
}

const ownStop = async (c: WebContext, { store }: PageDeps): Promise<ProofStop | undefined> => {
  const stop = await store.proofStop(c.req.param('id') ?? '')
  return stop?.merchantId === c.get('session').merchantId ? stop : undefined
}

const showStop = async (c: WebContext, deps: PageDeps, stop: ProofStop, wrong: readonly Text[]) => {
  const batch = stop.batchId === undefined ? undefined : await deps.store.batch(stop.batchId)
  return showPage(
    c,
    deps,
    'web/proof',
    {
      title: { ja: 'シートの検査', en: 'Proof of sheets' },
      stop: { ...stop, resumedAt: stop.resumedAt ?? null },
      batch: batch ?? null,
      held: await deps.store.proofStopSize(stop.id),
      wrong,
    },
    wrong.length === 0 ? 200 : 422,
  )
}
