/** What the benches of the story run on: a merchant in a SQLite file on disk, the doors they do not measure shut. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore } from '../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite, type SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import { setUpCentre } from '../src/application/set-up-centre.ts'
import type { World } from '../src/application/world.ts'
import { parseConfig } from '../src/config.ts'
import type { Merchant } from '../src/domain/merchant.ts'
import type { Store } from '../src/ports.ts'
import { closedWorld } from '../test/support/closed-world.ts'

export type BenchWorld = {
  readonly database: SqliteDatabase
  readonly store: Store
  readonly world: World
  readonly merchant: Merchant
  close(): void
}

/** `variables` of the environment, `open` the doors that are measured, given the bench's own folder. */
export const openBenchWorld = async (
  now: Temporal.Instant,
  variables: Readonly<Record<string, string>> = {},
  open: (folder: string) => Partial<World> = () => ({}),
): Promise<BenchWorld> => {
  const parsed = parseConfig(variables)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-bench-'))
  const database = openSqlite(join(folder, 'pitpost.db'))
  await migrateSqlite(database)
  const store = createStore(database)
  const world = closedWorld(store, open(folder))
  const { centre, merchant } = parsed.config
  return {
    ...{ database, store, world },
    merchant: await setUpCentre(world, { centre, merchant, apiKey: undefined }, now),
    close: () => {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
