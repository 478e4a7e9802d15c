/** Collection data files as the templates show them. */
import {
  type CollectionKind,
  collectionKindCodes,
  type FeedLayout,
} from '../../../domain/collection-record.ts'
import {
  type Feed,
  type FeedItem,
  type FeedOutcome,
  feedOutcomes,
  feedReasonTexts,
} from '../../../domain/feed.ts'
import type { Text } from '../../../domain/result.ts'
import { toChainText } from './business-names.ts'

export const layoutNames: Readonly<Record<FeedLayout, Text>> = {
  dsk: { ja: 'DSK（CSV）', en: 'DSK (CSV)' },
  'fixed-a': { ja: '固定長120バイトA', en: 'Fixed 120 bytes, A' },
  'fixed-b': { ja: '固定長120バイトB', en: 'Fixed 120 bytes, B' },
}

const kindNames: Readonly<Record<CollectionKind, Text>> = {
  preliminary: { ja: '速報', en: 'Preliminary' },
  confirmed: { ja: '確報', en: 'Confirmed' },
  cancelled: { ja: '速報取消', en: 'Undone' },
  postal: { ja: '郵便振替', en: 'Postal transfer' },
  'postal-correction': { ja: '郵便振替の訂正', en: 'Postal correction' },
  'real-time': { ja: 'リアルタイム', en: 'Real-time' },
}

const outcomeNames: Readonly<Record<FeedOutcome, Text>> = {
  recorded: { ja: '新しい入金', en: 'New payments' },
  confirmed: { ja: '確報になった', en: 'Confirmed' },
  cancelled: { ja: '取り消した', en: 'Undone' },
  corrected: { ja: '金額を訂正した', en: 'Amount corrected' },
  unchanged: { ja: '変わらず', en: 'Unchanged' },
  problem: { ja: '問題のある入金', en: 'Payments with a problem' },
}

/** Differences of each list that a page shows; the API has them all. */
const MAX_SHOWN = 50

export const toFeedModel = (feed: Feed) => {
  const { summary } = feed
  const { toldYen, takenYen, amounts, amountsCount, unconfirmed } = summary.differences
  return {
    id: feed.id,
    fileName: feed.fileName,
    layoutName: layoutNames[feed.layout],
    sha256: feed.sha256,
    receivedAt: feed.receivedAt,
    receivedBy: feed.actor.name,
    records: summary.records,
    sumYen: summary.sumYen,
    forPerson: summary.forPerson,
    kinds: Object.entries(summary.kinds).map(([kind, tally]) => ({
      // The keys are kinds.
      name: toKindText(kind as CollectionKind),
      ...tally,
    })),
    outcomes: feedOutcomes.map((outcome) => ({ name: outcomeNames[outcome], ...summary.outcomes[outcome] })),
    toldYen,
    takenYen,
    differenceYen: toldYen - takenYen,
    amountsCount,
    amounts: amounts.slice(0, MAX_SHOWN),
    unconfirmed: { ...unconfirmed, first: unconfirmed.first.slice(0, MAX_SHOWN).map(toUnconfirmed) },
  }
}

const toKindText = (kind: CollectionKind): Text => {
  const { ja, en } = kindNames[kind]
  return { ja: `${collectionKindCodes[kind]} ${ja}`, en: `${collectionKindCodes[kind]} ${en}` }
}

const toUnconfirmed = (entry: Feed['summary']['differences']['unconfirmed']['first'][number]) => ({
  ...entry,
  invoiceId: entry.invoiceId ?? null,
  chainName: toChainText(entry.chain),
})

export const toFeedItemModel = (item: FeedItem) => ({
  row: item.row,
  kindName: kindNames[item.kind],
  outcomeName: outcomeNames[item.outcome],
  reason: item.reason === undefined ? null : feedReasonTexts[item.reason],
  barcode: item.barcode,
  amountYen: item.amountYen,
  chainName: toChainText(item.chain),
  store: item.store,
  collectedAt: item.collectedAt,
  invoiceId: item.invoiceId ?? null,
  doneAt: item.doneAt ?? null,
  doneBy: item.doneBy ?? null,
})
