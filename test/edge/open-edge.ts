/** Boots the worker in local workerd with its migrations applied. */
import type { D1Database } from '@cloudflare/workers-types'
import { createTestHarness, type TestHarness } from 'wrangler'

export type Edge = { readonly harness: TestHarness; readonly url: URL; readonly db: D1Database }

/** `vars` are the worker's variables. */
export const openEdge = async (vars: Readonly<Record<string, string>>): Promise<Edge> => {
  const harness = createTestHarness({ workers: [{ configPath: './wrangler.toml', vars: { ...vars } }] })
  const { url } = await harness.listen()
  const worker = harness.getWorker<{ DB: D1Database }>()
  await worker.applyD1Migrations('DB')
  const { DB: db } = await worker.getEnv()
  return { harness, url, db }
}
