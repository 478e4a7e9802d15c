/** Settlements over the API: what was closed, every line of it, and what is to come. */
import type { Hono } from 'hono'
import { toSettlementCsv } from '../../../domain/settlement-table.ts'
import type { StoredSettlement } from '../../../ports.ts'
import { answerFailure } from './problem-json.ts'
import { toDetailJson, toForecastJson, toStoredJson } from './settlement-json.ts'
import type { StaffContext, StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/settlements` and `/forecast`. */
export const addSettlementRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  // At most six a month: all of them, newest first.
  api.get('/settlements', async (c) => {
    const settlements = await store.settlements(c.get('key').merchantId)
    return c.json({ data: settlements.map(toStoredJson), next_cursor: null })
  })
  api.get('/settlements/:file{.+\\.csv}', async (c) => {
    const id = c.req.param('file').replace(/\.csv$/, '')
    const stored = await ownSettlement(c, deps, id)
    if (stored === undefined) return notFound(c, id)
    return c.body(toSettlementCsv(stored.settlement), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="settlement-${stored.settlement.closingDay}.csv"`,
    })
  })
  api.get('/settlements/:id', async (c) => {
    const stored = await ownSettlement(c, deps, c.req.param('id'))
    return stored === undefined ? notFound(c, c.req.param('id')) : c.json(toDetailJson(stored))
  })
  api.get('/forecast', async (c) => {
    const forecast = await story.forecastPayouts(c.get('key').merchantId, clock.now())
    return forecast.ok ? c.json(toForecastJson(forecast.value)) : answerFailure(c, forecast.failure)
  })
}

const ownSettlement = async (
  c: StaffContext,
  { store }: StaffDeps,
  id: string,
): Promise<StoredSettlement | undefined> => {
  const stored = await store.settlement(id)
  return stored?.settlement.merchantId === c.get('key').merchantId ? stored : undefined
}

const notFound = (c: StaffContext, id: string): Response =>
  answerFailure(c, { kind: 'not-found', what: 'settlement', id })
