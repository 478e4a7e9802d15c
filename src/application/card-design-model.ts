/** What stands in the joint card design specification; every measure is the one that the check goes by. */
import {
  BAR_MODULES,
  barcodeWidthMm,
  type CardSize,
  cardSizes,
  GOOD_MODULE_MM,
  MAX_MODULE_MM,
  MIN_ARTWORK_DPI,
  MIN_BAR_HEIGHT_MM,
  MIN_DIGIT_MM,
  MIN_MODULE_MM,
  PDF_ARTWORK_DPI,
  QUIET_MODULES,
} from '../domain/card.ts'
import { MAX_ARTWORK_BYTES } from '../domain/card-design.ts'
import { exampleLayout, exampleLayoutJson } from '../domain/card-example.ts'
import {
  artworkSize,
  barcodeBox,
  MAX_BLEED_MM,
  NUMBER_WIDTH_PER_DIGIT,
  SAFE_MM,
} from '../domain/card-layout.ts'
import {
  isGoodGround,
  isGoodInk,
  MAX_INK_REFLECTANCE,
  MIN_CONTRAST,
  MIN_GROUND_REFLECTANCE,
  redReflectance,
  sampleGrounds,
  sampleInks,
} from '../domain/scan-colour.ts'
import { type CardPress, drawCard } from './draw-cards.ts'
import { specimenOf, toDataUrl } from './save-card-design.ts'

const sizeNames: Readonly<Record<CardSize, string>> = {
  card: '名刺サイズ',
  plastic: 'プラスチックカード',
  postcard: 'はがき',
}

/** Bleed that the table of pixels counts with. */
const USUAL_BLEED_MM = 3

/** The model of `documents/card-design`. */
export const toCardDesignModel = (press: CardPress, numberPrefix: string) => {
  const layout = exampleLayout()
  const card = cardSizes[layout.size]
  const bars = barcodeBox(layout)
  const artwork = toDataUrl('image/svg+xml', new TextEncoder().encode(press.render('cards/example.svg', {})))
  const number = specimenOf(numberPrefix)
  return {
    artwork,
    card,
    bars,
    drawing: drawCard(press, { kind: 'joint', design: { layout, artwork } }, number, {
      name: '',
      phone: undefined,
      email: undefined,
    }),
    bleed: { xMm: -layout.bleedMm, yMm: -layout.bleedMm, ...artworkSize(layout) },
    layoutBleedMm: layout.bleedMm,
    safeMm: SAFE_MM,
    safe: { widthMm: card.widthMm - 2 * SAFE_MM, heightMm: card.heightMm - 2 * SAFE_MM },
    dimensions: listDimensions(),
    barModules: BAR_MODULES,
    quietModules: QUIET_MODULES,
    minModuleMm: MIN_MODULE_MM,
    maxModuleMm: MAX_MODULE_MM,
    goodModuleMm: GOOD_MODULE_MM,
    minBarHeightMm: MIN_BAR_HEIGHT_MM,
    minDigitMm: MIN_DIGIT_MM,
    maxBleedMm: MAX_BLEED_MM,
    minDpi: MIN_ARTWORK_DPI,
    pdfDpi: PDF_ARTWORK_DPI,
    maxMiB: MAX_ARTWORK_BYTES / 1024 / 1024,
    numberWidthPerDigit: Math.round(NUMBER_WIDTH_PER_DIGIT),
    modules: [MIN_MODULE_MM, 0.33, GOOD_MODULE_MM, MAX_MODULE_MM].map((moduleMm) => ({
      moduleMm,
      widthMm: toMm(barcodeWidthMm(moduleMm)),
      quietMm: toMm(QUIET_MODULES * moduleMm),
    })),
    sizes: (Object.keys(cardSizes) as readonly CardSize[]).map((size) => {
      const { widthMm, heightMm } = artworkSize({ size, bleedMm: USUAL_BLEED_MM })
      return {
        size,
        name: sizeNames[size],
        ...cardSizes[size],
        pixels: `${toPixels(widthMm)} × ${toPixels(heightMm)}`,
      }
    }),
    ...listColours(),
    json: JSON.stringify(exampleLayoutJson, null, 2),
  }
}

const toMm = (mm: number): string => mm.toFixed(1)
const toPixels = (mm: number): number => Math.ceil((mm / 25.4) * MIN_ARTWORK_DPI)
const toPercent = (share: number): number => Math.round(share * 100)

const listColours = () => ({
  inks: sampleInks.map((ink) => ({
    ...ink,
    isGood: isGoodInk(ink.colour),
    percent: toPercent(redReflectance(ink.colour)),
  })),
  grounds: sampleGrounds.map((ground) => ({
    ...ground,
    isGood: isGoodGround(ground.colour),
    percent: toPercent(redReflectance(ground.colour)),
  })),
  seen: [
    ['#000000', '#ffffff'],
    ['#0b2f6b', '#fff3b0'],
    ['#c8102e', '#ffffff'],
    ['#000000', '#4a90c4'],
  ].map(([ink = '', ground = '']) => ({
    ink,
    ground,
    seenInk: toRedGrey(ink),
    seenGround: toRedGrey(ground),
    isGood: isGoodInk(ink) && isGoodGround(ground),
  })),
  maxInkPercent: toPercent(MAX_INK_REFLECTANCE),
  minGroundPercent: toPercent(MIN_GROUND_REFLECTANCE),
  minContrastPercent: toPercent(MIN_CONTRAST),
})

/** A colour as a scanner sees it: its red, as grey. */
const toRedGrey = (colour: string): string => `#${colour.slice(1, 3).repeat(3)}`

/** The lines with their measures around the example. */
const listDimensions = () => {
  const layout = exampleLayout()
  const { widthMm, heightMm } = cardSizes[layout.size]
  const bars = barcodeBox(layout)
  const quietMm = QUIET_MODULES * layout.barcode.moduleMm
  const below = bars.yMm + bars.heightMm
  const across = (x1: number, x2: number, y: number, text: string) => ({
    x1,
    y1: y,
    x2,
    y2: y,
    text,
    textX: (x1 + x2) / 2,
    textY: y - 0.9,
    anchor: 'middle',
  })
  const down = (x: number, y1: number, y2: number, text: string, side: -1 | 1) => ({
    x1: x,
    y1,
    x2: x,
    y2,
    text,
    textX: x + side * 1.2,
    textY: (y1 + y2) / 2 + 0.9,
    anchor: side === 1 ? 'start' : 'end',
  })
  return [
    across(0, widthMm, -8, `仕上がり ${widthMm} mm`),
    down(widthMm + 7, 0, heightMm, `${heightMm} mm`, 1),
    down(-7, bars.yMm, below, `${layout.barcode.heightMm} mm`, -1),
    across(
      bars.xMm,
      bars.xMm + bars.widthMm,
      heightMm + 9,
      `バーコード ${toMm(bars.widthMm)} mm（余白を含む）`,
    ),
    { ...across(bars.xMm, bars.xMm + quietMm, heightMm + 15, `余白 ${toMm(quietMm)} mm`), anchor: 'middle' },
    across(
      bars.xMm + bars.widthMm - quietMm,
      bars.xMm + bars.widthMm,
      heightMm + 15,
      `余白 ${toMm(quietMm)} mm`,
    ),
  ]
}
