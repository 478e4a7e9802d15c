/** Collection data files as the HTTP surface shows them: snake_case, days, yen. */
import { collectionKindCodes } from '../../../domain/collection-record.ts'
import { type Feed, type FeedItem, feedReasonTexts } from '../../../domain/feed.ts'
import type { Tally } from '../../../domain/feed-summary.ts'
import { toStamp } from '../../../domain/jst-day.ts'
import type { Text } from '../../../domain/result.ts'
import type { FeedItemJson, FeedJson } from './schemas/feed-answers.ts'

/** A file with its whole summary. */
export const toFeedJson = ({ summary, ...feed }: Feed): FeedJson => ({
  id: feed.id,
  file_name: feed.fileName,
  layout: feed.layout,
  sha256: feed.sha256,
  bytes: feed.bytes,
  received_at: toStamp(feed.receivedAt),
  received_by: feed.actor.name,
  records: summary.records,
  total: summary.sumYen,
  kinds: tallies(summary.kinds),
  outcomes: tallies(summary.outcomes),
  for_person: tally(summary.forPerson),
  differences: {
    told: summary.differences.toldYen,
    taken: summary.differences.takenYen,
    difference: summary.differences.toldYen - summary.differences.takenYen,
    amounts: {
      count: summary.differences.amountsCount,
      first: summary.differences.amounts.map(({ row, toldYen, expectedYen }) => ({
        row,
        told: toldYen,
        expected: expectedYen,
      })),
    },
    unconfirmed: {
      ...tally(summary.differences.unconfirmed),
      first: summary.differences.unconfirmed.first.map(({ paymentId, invoiceId, day, chain, amountYen }) => ({
        payment_id: paymentId,
        invoice_id: invoiceId ?? null,
        day,
        chain,
        amount: amountYen,
      })),
    },
  },
  merchants: summary.merchants.map(({ merchantId, records, taken, confirmed, problems, forPerson }) => ({
    merchant_id: merchantId,
    records,
    taken: tally(taken),
    confirmed: tally(confirmed),
    problems: tally(problems),
    for_person: forPerson,
  })),
})

/** A record and what became of it. */
export const toFeedItemJson = (item: FeedItem, language: keyof Text): FeedItemJson => ({
  row: item.row,
  kind: item.kind,
  code: collectionKindCodes[item.kind],
  outcome: item.outcome,
  reason: item.reason ?? null,
  message: item.reason === undefined ? null : feedReasonTexts[item.reason][language],
  barcode: item.barcode,
  amount: item.amountYen,
  chain: item.chain,
  store: item.store,
  collected_at: toStamp(item.collectedAt),
  merchant_id: item.merchantId,
  invoice_id: item.invoiceId ?? null,
  payment_id: item.paymentId ?? null,
  done_at: item.doneAt === undefined ? null : toStamp(item.doneAt),
  done_by: item.doneBy ?? null,
})

const tally = ({ count, sumYen }: Tally) => ({ count, total: sumYen })

const tallies = (by: Readonly<Record<string, Tally | undefined>>) =>
  Object.fromEntries(
    Object.entries(by).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.replaceAll('-', '_'), tally(value)] as const],
    ),
  )
