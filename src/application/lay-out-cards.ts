/** Lays cards out on pages: one alone, for a printer's shop with its bleed, or ten on A4. */
import { type BoxMm, CARDS_PER_SHEET, cardPlaces, cardSizes, trimMarks } from '../domain/card.ts'
import type { SmartPitNumber } from '../domain/smart-pit-number.ts'
import type { Printout } from '../ports.ts'
import {
  artworkOf,
  type CardMerchant,
  type CardPress,
  type CardStyle,
  drawCard,
  labelOf,
  sizeOf,
} from './draw-cards.ts'

/** How a printer's shop wants it: with bleed and trim marks around, or the bare card. */
export type Finish = 'trimmed' | 'marks'

/** One card as a page of its own size, larger by bleed and trim marks when they are wanted. */
export const layOutCard = (
  press: CardPress,
  style: CardStyle,
  number: SmartPitNumber,
  merchant: CardMerchant,
  finish: Finish,
): Printout => toPrintout(style, labelOf(number, merchant), toPages(press, style, [number], merchant, finish))

/** Business cards ten to an A4 sheet with trim marks; cards of other sizes each on a page of its own. */
export const layOutCards = (
  press: CardPress,
  style: CardStyle,
  numbers: readonly SmartPitNumber[],
  merchant: CardMerchant,
): Printout =>
  toPrintout(
    style,
    `スマートピットカード ${merchant.name} ${numbers.length}枚`,
    sizeOf(style) === 'card'
      ? toSheets(press, style, numbers, merchant)
      : toPages(press, style, numbers, merchant, 'trimmed'),
  )

const toPages = (
  press: CardPress,
  style: CardStyle,
  numbers: readonly SmartPitNumber[],
  merchant: CardMerchant,
  finish: Finish,
) => {
  const size = cardSizes[sizeOf(style)]
  const bleedMm = style.kind === 'joint' && finish === 'marks' ? style.design.layout.bleedMm : 0
  const marginMm = finish === 'marks' ? bleedMm + MARK_MM + MARK_GAP_MM : 0
  const card = { xMm: marginMm, yMm: marginMm, ...size }
  return {
    widthMm: size.widthMm + 2 * marginMm,
    heightMm: size.heightMm + 2 * marginMm,
    pages: numbers.map((number) => ({
      cards: [placeCard(press, style, number, merchant, card, bleedMm)],
      marks: finish === 'marks' ? trimMarks([card], bleedMm + MARK_GAP_MM, MARK_MM) : [],
      foot: '',
    })),
  }
}

const toSheets = (
  press: CardPress,
  style: CardStyle,
  numbers: readonly SmartPitNumber[],
  merchant: CardMerchant,
) => {
  const sheets = Array.from({ length: Math.ceil(numbers.length / CARDS_PER_SHEET) }, (_, sheet) =>
    numbers.slice(sheet * CARDS_PER_SHEET, (sheet + 1) * CARDS_PER_SHEET),
  )
  return {
    ...A4,
    pages: sheets.map((onSheet, index) => ({
      cards: onSheet.flatMap((number, place) => {
        const box = cardPlaces[place]
        return box === undefined ? [] : [placeCard(press, style, number, merchant, box, 0)]
      }),
      marks: trimMarks(cardPlaces, MARK_GAP_MM, MARK_MM),
      foot: `100%の大きさで印刷し、角の印に合わせて切ってください　${merchant.name}　${index + 1}／${sheets.length}`,
    })),
  }
}

const A4 = { widthMm: 210, heightMm: 297 } as const
/** Length of a trim mark and its distance from the edge. */
const MARK_MM = 5
const MARK_GAP_MM = 2

const toPrintout = (style: CardStyle, title: string, pages: Readonly<Record<string, unknown>>): Printout => ({
  template: 'cards/print',
  model: { ...artworkOf(style), ...pages },
  style: 'cards/cards.css',
  lang: 'ja',
  title,
  outline: false,
})

const placeCard = (
  press: CardPress,
  style: CardStyle,
  number: SmartPitNumber,
  merchant: CardMerchant,
  { xMm, yMm, widthMm, heightMm }: BoxMm,
  bleedMm: number,
) => ({
  xMm: xMm - bleedMm,
  yMm: yMm - bleedMm,
  widthMm: widthMm + 2 * bleedMm,
  heightMm: heightMm + 2 * bleedMm,
  viewBox: `${-bleedMm} ${-bleedMm} ${widthMm + 2 * bleedMm} ${heightMm + 2 * bleedMm}`,
  label: labelOf(number, merchant),
  drawing: drawCard(press, style, number, merchant),
})
