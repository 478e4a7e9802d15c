/** What is answered about feeds: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { collectionKindCodes } from '../../../../domain/collection-record.ts'
import { feedOutcomes } from '../../../../domain/feed.ts'
import { feedLayout } from './feed-schemas.ts'
import { anId, count, instant, say, yen } from './schema-parts.ts'

export const tally = z.strictObject({ count, total: yen })

export const tallies = z.record(z.string(), tally)

// The keys of the table are the kinds.
export const kind = z.enum(Object.keys(collectionKindCodes) as (keyof typeof collectionKindCodes)[])

export const feedShape = {
  id: anId,
  file_name: z.string(),
  layout: feedLayout,
  sha256: z.string(),
  bytes: count,
  received_at: instant,
  received_by: z.string(),
  records: count,
  total: yen,
  kinds: tallies,
  outcomes: tallies,
  for_person: tally,
  differences: z.strictObject({
    told: yen,
    taken: yen,
    difference: yen,
    amounts: z.strictObject({
      count,
      first: z.array(z.strictObject({ row: count, told: yen, expected: yen })),
    }),
    unconfirmed: z.strictObject({
      count,
      total: yen,
      first: z.array(
        z.strictObject({
          payment_id: anId,
          invoice_id: anId.nullable(),
          day: z.string(),
          chain: z.string(),
          amount: yen,
        }),
      ),
    }),
  }),
  merchants: z.array(
    z.strictObject({
      merchant_id: anId,
      records: count,
      taken: tally,
      confirmed: tally,
      problems: tally,
      for_person: count,
    }),
  ),
}

export const feedSchema = z.strictObject(feedShape).meta({ id: 'Feed' })

export type FeedJson = z.infer<typeof feedSchema>

export const feedItemSchema = z
  .strictObject({
    row: count,
    kind,
    code: z.string(),
    outcome: z.enum(feedOutcomes),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    barcode: z.string(),
    amount: yen,
    chain: z.string(),
    store: z.string(),
    collected_at: instant,
    merchant_id: anId,
    invoice_id: anId.nullable(),
    payment_id: anId.nullable(),
    done_at: instant.nullable(),
    done_by: z.string().nullable(),
  })
  .meta({ id: 'FeedItem' })

export type FeedItemJson = z.infer<typeof feedItemSchema>

export const feedDetailSchema = z
  .strictObject({ ...feedShape, items: z.array(feedItemSchema) })
  .meta({ id: 'FeedDetail' })

export const feedTakenSchema = z
  .strictObject({ ...feedShape, items: z.array(feedItemSchema), replayed: z.boolean(), dry_run: z.boolean() })
  .meta({ id: 'FeedTaken' })

export const proofSchema = z
  .strictObject({
    id: anId,
    batch: anId.nullable(),
    invoice: anId,
    reason: z.string(),
    held: say(count, '止まっている通数', 'Mails held back.'),
    stopped_at: instant,
    resumed_at: instant.nullable(),
    resumed_by: z.string().nullable(),
  })
  .meta({ id: 'ProofStop' })

export type ProofJson = z.infer<typeof proofSchema>
