/** Cards that carry a Smart Pit number for good (S11, S12): their sizes, and what a barcode on them needs. */

/** Outer measures in millimetres. */
export type SizeMm = { readonly widthMm: number; readonly heightMm: number }

/** A rectangle in millimetres from the upper left corner of the card. */
export type BoxMm = SizeMm & { readonly xMm: number; readonly yMm: number }

export type CardSize = 'card' | 'plastic' | 'postcard'

/** Business card (名刺), plastic card (ISO/IEC 7810 ID-1) and postcard (はがき), each after trimming. */
export const cardSizes: Readonly<Record<CardSize, SizeMm>> = {
  card: { widthMm: 91, heightMm: 55 },
  plastic: { widthMm: 85.6, heightMm: 54 },
  postcard: { widthMm: 100, heightMm: 148 },
}

/** Modules of CODE 128 for 13 digits: start C, six pairs, a switch, the last digit, check and stop. */
export const BAR_MODULES = 123
/** Blank modules left and right of the bars (ISO/IEC 15417). */
export const QUIET_MODULES = 10
/** The barcode with both quiet zones. */
export const BARCODE_MODULES = BAR_MODULES + 2 * QUIET_MODULES
/** Narrowest bar on a card. */
export const MIN_MODULE_MM = 0.25
/** The bar we advise: three dots of a 203 dpi printer. */
export const GOOD_MODULE_MM = 0.375
/** Widest bar that a register's scanner still takes in at once. */
export const MAX_MODULE_MM = 0.5
/** Lowest barcode on a card. */
export const MIN_BAR_HEIGHT_MM = 10
/** Smallest height of the printed digits of the number. */
export const MIN_DIGIT_MM = 2.5

/** Coarsest picture that an artwork may be. */
export const MIN_ARTWORK_DPI = 300
/** Resolution at which a PDF becomes a picture. */
export const PDF_ARTWORK_DPI = 600

/** Width of a barcode with its quiet zones. */
export const barcodeWidthMm = (moduleMm: number): number => BARCODE_MODULES * moduleMm

/** Cards on one A4 sheet. */
export const CARDS_PER_SHEET = 10
/** Where the ten cards stand on A4: two columns and five rows without a gap, so that one cut parts two cards. */
export const sheetOfCards = { columns: 2, rows: 5, leftMm: 14, topMm: 11 } as const

/** Place of each card on the A4 sheet, row by row. */
export const cardPlaces: readonly BoxMm[] = Array.from({ length: CARDS_PER_SHEET }, (_, index) => ({
  ...cardSizes.card,
  xMm: sheetOfCards.leftMm + (index % sheetOfCards.columns) * cardSizes.card.widthMm,
  yMm: sheetOfCards.topMm + Math.floor(index / sheetOfCards.columns) * cardSizes.card.heightMm,
}))

/** A straight line in millimetres. */
export type LineMm = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }

/** Trim marks (トンボ) outside a block of cards, in line with every cut; `gapMm` away from it. */
export const trimMarks = (cards: readonly BoxMm[], gapMm: number, lengthMm: number): readonly LineMm[] => {
  const columns = edgesOf(cards.map(({ xMm, widthMm }) => [xMm, xMm + widthMm]))
  const rows = edgesOf(cards.map(({ yMm, heightMm }) => [yMm, yMm + heightMm]))
  const [left = 0, right = 0] = [columns.at(0), columns.at(-1)]
  const [top = 0, bottom = 0] = [rows.at(0), rows.at(-1)]
  return [
    ...columns.flatMap((x) => [
      { x1: x, y1: top - gapMm - lengthMm, x2: x, y2: top - gapMm },
      { x1: x, y1: bottom + gapMm, x2: x, y2: bottom + gapMm + lengthMm },
    ]),
    ...rows.flatMap((y) => [
      { x1: left - gapMm - lengthMm, y1: y, x2: left - gapMm, y2: y },
      { x1: right + gapMm, y1: y, x2: right + gapMm + lengthMm, y2: y },
    ]),
  ]
}

const edgesOf = (spans: readonly (readonly [number, number])[]): readonly number[] =>
  [...new Set(spans.flat())].toSorted((a, b) => a - b)
