/** D1's limits hold for every statement of the whole suite: SQLite refuses what D1 would. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'

const folder = new URL('../../../src/adapters/store/migrations/', import.meta.url)
const ask = (sql: string, parameters: readonly unknown[]) =>
  openSqlite(':memory:').atomic([{ sql, parameters }])

test('100 parameters are taken, 101 are refused', async () => {
  const select = (count: number): string => `select ${Array(count).fill('?').join(', ')}`
  await ask(select(100), Array(100).fill(1))
  await expect(ask(select(101), Array(101).fill(1))).rejects.toThrow('D1 takes 100')
})

test('a statement of less than 100 KB is taken, a longer one is refused, whatever its letters weigh', async () => {
  const select = (bytes: number, letter: string): string =>
    `select '${letter.repeat(Math.floor((bytes - 9) / Buffer.byteLength(letter)))}'`
  await ask(select(99_000, 'a'), [])
  await ask(select(99_000, '円'), [])
  await expect(ask(select(100_100, 'a'), [])).rejects.toThrow('100000 bytes')
  await expect(ask(select(100_100, '円'), [])).rejects.toThrow('100000 bytes')
})

test('each statement of the migrations is as short as D1 wants it, and none opens a transaction', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql'))) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    for (const statement of text.split(/;\s*\n/))
      expect(Buffer.byteLength(statement), name).toBeLessThan(100_000)
    expect(text, name).not.toMatch(/^\s*(begin transaction|begin;|commit)/im)
  }
})
