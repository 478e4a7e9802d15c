/** Measures linear barcodes on a page by the PDF's own geometry: what is painted, in millimetres. */
import * as mupdf from 'mupdf'
import { type Area, MM_PER_POINT } from './pdf-page.ts'

export type MeasuredBarcode = {
  /** Around the bars, without quiet zones. */
  readonly area: Area
  /** Widths of bar, space, bar, … in modules. */
  readonly elements: readonly number[]
  readonly modules: number
  readonly moduleMm: number
  /** Largest distance of an element's edge from its place in the grid of modules. */
  readonly errorMm: number
  /** From the outer bars to whatever is painted next to them, or to the edge of the page. */
  readonly quietLeftMm: number
  readonly quietRightMm: number
}

/** A barcode has at least so many bars of one height; a dashed line has them, too, but they are lower. */
const MIN_BARS = 10
const MIN_HEIGHT_MM = 2

/** Every linear barcode that is drawn with paths, from top to bottom. */
export const measureBarcodes = (page: mupdf.Page): readonly MeasuredBarcode[] => {
  const { painted, drawings } = listPaint(page)
  return drawings
    .filter((boxes) => isBarcode(boxes))
    .map((boxes) =>
      measure(
        boxes.toSorted((a, b) => a.x - b.x),
        painted,
        page,
      ),
    )
    .toSorted((a, b) => a.area.y - b.area.y)
}

type Box = Area

/** What leaves ink on the page: each box by itself, and the boxes that one path draws. */
const listPaint = (
  page: mupdf.Page,
): { readonly painted: readonly Box[]; readonly drawings: readonly (readonly Box[])[] } => {
  const painted: Box[] = []
  const drawings: Box[][] = []
  const fill = (path: mupdf.Path, ctm: mupdf.Matrix, color: readonly number[]): void => {
    if (color.every((part) => part > 0.99)) return
    const boxes = boxesOf(path, ctm)
    painted.push(...boxes)
    drawings.push(boxes)
  }
  const device = new mupdf.Device({
    fillPath: (path, _evenOdd, ctm, colorspace, color) => fill(path, ctm, inRgb(colorspace, color)),
    strokePath: (path, _stroke, ctm) => painted.push(...boxesOf(path, ctm)),
    fillImage: (_image, ctm) => painted.push(toBox(corners.map((corner) => place(corner, ctm)))),
  })
  page.run(device, mupdf.Matrix.identity)
  device.close()
  page.toStructuredText('preserve-whitespace').walk({
    onChar: (character, _origin, _font, _size, [a, b, c, d, e, f, g, h]) => {
      if (character.trim() !== '')
        painted.push(
          toBox([
            [a, b],
            [c, d],
            [e, f],
            [g, h],
          ]),
        )
    },
  })
  return { painted, drawings }
}

const corners = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const

type Point = readonly [x: number, y: number]
const place = ([x, y]: Point, [a, b, c, d, e, f]: mupdf.Matrix): Point => [
  a * x + c * y + e,
  b * x + d * y + f,
]

const inRgb = (colorspace: mupdf.ColorSpace, color: readonly number[]): readonly number[] =>
  colorspace.isCMYK() ? color.map((part) => 1 - part) : color

/** The boxes around the parts of a path. */
const boxesOf = (path: mupdf.Path, ctm: mupdf.Matrix): Box[] => {
  const parts: Point[][] = []
  const add = (...points: readonly Point[]): void => {
    parts.at(-1)?.push(...points.map((point) => place(point, ctm)))
  }
  path.walk({
    moveTo: (x, y) => {
      parts.push([])
      add([x, y])
    },
    lineTo: (x, y) => add([x, y]),
    curveTo: (x1, y1, x2, y2, x3, y3) => add([x1, y1], [x2, y2], [x3, y3]),
  })
  return parts.filter((points) => points.length > 1).map(toBox)
}

const toBox = (points: readonly Point[]): Box => {
  const [xs, ys] = [points.map(([x]) => x * MM_PER_POINT), points.map(([, y]) => y * MM_PER_POINT)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

const SAME_MM = 0.01

const isBarcode = ([first, ...others]: readonly Box[]): boolean =>
  first !== undefined &&
  others.length + 1 >= MIN_BARS &&
  first.height >= MIN_HEIGHT_MM &&
  others.every(
    ({ y, height }) => Math.abs(y - first.y) < SAME_MM && Math.abs(height - first.height) < SAME_MM,
  )

const measure = (bars: readonly Box[], painted: readonly Box[], page: mupdf.Page): MeasuredBarcode => {
  const edges = bars.flatMap(({ x, width }) => [x, x + width])
  const [left, right] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const { y = 0, height = 0 } = bars[0] ?? {}
  const widths = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0))
  // The thinnest element is one module; the sum over all of them tells it more exactly.
  const thinnest = Math.min(...widths)
  const modules = widths.reduce((sum, width) => sum + Math.round(width / thinnest), 0)
  const moduleMm = (right - left) / modules
  const errors = edges.map((edge) => {
    const at = (edge - left) / moduleMm
    return Math.abs(at - Math.round(at)) * moduleMm
  })
  const beside = painted.filter((box) => box.y < y + height && box.y + box.height > y)
  const [pageLeft = 0, , pageRight = 0] = page.getBounds()
  // Both edges of each: a frame around the bars stands beside them, too.
  const edgesBeside = beside.flatMap((box) => [box.x, box.x + box.width])
  const onLeft = edgesBeside.filter((edge) => edge <= left + SAME_MM && !edges.includes(edge))
  const onRight = edgesBeside.filter((edge) => edge >= right - SAME_MM && !edges.includes(edge))
  return {
    area: { x: left, y, width: right - left, height },
    elements: widths.map((width) => Math.round(width / moduleMm)),
    modules,
    moduleMm,
    errorMm: Math.max(...errors),
    quietLeftMm: left - Math.max(pageLeft * MM_PER_POINT, ...onLeft),
    quietRightMm: Math.min(pageRight * MM_PER_POINT, ...onRight) - right,
  }
}
