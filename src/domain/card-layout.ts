/** The layout description of a joint card: where number and barcode stand on the merchant's artwork. */
import {
  type BoxMm,
  barcodeWidthMm,
  type CardSize,
  cardSizes,
  MAX_MODULE_MM,
  MIN_BAR_HEIGHT_MM,
  MIN_DIGIT_MM,
  MIN_MODULE_MM,
  type SizeMm,
} from './card.ts'
import { openLayoutForm } from './layout-form.ts'
import { fail, ok, type Problem, type Result } from './result.ts'
import {
  isGoodGround,
  isGoodInk,
  MAX_INK_REFLECTANCE,
  MIN_CONTRAST,
  MIN_GROUND_REFLECTANCE,
  redReflectance,
} from './scan-colour.ts'

export type CardLayout = {
  readonly size: CardSize
  /** Artwork beyond the trimmed edge, on each side. */
  readonly bleedMm: number
  readonly barcode: {
    /** Upper left corner, quiet zones included. */
    readonly xMm: number
    readonly yMm: number
    readonly moduleMm: number
    readonly heightMm: number
    /** By a quarter, reading from top to bottom. */
    readonly turned: boolean
    readonly ink: string
    /** Colour of the field beneath; undefined leaves the artwork as the ground. */
    readonly ground: string | undefined
  }
  readonly number: {
    /** The left end, middle or right end of the digits, by `align`; and their top. */
    readonly xMm: number
    readonly yMm: number
    readonly digitMm: number
    readonly align: 'left' | 'center' | 'right'
    readonly ink: string
    readonly ground: string | undefined
  }
}

/** Nothing stands nearer to the trimmed edge. */
export const SAFE_MM = 2
export const MAX_BLEED_MM = 5
const MAX_BAR_HEIGHT_MM = 40
const MAX_DIGIT_MM = 15

/** Height of a digit and width of the thirteen digits with their hyphens, in parts of the size of the face. */
const DIGIT_HEIGHT_EM = 0.76
const NUMBER_WIDTH_EM = 9.8

/** How often the number is as wide as its digits are high. */
export const NUMBER_WIDTH_PER_DIGIT = NUMBER_WIDTH_EM / DIGIT_HEIGHT_EM

/** Size of the face whose digits are that high. */
export const fontSizeOf = (digitMm: number): number => digitMm / DIGIT_HEIGHT_EM

export const barcodeBox = ({ barcode }: CardLayout): BoxMm => {
  const length = barcodeWidthMm(barcode.moduleMm)
  return {
    xMm: barcode.xMm,
    yMm: barcode.yMm,
    widthMm: barcode.turned ? barcode.heightMm : length,
    heightMm: barcode.turned ? length : barcode.heightMm,
  }
}

export const numberBox = ({ number }: CardLayout): BoxMm => {
  const widthMm = NUMBER_WIDTH_EM * fontSizeOf(number.digitMm)
  const share = { left: 0, center: 0.5, right: 1 }[number.align]
  return { xMm: number.xMm - share * widthMm, yMm: number.yMm, widthMm, heightMm: number.digitMm }
}

/** The card with its bleed, which the artwork fills exactly. */
export const artworkSize = ({ size, bleedMm }: Pick<CardLayout, 'size' | 'bleedMm'>): SizeMm => ({
  widthMm: cardSizes[size].widthMm + 2 * bleedMm,
  heightMm: cardSizes[size].heightMm + 2 * bleedMm,
})

/** A layout out of parsed JSON, or every problem in it. */
export const parseCardLayout = (input: unknown): Result<CardLayout, readonly Problem[]> => {
  const form = openLayoutForm(input, {
    '': ['size', 'bleed_mm', 'barcode', 'number'],
    barcode: ['x_mm', 'y_mm', 'module_mm', 'height_mm', 'turned', 'ink', 'ground'],
    number: ['x_mm', 'y_mm', 'digit_mm', 'align', 'ink', 'ground'],
  })
  const size = form.choice('size', Object.keys(cardSizes) as readonly CardSize[], 'card')
  const { widthMm, heightMm } = cardSizes[size]
  const layout: CardLayout = {
    size,
    bleedMm: form.number('bleed_mm', 0, MAX_BLEED_MM, 0),
    barcode: {
      xMm: form.number('barcode.x_mm', 0, widthMm),
      yMm: form.number('barcode.y_mm', 0, heightMm),
      moduleMm: form.number('barcode.module_mm', MIN_MODULE_MM, MAX_MODULE_MM),
      heightMm: form.number('barcode.height_mm', MIN_BAR_HEIGHT_MM, MAX_BAR_HEIGHT_MM),
      turned: form.flag('barcode.turned', false),
      ink: form.colour('barcode.ink', '#000000') ?? '#000000',
      ground: form.colour('barcode.ground', '#ffffff'),
    },
    number: {
      xMm: form.number('number.x_mm', 0, widthMm),
      yMm: form.number('number.y_mm', 0, heightMm),
      digitMm: form.number('number.digit_mm', MIN_DIGIT_MM, MAX_DIGIT_MM),
      align: form.choice('number.align', ['left', 'center', 'right'], 'left'),
      ink: form.colour('number.ink', '#000000') ?? '#000000',
      ground: form.colour('number.ground', undefined),
    },
  }
  if (form.problems.length > 0) return fail(form.problems)
  const problems = [...checkPlaces(layout), ...checkColours(layout)]
  return problems.length > 0 ? fail(problems) : ok(layout)
}

