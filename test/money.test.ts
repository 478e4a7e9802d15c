import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite, type SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import { createIsHoliday } from '../src/adapters/system/is-holiday.ts'
import { describeMoney } from './contract/money-contract.ts'
import { fromDate, holidays2026to2027, toDate } from './support/model-calendar.ts'

describe('the money, against a simple model', () => {
  it('knows the same holidays as the model', () => {
    const isHoliday = createIsHoliday([])
    const found: string[] = []
    for (let day = fromDate('2026-01-01'); day < fromDate('2028-01-01'); day += 1)
      if (isHoliday(Temporal.PlainDate.from(toDate(day)))) found.push(toDate(day))
    expect(found).toEqual([...holidays2026to2027].toSorted())
  })

  describeMoney({
    name: 'SQLite',
    steps: Number(process.env['PROPERTY_STEPS'] ?? 2_000),
    runs: Number(process.env['PROPERTY_RUNS'] ?? 3),
    open: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'pitpost-money-'))
      let database: SqliteDatabase | undefined
      return {
        // Closed and opened again, as by a restart.
        reopen: async () => {
          database?.close()
          database = openSqlite(join(folder, 'pitpost.db'))
          // No power cuts here: what is told is the money, and thousands of commits.
          database.runScript('pragma synchronous = off')
          await migrateSqlite(database)
          return database
        },
        close: async () => {
          database?.close()
          rmSync(folder, { recursive: true, force: true })
        },
      }
    },
  })
})
