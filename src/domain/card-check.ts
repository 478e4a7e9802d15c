/** Whether a joint card's barcode can be scanned, seen from a picture of the card; and if not, what to change. */
import { BAR_MODULES, QUIET_MODULES } from './card.ts'
import { barcodeBox, type CardLayout, numberBox } from './card-layout.ts'
import { type Picture, valueAt } from './picture.ts'
import type { Problem } from './result.ts'
import { MIN_CONTRAST, MIN_GROUND_REFLECTANCE, toLinear } from './scan-colour.ts'
import type { SmartPitNumber } from './smart-pit-number.ts'

/** What was seen of a card: its picture, cut at the trimmed edge, and what a scanner read off it in red light. */
export type CardLook = {
  readonly picture: Picture
  readonly dpi: number
  readonly codes: readonly string[]
}

/** Every reason why this card would not do; none when a scanner reads it, and nothing else, with room to spare. */
export const checkCard = (layout: CardLayout, number: SmartPitNumber, look: CardLook): readonly Problem[] => {
  const problems = [
    ...checkBars(layout, look),
    ...checkOtherCodes(look.codes, number),
    ...checkDigits(layout, look),
  ]
  const isRead = look.codes.includes(number)
  return isRead || problems.some(({ field }) => field.startsWith('barcode'))
    ? problems
    : [...problems, notRead]
}

/** Lines across the bars that are looked at one by one, and the share of them that may be wrong. */
const LINES = 24
const MAX_WRONG = 0.1
/** Bars of a CODE 128 with ten symbols and a stop: three each, and four. */
const BARS = 34

const checkBars = (layout: CardLayout, look: CardLook): readonly Problem[] => {
  const lines = readLines(layout, look)
  const levels = lines.flat().toSorted((a, b) => a - b)
  const dark = levels[Math.floor(levels.length * 0.05)] ?? 0
  const light = levels[Math.floor(levels.length * 0.8)] ?? 1
  if (light - dark < MIN_CONTRAST || light < MIN_GROUND_REFLECTANCE) return [lowContrast(light, dark)]
  const threshold = (light + dark) / 2
  const samples = lines[0]?.length ?? 0
  const quiet = Math.floor((samples * (QUIET_MODULES - 0.5)) / (BAR_MODULES + 2 * QUIET_MODULES))
  const isStained = (line: readonly number[]): boolean => line.some((level) => level < threshold)
  const wrong = {
    'quiet-zone-left': lines.filter((line) => isStained(line.slice(0, quiet))),
    'quiet-zone-right': lines.filter((line) => isStained(line.slice(-quiet))),
    'bars-disturbed': lines.filter((line) => countBars(line.slice(quiet, -quiet), threshold) !== BARS),
  } as const
  return (Object.keys(wrong) as readonly (keyof typeof wrong)[])
    .filter((rule) => wrong[rule].length > MAX_WRONG * LINES)
    .map((rule) => ({
      field: 'barcode.ground',
      rule,
      value: `${Math.round((wrong[rule].length / LINES) * 100)} %`,
      message: stainTexts[rule],
    }))
}

const stainTexts = {
  'quiet-zone-left': {
    ja: 'バーコードの左の余白に絵柄がかかっています。絵柄を離すか、barcode.ground に地色（"#ffffff" など）を指定してください。',
    en: 'the artwork reaches into the quiet zone left of the bars; keep it away or give barcode.ground a colour such as "#ffffff".',
  },
  'quiet-zone-right': {
    ja: 'バーコードの右の余白に絵柄がかかっています。絵柄を離すか、barcode.ground に地色（"#ffffff" など）を指定してください。',
    en: 'the artwork reaches into the quiet zone right of the bars; keep it away or give barcode.ground a colour such as "#ffffff".',
  },
  'bars-disturbed': {
    ja: 'バーの間に絵柄が見えて、バーと区別できません。絵柄のない所へ動かすか、barcode.ground に地色（"#ffffff" など）を指定してください。',
    en: 'the artwork shows between the bars and cannot be told from them; move the barcode to a plain place or give barcode.ground a colour such as "#ffffff".',
  },
} as const

const lowContrast = (light: number, dark: number): Problem => ({
  field: 'barcode.ground',
  rule: 'contrast',
  value: `${Math.round(Math.max(0, light - dark) * 100)} %`,
  message: {
    ja: `スキャナーの赤い光で見ると、バーと地色の差が${Math.round(Math.max(0, light - dark) * 100)} %しかありません（${MIN_CONTRAST * 100} %以上、地色の反射率${MIN_GROUND_REFLECTANCE * 100} %以上）。明るい地色（白・うすい黄・うすい桃）の上に置いてください。青・緑・灰の地は暗く見えます。`,
    en: `in a scanner’s red light bars and ground differ by ${Math.round(Math.max(0, light - dark) * 100)} % only (${MIN_CONTRAST * 100} % or more is needed, and a ground of ${MIN_GROUND_REFLECTANCE * 100} % or more); put the barcode on white, light yellow or light pink. Blue, green and grey look dark.`,
  },
})

