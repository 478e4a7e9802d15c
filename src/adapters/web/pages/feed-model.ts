/** Collection data files as the templates show them. */
import { toChainName } from '../../../domain/chain.ts'
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

export const layoutNames: Readonly<Record<FeedLayout, string>> = {
  dsk: 'DSK（CSV）',
  'fixed-a': '固定長120バイトA',
  'fixed-b': '固定長120バイトB',
}

const kindNames: Readonly<Record<CollectionKind, string>> = {
  preliminary: '速報',
  confirmed: '確報',
  cancelled: '速報取消',
  postal: '郵便振替',
  'postal-correction': '郵便振替の訂正',
  'real-time': 'リアルタイム',
}

const outcomeNames: Readonly<Record<FeedOutcome, string>> = {
  recorded: '新しい入金',
  confirmed: '確報になった',
  cancelled: '取り消した',
  corrected: '金額を訂正した',
  unchanged: '変わらず',
  problem: '問題のある入金',
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
      name: `${collectionKindCodes[kind as CollectionKind]} ${kindNames[kind as CollectionKind]}`,
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

const toUnconfirmed = (entry: Feed['summary']['differences']['unconfirmed']['first'][number]) => ({
  ...entry,
  invoiceId: entry.invoiceId ?? null,
  chainName: toChainName(entry.chain),
})

export const toFeedItemModel = (item: FeedItem) => ({
  row: item.row,
  kindName: kindNames[item.kind],
  outcomeName: outcomeNames[item.outcome],
  reason: item.reason === undefined ? null : feedReasonTexts[item.reason],
  barcode: item.barcode,
  amountYen: item.amountYen,
  chainName: toChainName(item.chain),
  store: item.store,
  collectedAt: item.collectedAt,
  invoiceId: item.invoiceId ?? null,
  doneAt: item.doneAt ?? null,
  doneBy: item.doneBy ?? null,
})
