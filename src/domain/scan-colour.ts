/** Which colours a register's scanner tells apart: it looks with red light, so red ink is as good as none. */

/** Share of red light that a colour throws back, 0 to 1; for `#rrggbb`. */
export const redReflectance = (colour: string): number =>
  toLinear(Number.parseInt(colour.slice(1, 3), 16) / 255)

/** sRGB's curve (IEC 61966-2-1). */
export const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4

/** Bars throw back at most this share. */
export const MAX_INK_REFLECTANCE = 0.2
/** Ground throws back at least this share. */
export const MIN_GROUND_REFLECTANCE = 0.6
/** Ground less ink (ISO/IEC 15416 symbol contrast): grade C begins at 0.4, and printing takes some away. */
export const MIN_CONTRAST = 0.5

/** Colours that scan and colours that do not, for whoever draws a card. */
export const sampleInks: readonly {
  readonly colour: string
  readonly ja: string
  readonly en: string
}[] = [
  { colour: '#000000', ja: '黒', en: 'black' },
  { colour: '#0b2f6b', ja: '濃い青', en: 'dark blue' },
  { colour: '#0b5d3b', ja: '濃い緑', en: 'dark green' },
  { colour: '#3d2314', ja: 'こげ茶', en: 'dark brown' },
  { colour: '#c8102e', ja: '赤', en: 'red' },
  { colour: '#e8731a', ja: 'だいだい', en: 'orange' },
  { colour: '#b8860b', ja: '金', en: 'gold' },
]

export const sampleGrounds: typeof sampleInks = [
  { colour: '#ffffff', ja: '白', en: 'white' },
  { colour: '#fff3b0', ja: 'うすい黄', en: 'light yellow' },
  { colour: '#ffd9e0', ja: 'うすい桃', en: 'light pink' },
  { colour: '#f6c79a', ja: 'うすいだいだい', en: 'light orange' },
  { colour: '#4a90c4', ja: '青', en: 'blue' },
  { colour: '#3fa35f', ja: '緑', en: 'green' },
  { colour: '#8d8d8d', ja: '灰', en: 'grey' },
]

export const isGoodInk = (colour: string): boolean => redReflectance(colour) <= MAX_INK_REFLECTANCE
export const isGoodGround = (colour: string): boolean => redReflectance(colour) >= MIN_GROUND_REFLECTANCE
