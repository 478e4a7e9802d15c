/** Checks that the sheets that were issued are kept unchanged. */
import { compare } from '../domain/difference.ts'
import type { StoredSheet } from '../ports.ts'
import { sheetKey } from './bill-customers.ts'
import { eachPage, type Tally } from './tally-differences.ts'
import { toSha256 } from './to-sha256.ts'
import type { AuditWorld } from './verify-books.ts'

/** The number of sheets. */
export const verifySheets = (
  { books, vault }: Pick<AuditWorld, 'books' | 'vault'>,
  tally: Tally,
): Promise<number> => {
  const check = async ({ invoiceId, sha256, bytes }: StoredSheet): Promise<void> => {
    const kept = await vault.get(sheetKey({ invoiceId, sha256 }))
    const where = `sheet ${invoiceId}`
    tally.add(compare(where, 'sheet-bytes', 'bytes', bytes, kept?.length))
    if (kept !== undefined) tally.add(compare(where, 'sheet-bytes', 'sha256', sha256, await toSha256(kept)))
  }
  return eachPage(
    books.sheetRecords,
    ({ invoiceId }) => invoiceId,
    async (sheets) => {
      // One after the other: a page of sheets is some 15 MB.
      for (const sheet of sheets) await check(sheet)
    },
  )
}
