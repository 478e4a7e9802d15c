/** Lists over the API: `limit`, `cursor`, and `{ data, next_cursor }`. */
import type { Context } from 'hono'
import { ok, type Result, refuse } from '../../../domain/result.ts'
import type { Page } from '../../../ports.ts'
import { MAX_LIMIT } from './schemas/schema-parts.ts'

/** Rows of a page unless asked otherwise. */
const DEFAULT_LIMIT = 50

/** Where a page starts and how long it is. */
export type Paging = { readonly limit: number; readonly cursor: string | undefined }

/** What the address asks for; a limit that is none is refused by name. */
export const readPaging = (c: Context): Result<Paging> => {
  const { limit = String(DEFAULT_LIMIT), cursor } = c.req.query()
  const rows = Number(limit)
  if (/^\d{1,3}$/.test(limit) && rows >= 1 && rows <= MAX_LIMIT) return ok({ limit: rows, cursor })
  return refuse({
    field: 'limit',
    value: limit.slice(0, 40),
    rule: 'limit-range',
    message: { ja: `limit：1から${MAX_LIMIT}までです。`, en: `limit: must be 1 to ${MAX_LIMIT}.` },
  })
}

/** One page, and how to get the next. */
export const answerPage = <T>(c: Context, page: Page<T>, toJson: (item: T) => unknown): Response =>
  c.json({ data: page.items.map(toJson), next_cursor: page.nextCursor ?? null })
