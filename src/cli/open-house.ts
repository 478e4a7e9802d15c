/** Opens the data folder that the server uses too (SQLite in WAL mode lets both work), migrated, with what commands need. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readTable } from '../adapters/feed/read-table.ts'
import { createStore } from '../adapters/store/create-store.ts'
import { createFileVault } from '../adapters/store/file-vault.ts'
import { migrateSqlite } from '../adapters/store/migrate-sqlite.ts'
import { createRowMover } from '../adapters/store/move-rows.ts'
import { openSqlite, type SqliteDatabase } from '../adapters/store/sqlite-database.ts'
import { createMovableClock, systemClock } from '../adapters/system/create-clock.ts'
import { createRandom } from '../adapters/system/create-random.ts'
import { createSummer } from '../adapters/system/create-summer.ts'
import { createLinks } from '../application/create-links.ts'
import { setUpCentre } from '../application/set-up-centre.ts'
import type { World } from '../application/world.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../ports.ts'
import { surroundingsOf } from '../surroundings-of.ts'

/** The story's world without the doors that send: what a command queues leaves by the running server. */
export type House = {
  readonly config: Config
  readonly database: SqliteDatabase
  readonly world: Pick<
    World,
    'store' | 'random' | 'links' | 'vault' | 'readTable' | 'surroundings' | 'mover' | 'createSummer'
  >
  /** The sandbox's clock may be ahead. */
  readonly clock: Clock
  close(): void
}

/** `root`: the folder that a relative `DATA_DIR` starts from. */
export const openHouse = async (config: Config, root: string): Promise<House> => {
  const dataDir = resolve(root, config.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const database = openSqlite(join(dataDir, 'pitpost.db'))
  await migrateSqlite(database)
  const store = createStore(database)
  const clock = config.sandbox ? await createMovableClock(store) : systemClock
  const random = createRandom()
  const world = {
    store,
    random,
    links: createLinks({ store, random }),
    vault: createFileVault(join(dataDir, 'vault')),
    readTable,
    mover: createRowMover(database),
    createSummer,
    surroundings: surroundingsOf(config),
  }
  const { centre, merchant, apiKey } = config
  await setUpCentre(world, { centre, merchant, apiKey }, clock.now())
  return { config, database, world, clock, close: () => database.close() }
}
