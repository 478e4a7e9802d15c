/** Checks that what was issued and what was received is kept unchanged: sheets, and collection data files. */
import { compare } from '../domain/difference.ts'
import { sheetKey } from './bill-customers.ts'
import { feedKey } from './collect-feed.ts'
import { eachPage, type Tally } from './tally-differences.ts'
import { toSha256 } from './to-sha256.ts'
import type { AuditWorld } from './verify-books.ts'

type Kept = { readonly where: string; readonly key: string; readonly sha256: string; readonly bytes: number }

/** The number of sheets, and of files. */
export const verifyBytes = async (
  { books, vault }: Pick<AuditWorld, 'books' | 'vault'>,
  tally: Tally,
): Promise<{ readonly sheets: number; readonly feeds: number }> => {
  const check = async ({ where, key, sha256, bytes }: Kept): Promise<void> => {
    const kept = await vault.get(key)
    tally.add(compare(where, 'kept-bytes', 'bytes', bytes, kept?.length))
    if (kept !== undefined) tally.add(compare(where, 'kept-bytes', 'sha256', sha256, await toSha256(kept)))
  }
  const sheets = await eachPage(
    books.sheetRecords,
    ({ invoiceId }) => invoiceId,
    async (page) => {
      // One after the other: a page of sheets is some 15 MB.
      for (const sheet of page)
        await check({ ...sheet, where: `sheet ${sheet.invoiceId}`, key: sheetKey(sheet) })
    },
  )
  const feeds = await eachPage(
    books.feedRecords,
    ({ id }) => id,
    async (page) => {
      for (const feed of page) await check({ ...feed, where: `feed ${feed.id}`, key: feedKey(feed.sha256) })
    },
  )
  return { sheets, feeds }
}
