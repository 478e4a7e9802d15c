/** Boots the worker in local workerd with its migrations applied. */
import type { D1Database, Queue } from '@cloudflare/workers-types'
import { createTestHarness, experimental_readRawConfig, type TestHarness } from 'wrangler'

type Bindings = { readonly DB: D1Database; readonly PRINTING: Queue; readonly SENDING: Queue }

export type Edge = {
  readonly harness: TestHarness
  readonly url: URL
  readonly db: D1Database
  readonly queues: Pick<Bindings, 'PRINTING' | 'SENDING'>
  /** What the cron trigger does each minute. */
  readonly tick: () => Promise<void>
}

/** `vars` are the worker's variables; `main` is another entry with the same bindings. */
export const openEdge = async (vars: Readonly<Record<string, string>>, main?: string): Promise<Edge> => {
  const { rawConfig } = experimental_readRawConfig({ config: './wrangler.toml' })
  const harness = createTestHarness({
    workers: [
      main === undefined
        ? { configPath: './wrangler.toml', vars: { ...vars } }
        : { config: { ...rawConfig, main, vars: { ...vars } } },
    ],
  })
  const { url } = await harness.listen()
  const handle = harness.getWorker<Bindings>()
  await handle.applyD1Migrations('DB')
  const { DB: db, PRINTING, SENDING } = await handle.getEnv()
  return {
    harness,
    url,
    db,
    queues: { PRINTING, SENDING },
    tick: async () => {
      await handle.scheduled({ cron: '* * * * *' })
    },
  }
}