/** The layout as it is written. */
export const toLayoutJson = ({ size, bleedMm, barcode, number }: CardLayout) => ({
  size,
  bleed_mm: bleedMm,
  barcode: {
    x_mm: barcode.xMm,
    y_mm: barcode.yMm,
    module_mm: barcode.moduleMm,
    height_mm: barcode.heightMm,
    turned: barcode.turned,
    ink: barcode.ink,
    ground: barcode.ground ?? 'none',
  },
  number: {
    x_mm: number.xMm,
    y_mm: number.yMm,
    digit_mm: number.digitMm,
    align: number.align,
    ink: number.ink,
    ground: number.ground ?? 'none',
  },
})

const places = { barcode: barcodeBox, number: numberBox } as const

/** A little slack for what decimals lose. */
const SLACK_MM = 1e-6

const checkPlaces = (layout: CardLayout): readonly Problem[] => {
  const card = cardSizes[layout.size]
  const problems = (['barcode', 'number'] as const).flatMap((field): Problem[] => {
    const { xMm, yMm, widthMm, heightMm } = places[field](layout)
    const isInside =
      xMm >= SAFE_MM - SLACK_MM &&
      yMm >= SAFE_MM - SLACK_MM &&
      xMm + widthMm <= card.widthMm - SAFE_MM + SLACK_MM &&
      yMm + heightMm <= card.heightMm - SAFE_MM + SLACK_MM
    if (isInside) return []
    const needs = `${round(widthMm)} × ${round(heightMm)} mm`
    return [
      {
        field,
        value: `${round(xMm)}, ${round(yMm)}`,
        rule: 'inside-the-card',
        message: {
          ja: `${names[field].ja}（${needs}）がカード（${card.widthMm} × ${card.heightMm} mm、周囲${SAFE_MM} mmは空ける）に収まりません。位置か大きさを変えてください。`,
          en: `the ${names[field].en} (${needs}) does not fit on the card (${card.widthMm} × ${card.heightMm} mm, ${SAFE_MM} mm free at the edge); move it or make it smaller.`,
        },
      },
    ]
  })
  if (problems.length === 0 && overlaps(barcodeBox(layout), numberBox(layout))) {
    problems.push({
      field: 'number',
      rule: 'no-overlap',
      message: {
        ja: '番号がバーコード（左右の余白を含む）に重なっています。どちらかを動かしてください。',
        en: 'the number lies on the barcode or its quiet zones; move one of them.',
      },
    })
  }
  return problems
}

const names = {
  barcode: { ja: 'バーコード', en: 'barcode with its quiet zones' },
  number: { ja: '番号', en: 'number' },
} as const

const overlaps = (a: BoxMm, b: BoxMm): boolean =>
  a.xMm < b.xMm + b.widthMm &&
  b.xMm < a.xMm + a.widthMm &&
  a.yMm < b.yMm + b.heightMm &&
  b.yMm < a.yMm + a.heightMm

const checkColours = ({ barcode }: CardLayout): readonly Problem[] => {
  const { ink, ground } = barcode
  const problems: Problem[] = []
  if (!isGoodInk(ink)) {
    problems.push({
      field: 'barcode.ink',
      value: ink,
      rule: 'dark-in-red-light',
      message: {
        ja: `この色のバーは、お店のスキャナー（赤い光）には白く見えます（反射率${percent(redReflectance(ink))}、${percent(MAX_INK_REFLECTANCE)}まで）。黒・濃い青・濃い緑にしてください。`,
        en: `bars of this colour look white to a register’s red light (it throws back ${percent(redReflectance(ink))}, at most ${percent(MAX_INK_REFLECTANCE)}); take black, dark blue or dark green.`,
      },
    })
  }
  if (ground === undefined) return problems
  const contrast = redReflectance(ground) - redReflectance(ink)
  if (!isGoodGround(ground) || contrast < MIN_CONTRAST) {
    problems.push({
      field: 'barcode.ground',
      value: ground,
      rule: 'light-in-red-light',
      message: {
        ja: `この地色は、お店のスキャナー（赤い光）には暗く見えます（反射率${percent(redReflectance(ground))}、${percent(MIN_GROUND_REFLECTANCE)}以上）。白・うすい黄・うすい桃などにしてください。`,
        en: `this ground looks dark to a register’s red light (it throws back ${percent(redReflectance(ground))}, at least ${percent(MIN_GROUND_REFLECTANCE)} is needed); take white, light yellow or light pink.`,
      },
    })
  }
  return problems
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
const round = (mm: number): string => String(Math.round(mm * 100) / 100)
