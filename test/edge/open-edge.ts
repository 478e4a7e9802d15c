/** Boots the worker in local workerd with its migrations applied. */
import type { D1Database, Queue } from '@cloudflare/workers-types'
import { createTestHarness, experimental_readRawConfig, type TestHarness } from 'wrangler'

type Bindings = { readonly DB: D1Database; readonly PRINTING: Queue; readonly SENDING: Queue }

export type Edge = {
  readonly harness: TestHarness
  readonly url: URL
  readonly db: D1Database
  readonly database: (binding: string) => D1Database
  readonly queues: Pick<Bindings, 'PRINTING' | 'SENDING'>
  /** What the cron trigger does each minute. */
  readonly tick: () => Promise<void>
}

/** What a test changes of wrangler.toml: another entry, more databases. */
export type EdgeChanges = { readonly main?: string; readonly databases?: readonly string[] }

/** `vars` are the worker's variables. */
export const openEdge = async (
  vars: Readonly<Record<string, string>>,
  changes: EdgeChanges = {},
): Promise<Edge> => {
  const { rawConfig } = experimental_readRawConfig({ config: './wrangler.toml' })
  const { main = rawConfig.main, databases = [] } = changes
  const isChanged = Object.keys(changes).length > 0
  const [database] = rawConfig.d1_databases ?? []
  const more = databases.map((binding, index) => ({
    ...database,
    binding,
    database_name: `pitpost-${index}`,
    database_id: `00000000-0000-0000-0000-00000000000${index + 1}`,
  }))
  const config = {
    ...rawConfig,
    main,
    vars: { ...vars },
    d1_databases: [...(rawConfig.d1_databases ?? []), ...more],
  }
  const harness = createTestHarness({
    workers: [isChanged ? { config } : { configPath: './wrangler.toml', vars: { ...vars } }],
  })
  const { url } = await harness.listen()
  const handle = harness.getWorker<Bindings>()
  for (const binding of ['DB', ...databases]) await handle.applyD1Migrations(binding as 'DB')
  const env = await handle.getEnv()
  const { DB: db, PRINTING, SENDING } = env
  return {
    harness,
    url,
    db,
    // One of those that were asked for.
    database: (binding) => env[binding as 'DB'],
    queues: { PRINTING, SENDING },
    tick: async () => {
      await handle.scheduled({ cron: '* * * * *' })
    },
  }
}
