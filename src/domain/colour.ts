/** Colours as `#rrggbb`, and whether text in one can be read on the other (WCAG 2 contrast). */

/** Lower-case `#rrggbb`. */
export type Colour = `#${string}`

/** Least contrast of running text (WCAG AA). */
export const MIN_CONTRAST = 4.5

/** The colour, in lower case; undefined unless it is `#rrggbb`. */
export const readColour = (text: string): Colour | undefined =>
  /^#[0-9a-f]{6}$/i.test(text) ? (text.toLowerCase() as Colour) : undefined

/** 1 (the same) to 21 (black on white). */
export const contrastOf = (a: Colour, b: Colour): number => {
  const [darker = 0, lighter = 0] = [luminanceOf(a), luminanceOf(b)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The colour, mixed with white in steps until it stands out from a dark ground by that contrast. */
export const lightenFor = (colour: Colour, ground: Colour, contrast = MIN_CONTRAST): Colour => {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, share)
    if (contrastOf(mixed, ground) >= contrast) return mixed
  }
  return '#ffffff'
}

const channelsOf = (colour: Colour): readonly number[] =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))

const luminanceOf = (colour: Colour): number => {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
    const share = value / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const mix = (colour: Colour, whiteShare: number): Colour =>
  `#${channelsOf(colour)
    .map((value) =>
      Math.round(value + (255 - value) * whiteShare)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
