/** The chat's digests as they were said last. */
import type { StoredDigest } from '../../domain/digest.ts'
import type { Change, DigestReads } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'
import { toDay } from './rows.ts'
import type { Tables } from './tables.ts'

export const readKeptDigests = (database: Database): Pick<DigestReads, 'digest' | 'digestOfDay'> => ({
  digest: async (key) => {
    const row = await first(
      database,
      query.selectFrom('chat_digests').selectAll().where('key', '=', key).compile(),
    )
    return row && toDigest(row)
  },
  digestOfDay: async (merchantId, kind, day) => {
    const covering = query
      .selectFrom('chat_digests')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('kind', '=', kind)
      .where('to_day', '>=', day.toString())
      .where('from_day', '<=', day.toString())
      .orderBy('to_day')
      .limit(1)
    const row = await first(database, covering.compile())
    return row && toDigest(row)
  },
})

const toDigest = (row: Tables['chat_digests']): StoredDigest => ({
  key: row.key,
  merchantId: row.merchant_id,
  kind: row.kind,
  from: toDay(row.from_day),
  to: toDay(row.to_day),
  // Both written by keepDigest from the same types.
  figures: JSON.parse(row.figures) as StoredDigest['figures'],
  pictures: JSON.parse(row.pictures) as StoredDigest['pictures'],
})

/** What was said last replaces what was said before. */
export const keepDigest = ({ digest }: Extract<Change, { kind: 'keep-digest' }>): readonly Statement[] => {
  const { key, merchantId, kind, from, to, figures, pictures } = digest
  const said = { figures: JSON.stringify(figures ?? null), pictures: JSON.stringify(pictures) }
  return [
    query
      .insertInto('chat_digests')
      .values({
        key,
        merchant_id: merchantId,
        kind,
        from_day: from.toString(),
        to_day: to.toString(),
        ...said,
      })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(said))
      .compile(),
  ]
}
