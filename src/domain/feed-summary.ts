/** What a collection data file said and what was made of it: counts, sums and differences. */
import type { CollectionKind } from './collection-record.ts'
import { collectionKindCodes } from './collection-record.ts'
import { type FeedItem, type FeedOutcome, feedOutcomes } from './feed.ts'

/** How many, and how many yen together. */
export type Tally = { readonly count: number; readonly sumYen: number }

/** A preliminary payment of a day and chain whose 確報 the file holds, but not its own. */
export type Unconfirmed = {
  readonly paymentId: string
  readonly invoiceId: string | undefined
  readonly day: string
  readonly chain: string
  readonly amountYen: number
}

export type FeedSummary = {
  readonly records: number
  /** All amounts of the file, whatever its records say. */
  readonly sumYen: number
  /** Only kinds that occur. */
  readonly kinds: Readonly<Partial<Record<CollectionKind, Tally>>>
  readonly outcomes: Readonly<Record<FeedOutcome, Tally>>
  readonly forPerson: Tally
  readonly differences: {
    /** Money that the file reports (all but 速報取消). */
    readonly toldYen: number
    /** What of it stands on the books as payments that need no decision. */
    readonly takenYen: number
    /** Records whose amount is not that of the payment told before, or of the invoice. */
    readonly amounts: readonly {
      readonly row: number
      readonly toldYen: number
      readonly expectedYen: number
    }[]
    readonly amountsCount: number
    readonly unconfirmed: Tally & { readonly first: readonly Unconfirmed[] }
  }
  /** By merchant, what the file brought: new payments, confirmations and problems. */
  readonly merchants: readonly {
    readonly merchantId: string
    readonly records: number
    readonly taken: Tally
    readonly confirmed: Tally
    readonly problems: Tally
    readonly forPerson: number
  }[]
}

/** A record, and the amount that its payment stands with on the books: 0 when it is cancelled or waits for a decision. */
export type BookedItem = {
  readonly item: FeedItem
  readonly bookedYen: number
  /** The amount it should have been, when the record tells another. */
  readonly expectedYen: number | undefined
}

/** Entries of each list of differences that are kept; the counts are of all. */
export const MAX_LISTED = 200

/** Sums a file up. */
export const summarizeFeed = (
  booked: readonly BookedItem[],
  unconfirmed: readonly Unconfirmed[],
): FeedSummary => {
  const items = booked.map(({ item }) => item)
  const told = booked.filter(({ item }) => item.kind !== 'cancelled')
  const differing = booked.flatMap(({ item, expectedYen }) =>
    expectedYen === undefined ? [] : [{ row: item.row, toldYen: item.amountYen, expectedYen }],
  )
  const kinds: Partial<Record<CollectionKind, Tally>> = {}
  for (const kind of Object.keys(collectionKindCodes) as CollectionKind[]) {
    const ofKind = items.filter((item) => item.kind === kind)
    if (ofKind.length > 0) kinds[kind] = tallyOf(ofKind)
  }
  const outcomes = Object.fromEntries(
    feedOutcomes.map((outcome) => [outcome, tallyOf(items.filter((item) => item.outcome === outcome))]),
    // Every outcome is in the list above.
  ) as Record<FeedOutcome, Tally>
  return {
    ...{ records: items.length, sumYen: tallyOf(items).sumYen, kinds, outcomes },
    forPerson: tallyOf(items.filter(({ reason }) => reason !== undefined)),
    differences: {
      toldYen: tallyOf(told.map(({ item }) => item)).sumYen,
      takenYen: told.reduce((sum, { bookedYen }) => sum + bookedYen, 0),
      amounts: differing.slice(0, MAX_LISTED),
      amountsCount: differing.length,
      unconfirmed: { ...tallyOf(unconfirmed), first: unconfirmed.slice(0, MAX_LISTED) },
    },
    merchants: [...Map.groupBy(items, ({ merchantId }) => merchantId)].map(([merchantId, own]) => ({
      merchantId,
      records: own.length,
      taken: tallyOf(own.filter(({ outcome }) => outcome === 'recorded')),
      confirmed: tallyOf(own.filter(({ outcome }) => outcome === 'confirmed')),
      problems: tallyOf(own.filter(({ outcome }) => outcome === 'problem')),
      forPerson: own.filter(({ reason }) => reason !== undefined).length,
    })),
  }
}

const tallyOf = (list: readonly { readonly amountYen: number }[]): Tally => ({
  count: list.length,
  sumYen: list.reduce((sum, { amountYen }) => sum + amountYen, 0),
})
