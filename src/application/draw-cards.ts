/** Draws cards: what stands where on them, once for print and screen. */
import { type BoxMm, barcodeWidthMm, type CardSize, cardSizes, GOOD_MODULE_MM } from '../domain/card.ts'
import { artworkSize, barcodeBox, type CardLayout, fontSizeOf, numberBox } from '../domain/card-layout.ts'
import { payingGuides } from '../domain/chain.ts'
import type { Merchant } from '../domain/merchant.ts'
import { formatNumber, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import { emWidth } from '../domain/text-width.ts'
import type { World } from './world.ts'

export type CardPress = Pick<World, 'render' | 'drawBarcode'>

/** The merchant's own design, ready to be drawn. */
export type JointDesign = {
  readonly layout: CardLayout
  /** The artwork as a `data:` address. */
  readonly artwork: string
}

/** How a card is made: the standard card in a size, or the merchant's own. */
export type CardStyle =
  | { readonly kind: 'standard'; readonly size: 'card' | 'postcard' }
  | { readonly kind: 'joint'; readonly design: JointDesign }

export type CardMerchant = Pick<Merchant, 'name' | 'phone' | 'email'>

export const sizeOf = (style: CardStyle): CardSize =>
  style.kind === 'standard' ? style.size : style.design.layout.size

/** A card as a picture of its own, for a phone's screen; sized as it is when trimmed. */
export const drawCardSvg = (
  press: CardPress,
  style: CardStyle,
  number: SmartPitNumber,
  merchant: CardMerchant,
): string =>
  press
    .render('cards/svg', {
      ...cardSizes[sizeOf(style)],
      ...artworkOf(style),
      label: labelOf(number, merchant),
      drawing: drawCard(press, style, number, merchant),
    })
    .trim()

/** What a card is called where it cannot be seen. */
export const labelOf = (number: SmartPitNumber, { name }: CardMerchant): string =>
  `スマートピットカード ${name} ${formatNumber(number)}`

/** The artwork and its place, as the templates ask for them. */
export const artworkOf = (style: CardStyle) => {
  if (style.kind === 'standard') return { artwork: '' }
  const { layout, artwork } = style.design
  const { widthMm, heightMm } = artworkSize(layout)
  return {
    artwork,
    artworkXMm: -layout.bleedMm,
    artworkYMm: -layout.bleedMm,
    artworkWidthMm: widthMm,
    artworkHeightMm: heightMm,
  }
}

/** SVG of what stands on a card, in millimetres. */
export const drawCard = (
  press: CardPress,
  style: CardStyle,
  number: SmartPitNumber,
  merchant: CardMerchant,
): string => {
  if (style.kind === 'joint') return drawJoint(press, style.design.layout, number)
  return style.size === 'card' ? drawStandard(press, number, merchant) : drawPostcard(press, number, merchant)
}

type Line = { readonly text: string; readonly yMm: number; readonly sizeMm: number }

/** One line as large as its place allows, or two where it would be too small to read. */
const setName = (
  name: string,
  place: {
    readonly widthMm: number
    readonly maxMm: number
    readonly baselinesMm: readonly [number, number, number]
  },
): readonly Line[] => {
  const { widthMm, maxMm, baselinesMm } = place
  const sizeOf = (text: string): number => Math.min(maxMm, Math.floor((widthMm / emWidth(text)) * 100) / 100)
  const [alone, upper, lower] = baselinesMm
  if (sizeOf(name) >= MIN_NAME_MM) return [{ text: name, yMm: alone, sizeMm: sizeOf(name) }]
  const characters = [...name]
  const half = Math.ceil(characters.length / 2)
  const lines = [characters.slice(0, half).join(''), characters.slice(half).join('')] as const
  const sizeMm = Math.min(sizeOf(lines[0]), sizeOf(lines[1]), lower - upper)
  return [
    { text: lines[0], yMm: upper, sizeMm },
    { text: lines[1], yMm: lower, sizeMm },
  ]
}

/** A name that would be set smaller is parted. */
const MIN_NAME_MM = 2

const drawStandard = (press: CardPress, number: SmartPitNumber, merchant: CardMerchant): string => {
  const contact = merchant.phone ?? merchant.email ?? ''
  const nameWidthMm = 80 - CONTACT_MM * emWidth(contact)
  return press.render('cards/standard', {
    number,
    barcode: {
      xMm: 5,
      yMm: 27.4,
      widthMm: barcodeWidthMm(GOOD_MODULE_MM),
      heightMm: 13,
      svg: press.drawBarcode(number),
    },
    guides: payingGuides.map((guide, index) => ({ ...guide, yMm: 44 + index * 3.4 })),
    merchant: {
      lines: setName(merchant.name, { widthMm: nameWidthMm, maxMm: 3, baselinesMm: [52.7, 51.4, 53.3] }),
      contact,
    },
  })
}

/** Size of the face of the contact on the standard card. */
const CONTACT_MM = 2.1

const MARKS = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧'] as const

const drawPostcard = (press: CardPress, number: SmartPitNumber, merchant: CardMerchant): string => {
  const widthMm = barcodeWidthMm(GOOD_MODULE_MM)
  return press.render('cards/standard-postcard', {
    number,
    barcode: { xMm: 50 - widthMm / 2, yMm: 56, widthMm, heightMm: 18, svg: press.drawBarcode(number) },
    guides: payingGuides.map((guide, index) => ({
      ...guide,
      yMm: 84.6 + index * 29.6,
      steps: guide.steps.map((step, n) => ({ ...step, mark: MARKS[n], yMm: 89.1 + index * 29.6 + n * 3.95 })),
    })),
    merchant: {
      lines: setName(merchant.name, { widthMm: 84, maxMm: 4.2, baselinesMm: [25, 22.6, 25.6] }),
      contact: [merchant.phone, merchant.email].filter((part) => part !== undefined).join('　'),
    },
  })
}

const drawJoint = (press: CardPress, layout: CardLayout, number: SmartPitNumber): string => {
  const { barcode, number: digits } = layout
  const box = barcodeBox(layout)
  const field = numberBox(layout)
  return press.render('cards/joint', {
    number,
    barcode: {
      ...box,
      rightMm: box.xMm + box.widthMm,
      lengthMm: barcodeWidthMm(barcode.moduleMm),
      barMm: barcode.heightMm,
      turned: barcode.turned,
      ground: barcode.ground ?? '',
      svg: press.drawBarcode(number, { ink: barcode.ink, ground: 'none' }),
    },
    digits: {
      ...toBacking(field),
      xMm: digits.xMm,
      baselineMm: digits.yMm + digits.digitMm,
      fontMm: fontSizeOf(digits.digitMm),
      anchor: { left: 'start', center: 'middle', right: 'end' }[digits.align],
      ink: digits.ink,
      ground: digits.ground ?? '',
    },
  })
}

/** Room that a field beneath the digits leaves around them. */
const BACKING_MM = 1

const toBacking = ({ xMm, yMm, widthMm, heightMm }: BoxMm) => ({
  groundXMm: xMm - BACKING_MM,
  groundYMm: yMm - BACKING_MM,
  groundWidthMm: widthMm + 2 * BACKING_MM,
  groundHeightMm: heightMm + 2 * BACKING_MM,
})
