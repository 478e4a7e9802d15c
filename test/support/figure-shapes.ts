/** What figures look like on a bad copy, by the outlines of a font: for measuring how alike two of them are. */
import { readFileSync } from 'node:fs'
import * as fontkit from 'fontkit'
import * as mupdf from 'mupdf'

/** Grey levels of a square picture with one figure in its middle. */
export type Shape = Float64Array<ArrayBuffer>

/** Side of the picture in pixels, and how tall an 8 stands in it. */
export const SIDE = 100
const HEIGHT = 60

export type FigureFace = {
  /** Widths of the ten figures, in units of the font. */
  readonly widths: readonly number[]
  /** The figure, black on white, in the middle of the picture, as tall as it stands beside an 8. */
  readonly draw: (figure: string) => Shape
}

export const openFigureFace = (file: string): FigureFace => {
  const face = fontkit.create(readFileSync(file))
  if (!('glyphForCodePoint' in face)) throw new Error('a collection instead of a font')
  const glyphOf = (figure: string) => face.glyphForCodePoint(figure.codePointAt(0) ?? 0)
  const { minY, maxY } = glyphOf('8').bbox
  const scale = HEIGHT / (maxY - minY)
  return {
    widths: [...'0123456789'].map((figure) => glyphOf(figure).advanceWidth),
    draw: (figure) => {
      const { path, bbox } = glyphOf(figure)
      const place = (x: number, y: number): readonly [number, number] => [
        SIDE / 2 + (x - (bbox.minX + bbox.maxX) / 2) * scale,
        SIDE / 2 - (y - (minY + maxY) / 2) * scale,
      ]
      return fill(toPath(path.commands, place))
    },
  }
}

type Place = (x: number, y: number) => readonly [number, number]

const toPath = (
  commands: readonly { readonly command: string; readonly args: readonly number[] }[],
  place: Place,
): mupdf.Path => {
  const path = new mupdf.Path()
  let last: readonly [number, number] = [0, 0]
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args
    const [first, second, third] = [place(a, b), place(c, d), place(e, f)]
    if (command === 'moveTo') path.moveTo(...first)
    else if (command === 'lineTo') path.lineTo(...first)
    else if (command === 'bezierCurveTo') path.curveTo(...first, ...second, ...third)
    else if (command === 'quadraticCurveTo')
      path.curveTo(...between(last, first), ...between(second, first), ...second)
    else path.closePath()
    if (args.length > 0) last = [first, second, third][args.length / 2 - 1] ?? last
  }
  return path
}

/** Two thirds of the way: what a quadratic curve's one point is to a cubic one's two. */
const between = (from: readonly [number, number], to: readonly [number, number]): [number, number] => [
  from[0] + ((to[0] - from[0]) * 2) / 3,
  from[1] + ((to[1] - from[1]) * 2) / 3,
]

const fill = (path: mupdf.Path): Shape => {
  const picture = new mupdf.Pixmap(mupdf.ColorSpace.DeviceGray, [0, 0, SIDE, SIDE], false)
  picture.clear(0)
  const device = new mupdf.DrawDevice(mupdf.Matrix.identity, picture)
  device.fillPath(path, false, mupdf.Matrix.identity, mupdf.ColorSpace.DeviceGray, [1], 1)
  device.close()
  return Float64Array.from(picture.getPixels())
}

/** As on a copy of a copy: every point is smeared over its neighbours (Gauss, `sigma` in pixels). */
export const smear = (shape: Shape, sigma: number): Shape => {
  const reach = Math.ceil(3 * sigma)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, n) =>
    Math.exp(-((n - reach) ** 2) / (2 * sigma ** 2)),
  )
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const along = (from: Shape, step: 1 | typeof SIDE): Shape =>
    from.map((_, at) =>
      weights.reduce((level, weight, n) => level + (weight / sum) * (from[at + (n - reach) * step] ?? 0), 0),
    )
  return along(along(shape, 1), SIDE)
}

/** 1 for the same picture, 0 for two that have nothing to do with each other: correlation, at the best of small shifts. */
export const likeness = (one: Shape, other: Shape): number =>
  Math.max(...[-8, -6, -4, -2, 0, 2, 4, 6, 8].map((shift) => correlation(one, other, shift)))

const correlation = (one: Shape, other: Shape, shift: number): number => {
  const mean = (shape: Shape): number => shape.reduce((sum, level) => sum + level, 0) / shape.length
  const [left, right] = [mean(one), mean(other)]
  let [both, own, foreign] = [0, 0, 0]
  for (let at = 0; at < one.length; at += 1) {
    const a = (one[at] ?? 0) - left
    const b = (other[at + shift] ?? 0) - right
    both += a * b
    own += a * a
    foreign += b * b
  }
  return both / Math.sqrt(own * foreign)
}
