/** Collection data files as bytes: CP932 as agencies write it, layouts told and recognised. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTable } from '../../src/adapters/feed/read-table.ts'
import { readFeed } from '../../src/application/read-feed.ts'
import { MAX_FEED_BYTES } from '../../src/domain/feed-layout.ts'
import { strangeBarcode, tell, toFile } from '../support/feed-files.ts'

const sample = new Uint8Array(readFileSync(new URL('../samples/collection.dsk.cp932.csv', import.meta.url)))

describe('a collection data file', () => {
  it('in CP932 is read with its characters, line breaks and commas in quotes', () => {
    const read = readFeed(readTable, sample, undefined)
    expect(read.ok && read.value.layout).toBe('dsk')
    const records = read.ok ? read.value.records : []
    expect(records.map(({ kind }) => kind)).toEqual([
      ...['preliminary', 'confirmed', 'real-time', 'cancelled', 'postal'],
    ])
    expect(records[0]?.userFields).toEqual(['髙橋①', '㈱はしご髙'])
    expect(records[4]?.userFields).toEqual(['改行\n入り', 'コンマ,入り'])
    expect(records[1]?.transferDay?.toString()).toBe('2026-11-30')
  })

  it('of another layout than was told is refused', () => {
    const fixed = toFile([tell('preliminary', strangeBarcode(100), '2026-11-24 10:00')], 'fixed-a')
    expect(readFeed(readTable, fixed, 'fixed-a').ok).toBe(true)
    expect(readFeed(readTable, fixed, 'dsk').ok).toBe(false)
    expect(readFeed(readTable, fixed, 'fixed-b').ok).toBe(false)
    expect(readFeed(readTable, sample, 'fixed-a').ok).toBe(false)
  })

  it('that is too large, empty or a picture is refused with a reason', () => {
    const rules = (bytes: Uint8Array) => {
      const read = readFeed(readTable, bytes, undefined)
      return !read.ok && read.failure.kind === 'invalid-input'
        ? read.failure.problems.map(({ rule }) => rule)
        : []
    }
    expect(rules(new Uint8Array(MAX_FEED_BYTES + 1))).toEqual(['feed-size'])
    expect(rules(new Uint8Array())).toEqual(['feed-layout'])
    expect(rules(new TextEncoder().encode('\u0089PNG\r\n'))).toEqual(['feed-layout'])
  })
})
