/** The face of amounts, days and numbers does not confuse 0 with 8, nor 1 with 7. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { likeness, openFigureFace, type Shape, SIDE, smear } from '../../support/figure-shapes.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const figures = openFigureFace(`${root}fonts/b612/figures-700.woff2`)
/** A good face, but one that was not made for figures. */
const ordinary = openFigureFace(
  `${root}node_modules/@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf`,
)

/** A twentieth of a figure's height: about what remains of an 11-point one after a FAX. */
const SMEARED = 3
/** Above this, a 0 and an 8 are told apart by a hair only; measured 0.86. */
const ZERO_EIGHT = 0.88
/** Above this, a 1 has a flag that could be a 7's bar; measured 0.68. */
const ONE_SEVEN = 0.7

const alike = (one: Shape, other: Shape): number => likeness(smear(one, SMEARED), smear(other, SMEARED))

test('0 and 8, 1 and 7 stay apart on a bad copy', () => {
  const { draw } = figures
  expect(alike(draw('0'), draw('8'))).toBeLessThan(ZERO_EIGHT)
  expect(alike(draw('1'), draw('7'))).toBeLessThan(ONE_SEVEN)
})

test('no two figures are one', () => {
  const shapes = [...'0123456789'].map((figure) => smear(figures.draw(figure), SMEARED))
  for (const [n, one] of shapes.entries())
    for (const other of shapes.slice(n + 1)) expect(likeness(one, other)).toBeLessThan(0.92)
})

test('the bounds are not for nothing: an ordinary 1 and 7, and an 8 that is a 0 with a hairline, exceed them', () => {
  expect(alike(ordinary.draw('1'), ordinary.draw('7'))).toBeGreaterThan(ONE_SEVEN)
  const zero = figures.draw('0')
  const middle = (SIDE / 2) * SIDE
  const hairline = zero.map((level, at) =>
    at >= middle - 2 * SIDE && at < middle + 2 * SIDE && Math.abs((at % SIDE) - SIDE / 2) < 12 ? 255 : level,
  )
  expect(alike(zero, hairline)).toBeGreaterThan(ZERO_EIGHT)
})

test('all figures are of one width, so that numbers stand in columns', () => {
  expect(new Set(figures.widths).size).toBe(1)
})
