/** Statements of what became of mails: reports, second tries, and addresses that are not written to. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import { outcomes } from '../../domain/mail-report.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { orNull } from './rows.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Longest reason that is kept, in characters. */
const MAX_DETAIL = 500
const cut = (detail: string | undefined): string | null => orNull(detail?.slice(0, MAX_DETAIL))

/** The report's key makes a repeat fail; what weighs less than what is known changes nothing. */
export const reportDelivery = ({ deliveryId, report }: Of<'report-delivery'>): readonly Statement[] => {
  const { id, outcome, at, detail } = report
  const lighter = outcomes.slice(0, outcomes.indexOf(outcome))
  return [
    query
      .insertInto('delivery_events')
      .values({ id, delivery_id: deliveryId, kind: outcome, at: toStamp(at), detail: cut(detail) })
      .compile(),
    query
      .updateTable('deliveries')
      .set({ outcome, outcome_at: toStamp(at), outcome_detail: cut(detail) })
      .where('id', '=', deliveryId)
      .where(({ or, eb }) =>
        or([eb('outcome', 'is', null), ...(lighter.length === 0 ? [] : [eb('outcome', 'in', lighter)])]),
      )
      .compile(),
  ]
}

/** One try less than a first one: its own key may have been taken, so it never joins a parcel. */
export const retryDeliveries = ({ of, at }: Of<'retry-deliveries'>): readonly Statement[] => {
  const retry = query
    .updateTable('deliveries')
    .set({ status: 'ready', attempts: 1, next_at: toStamp(at), locked_until: null, parcel: null })
    .where('status', '=', 'parked')
    .where('mended_by', 'is', null)
    // What a failed proof holds back is printed anew first.
    .where('stop_id', 'is', null)
  if ('id' in of) return [retry.where('id', '=', of.id).compile(), guard()]
  return [retry.where('merchant_id', '=', of.merchantId).where('batch_id', '=', of.batchId).compile()]
}

export const nameMender = ({ id, name }: Of<'name-mender'>): readonly Statement[] => [
  query.updateTable('deliveries').set({ mended_name: name }).where('id', '=', id).compile(),
]

export const mendDelivery = ({ id, mendedBy }: Of<'mend-delivery'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({ mended_by: mendedBy })
    .where('id', '=', id)
    .where('mended_by', 'is', null)
    .compile(),
  guard(),
]

/** An address that was lifted and comes back again is suppressed anew. */
export const suppressAddress = ({ suppression }: Of<'suppress-address'>): readonly Statement[] => {
  const { address, merchantId, reason, detail, deliveryId, since } = suppression
  const facts = {
    merchant_id: merchantId,
    reason,
    detail: cut(detail),
    delivery_id: deliveryId,
    since: toStamp(since),
    lifted_at: null,
    lifted_by: null,
  }
  return [
    query
      .insertInto('suppressions')
      .values({ address, ...facts })
      .onConflict((conflict) => conflict.column('address').doUpdateSet(facts))
      .compile(),
  ]
}

export const liftSuppression = ({ address, at, actor }: Of<'lift-suppression'>): readonly Statement[] => [
  query
    .updateTable('suppressions')
    .set({ lifted_at: toStamp(at), lifted_by: sql`${`${actor.kind}:${actor.name}`}` })
    .where('address', '=', address)
    .where('lifted_at', 'is', null)
    .compile(),
]
