/** Reads a collection data file: layout told or recognised, the whole file or every problem of it. */
import type { CollectionFeed, FeedLayout } from '../domain/collection-record.ts'
import { detectFeedLayout } from '../domain/feed-layout.ts'
import { parseDskFeed } from '../domain/feed-layout-dsk.ts'
import { parseFixedFeed } from '../domain/feed-layout-fixed.ts'
import { fail, ok, type Problem, type Result } from '../domain/result.ts'
import type { TableReader } from '../ports.ts'

/** `layout` undefined: recognised from the bytes. */
export const readFeed = (
  readTable: TableReader,
  bytes: Uint8Array,
  layout: FeedLayout | undefined,
): Result<CollectionFeed> => {
  const detected = detectFeedLayout(bytes)
  // A file that is too large is refused whatever it is said to be.
  if (!detected.ok && (layout === undefined || detected.failure.some(({ rule }) => rule === 'feed-size')))
    return refuse(detected.failure)
  const chosen = layout ?? (detected.ok ? detected.value : 'dsk')
  const parsed = chosen === 'dsk' ? readDsk(readTable, bytes) : parseFixedFeed(bytes, chosen)
  if (!parsed.ok) return 'kind' in parsed.failure ? fail(parsed.failure) : refuse(parsed.failure)
  return ok(parsed.value)
}

const readDsk = (readTable: TableReader, bytes: Uint8Array) => {
  const table = readTable(bytes)
  return table.ok ? parseDskFeed(table.value.header, table.value.rows) : table
}

const refuse = (problems: readonly Problem[]): Result<never> => fail({ kind: 'invalid-input', problems })
