/** Keeps the card designs of merchants: one each, the last one that passed its check. */
import type { CardLayout } from '../../domain/card-layout.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'
import { toInstant } from './rows.ts'

export const readCardDesigns = (database: Database): Pick<Store, 'cardDesign'> => ({
  cardDesign: async (merchantId) => {
    const rows = query.selectFrom('card_designs').selectAll().where('merchant_id', '=', merchantId)
    const row = await first(database, rows.compile())
    if (row === undefined) return undefined
    return {
      merchantId: row.merchant_id,
      // Written by saveCardDesign from the same type.
      layout: JSON.parse(row.layout) as CardLayout,
      type: row.type,
      sha256: row.sha256,
      savedAt: toInstant(row.saved_at),
      savedBy: row.saved_by,
    }
  },
})

export const saveCardDesign = ({
  design,
}: Extract<Change, { kind: 'save-card-design' }>): readonly Statement[] => {
  const values = {
    layout: JSON.stringify(design.layout),
    type: design.type,
    sha256: design.sha256,
    saved_at: toStamp(design.savedAt),
    saved_by: design.savedBy,
  }
  return [
    query
      .insertInto('card_designs')
      .values({ merchant_id: design.merchantId, ...values })
      .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet(values))
      .compile(),
  ]
}