const notRead: Problem = {
  field: 'barcode',
  rule: 'not-read',
  message: {
    ja: 'バーコードを読み取れませんでした。barcode.module_mm を大きくするか、白い地の上に置いてください。',
    en: 'the barcode could not be read; make barcode.module_mm larger or put it on a white ground.',
  },
}

const checkOtherCodes = (codes: readonly string[], number: SmartPitNumber): readonly Problem[] => {
  const others = [...new Set(codes)].filter((code) => code !== number)
  return others.map((code) => ({
    field: 'artwork',
    value: [...code].slice(0, 40).join(''),
    rule: 'other-code',
    message: {
      ja: 'アートワークに別のバーコードかQRコードがあります。お店がまちがえて読み取るので、取り除いてください。',
      en: 'the artwork carries another barcode or QR code, which a store may scan by mistake; remove it.',
    },
  }))
}

/** Red light along the bars, quiet zones included, at so many heights. */
const readLines = (layout: CardLayout, { picture, dpi }: CardLook): readonly (readonly number[])[] => {
  const { xMm, yMm, widthMm, heightMm } = barcodeBox(layout)
  const { turned } = layout.barcode
  const perMm = dpi / 25.4
  const [length, across] = turned ? [heightMm, widthMm] : [widthMm, heightMm]
  const samples = Math.floor(length * perMm)
  return Array.from({ length: LINES }, (_, line) => {
    const offset = (across * (line + 0.5)) / LINES
    return Array.from({ length: samples }, (__, sample) => {
      const along = (sample + 0.5) / perMm
      const [x, y] = turned ? [xMm + offset, yMm + along] : [xMm + along, yMm + offset]
      return toLinear(valueAt(picture, Math.floor(x * perMm), Math.floor(y * perMm), 0) / 255)
    })
  })
}

const countBars = (line: readonly number[], threshold: number): number => {
  let bars = 0
  let isDark = false
  for (const level of line) {
    const darker = level < threshold
    if (darker && !isDark) bars += 1
    isDark = darker
  }
  return bars
}

/** Contrast ratio (WCAG) that digits need against what is behind them. */
const MIN_DIGIT_CONTRAST = 3
/** Digits cover less than this share of their box; what lies beyond is ground. */
const DIGIT_SHARE = 0.4

const checkDigits = (layout: CardLayout, { picture, dpi }: CardLook): readonly Problem[] => {
  const { xMm, yMm, widthMm, heightMm } = numberBox(layout)
  const perMm = dpi / 25.4
  const ink = luminanceOf([1, 3, 5].map((at) => Number.parseInt(layout.number.ink.slice(at, at + 2), 16)))
  const ratios: number[] = []
  for (let y = Math.floor(yMm * perMm); y < (yMm + heightMm) * perMm; y += 1) {
    for (let x = Math.floor(xMm * perMm); x < (xMm + widthMm) * perMm; x += 1) {
      const seen = luminanceOf(([0, 1, 2] as const).map((channel) => valueAt(picture, x, y, channel)))
      ratios.push((Math.max(seen, ink) + 0.05) / (Math.min(seen, ink) + 0.05))
    }
  }
  const weak = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length * DIGIT_SHARE)] ?? 1
  if (weak >= MIN_DIGIT_CONTRAST) return []
  return [
    {
      field: 'number.ink',
      value: layout.number.ink,
      rule: 'digits-legible',
      message: {
        ja: `番号の文字と背景の明るさの差が足りません（コントラスト比${weak.toFixed(1)}、${MIN_DIGIT_CONTRAST}以上）。number.ink を変えるか、number.ground に地色を指定してください。`,
        en: `the digits stand out too little from what is behind them (contrast ratio ${weak.toFixed(1)}, at least ${MIN_DIGIT_CONTRAST}); change number.ink or give number.ground a colour.`,
      },
    },
  ]
}

/** Relative luminance (WCAG) of red, green and blue. */
const luminanceOf = ([red = 0, green = 0, blue = 0]: readonly number[]): number =>
  0.2126 * toLinear(red / 255) + 0.7152 * toLinear(green / 255) + 0.0722 * toLinear(blue / 255)
