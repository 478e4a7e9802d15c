/** What collection data files (収納データ) tell, whatever their layout (domain.md section 6). */
import type { PaymentBarcode } from './gs1-barcode.ts'
import type { Day, Instant } from './jst-day.ts'
import type { Yen } from './yen.ts'

/** DSK: CSV of 13 columns. The two others: fixed records of 120 bytes. */
export type FeedLayout = 'dsk' | 'fixed-a' | 'fixed-b'

/** 種別: 速報, 確報, 速報取消, postal transfer, postal correction (carries the corrected amount), real-time. */
export type CollectionKind =
  | 'preliminary'
  | 'confirmed'
  | 'cancelled'
  | 'postal'
  | 'postal-correction'
  | 'real-time'

export const collectionKindCodes: Readonly<Record<CollectionKind, string>> = {
  preliminary: '01',
  confirmed: '02',
  cancelled: '03',
  postal: '12',
  'postal-correction': '22',
  'real-time': '81',
}

/** The kind a code stands for, if any. */
export const findCollectionKind = (code: string): CollectionKind | undefined => {
  for (const [kind, known] of Object.entries(collectionKindCodes)) {
    // The keys of that table are exactly the kinds.
    if (known === code) return kind as CollectionKind
  }
  return undefined
}

export type CollectionRecord = {
  /** Line of the file as a person counts it; the header is 1. */
  readonly row: number
  readonly kind: CollectionKind
  /** To the minute; the file's JST day and time. */
  readonly collectedAt: Instant
  readonly barcode: PaymentBarcode
  /** What was paid: the file's own amount (DSK), else the barcode's. */
  readonly amountYen: Yen
  /** Headquarters code, 3 digits. */
  readonly chain: string
  /** Store code with the zeros of its layout: 6 digits in DSK, 7 in the fixed ones. */
  readonly store: string
  /** 振込日; undefined until it is known. */
  readonly transferDay: Day | undefined
  /** データ作成日 (DSK, B). */
  readonly createdDay: Day | undefined
  /** データ取得日 and 経理処理日 (A, B). */
  readonly fetchedDay: Day | undefined
  readonly bookingDay: Day | undefined
  /** ユーザー使用欄 1 and 2 (DSK); empty elsewhere. */
  readonly userFields: readonly [string, string]
  /** 客層 (A); empty elsewhere. */
  readonly ageBand: string
}

/** A whole file. Agency, client and its name in kana are told by the header of layout B only. */
export type CollectionFeed = {
  readonly layout: FeedLayout
  readonly createdDay: Day | undefined
  readonly client: { readonly agency: string; readonly code: string; readonly name: string } | undefined
  readonly records: readonly CollectionRecord[]
}
