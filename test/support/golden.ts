/** Compares pages with the pictures in `test/golden/`; `UPDATE_GOLDEN=1` makes the pictures anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import * as mupdf from 'mupdf'
import pixelmatch from 'pixelmatch'
import { openPage } from './pdf-page.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const GOLDEN = join(ROOT, 'test/golden')
/** Where a failed comparison leaves what it saw and what differed. */
const SEEN = join(ROOT, '.cache/golden')

/** Good to look at on a screen, and small enough to commit. */
const DPI = 96
/** Colours this far apart, 0 to 1, are seen as different; smoothed edges of letters are passed over. */
const THRESHOLD = 0.2
/** Share of the pixels that may differ: browsers of different versions round the places of letters differently. */
const MAX_SHARE = 0.004

export type GoldenOptions = { readonly page?: number; readonly dpi?: number; readonly maxShare?: number }

/** What is wrong with a page against `test/golden/NAME.png`, in words; undefined when they look alike. */
export const compareWithGolden = (
  pdf: Uint8Array,
  name: string,
  { page = 0, dpi = DPI, maxShare = MAX_SHARE }: GoldenOptions = {},
): string | undefined => {
  const golden = join(GOLDEN, `${name}.png`)
  const seen = draw(openPage(pdf, page), dpi)
  if (env['UPDATE_GOLDEN'] === '1') {
    write(golden, seen.asPNG())
    return undefined
  }
  const actual = join(SEEN, `${name}.png`)
  const failed = (why: string): string => {
    write(actual, seen.asPNG())
    return `${why}; see ${actual}. If it is right, run again with UPDATE_GOLDEN=1 and look at the picture.`
  }
  if (!existsSync(golden)) return failed(`there is no ${golden}`)
  const wanted = new mupdf.Image(readFileSync(golden)).toPixmap()
  const [width, height] = [seen.getWidth(), seen.getHeight()]
  if (wanted.getWidth() !== width || wanted.getHeight() !== height) {
    return failed(`${name} is ${width} × ${height}, not ${wanted.getWidth()} × ${wanted.getHeight()}`)
  }
  const difference = new mupdf.Pixmap(mupdf.ColorSpace.DeviceRGB, [0, 0, width, height], true)
  const count = pixelmatch(rgba(wanted), rgba(seen), difference.getPixels(), width, height, {
    threshold: THRESHOLD,
  })
  if (count <= maxShare * width * height) return undefined
  write(join(SEEN, `${name}.diff.png`), difference.asPNG())
  return failed(`${name} differs in ${((count / width / height) * 100).toFixed(2)} % of its pixels`)
}

const draw = (page: mupdf.Page, dpi: number): mupdf.Pixmap =>
  page.toPixmap(mupdf.Matrix.scale(dpi / 72, dpi / 72), mupdf.ColorSpace.DeviceRGB, false, true)

const write = (path: string, bytes: Uint8Array): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

const rgba = (pixmap: mupdf.Pixmap): Uint8ClampedArray => {
  const [width, height, stride] = [pixmap.getWidth(), pixmap.getHeight(), pixmap.getStride()]
  const [source, parts] = [pixmap.getPixels(), pixmap.getNumberOfComponents()]
  const colors = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = y * stride + x * parts
      const color = parts < 3 ? [source[from], source[from], source[from]] : source.subarray(from, from + 3)
      colors.set([color[0] ?? 0, color[1] ?? 0, color[2] ?? 0], (y * width + x) * 4)
    }
  return colors
}
