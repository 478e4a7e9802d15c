/** The fields of the fixed collection data layouts A and B: 120 bytes a record (domain.md section 6). */

export type FixedLayout = 'fixed-a' | 'fixed-b'

/** Name and width in bytes of every field of a record, in order. */
export type Fields = readonly (readonly [name: string, width: number])[]

/** `kind:2 day:8` as fields; a name of `-` is spare. */
const toFields = (text: string): Fields =>
  text.split(' ').map((field) => {
    const [name = '', width] = field.split(':')
    return [name, Number(width)]
  })

/** B names no field after the store: they are read in the order of A, the fourth day as データ作成日. */
export const dataFields: Readonly<Record<FixedLayout, Fields>> = {
  'fixed-a': toFields(
    'type:1 種別:2 収納日:8 収納時刻:4 barcodeKind:1 バーコード情報:44 -:3 店舗コード:7 客層:2 ' +
      'データ取得日:8 振込日:8 経理処理日:8 コンビニ本部コード:6 -:18',
  ),
  'fixed-b': toFields(
    'type:1 種別:2 収納日:8 収納時刻:4 バーコード情報:44 -:3 店舗コード:7 ' +
      'データ取得日:8 振込日:8 経理処理日:8 データ作成日:8 コンビニ本部コード:4 -:15',
  ),
}

/** A says nothing of its header but the type: a day is written, and read if there is one, where B has it. */
export const headerFields: Readonly<Record<FixedLayout, Fields>> = {
  'fixed-a': toFields('type:1 データ作成日:8 -:111'),
  'fixed-b': toFields('type:1 データ作成日:8 agency:5 client:5 name:40 -:61'),
}

/** First byte of the client's name in the header of B, and the byte after its last. */
export const nameInHeader = [19, 59] as const

/** Trailers of B, written as banks write theirs: count and sum, then the end. */
export const trailerFields: Fields = toFields('type:1 count:6 total:12 -:101')
export const endFields: Fields = toFields('type:1 -:119')
