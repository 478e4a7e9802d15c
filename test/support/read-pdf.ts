/** Reads finished PDFs, with MuPDF and not with what made them. */
import * as mupdf from 'mupdf'

export type Picture = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }

export type ReadPdf = {
  readonly pages: number
  /** Of the first page, in millimetres. */
  readonly size: readonly [width: number, height: number]
  /** Text of each page. */
  readonly texts: readonly string[]
  readonly title: string
  readonly language: string
  /** It has a structure tree that reaches its text. */
  readonly isTagged: boolean
  /** Titles of the outline, top level, with the page that each leads to. */
  readonly outline: readonly (readonly [title: string, page: number])[]
  /** Names of the embedded fonts, without the mark of a subset. */
  readonly fonts: readonly string[]
  /** RGBA picture of a page. */
  picture(dpi: number, page?: number): Picture
  /** PNG of a page. */
  png(dpi: number, page?: number): Uint8Array
}

const POINTS_PER_INCH = 72
const MM_PER_POINT = 25.4 / POINTS_PER_INCH

export const readPdf = (bytes: Uint8Array): ReadPdf => {
  const document = mupdf.PDFDocument.openDocument(bytes, 'application/pdf')
  if (!(document instanceof mupdf.PDFDocument)) throw new Error('not a PDF')
  const pages = Array.from({ length: document.countPages() }, (_, index) => document.loadPage(index))
  const [left = 0, top = 0, right = 0, bottom = 0] = document.loadPage(0).getBounds()
  const root = document.getTrailer().get('Root')
  const render = (dpi: number, page: number): mupdf.Pixmap => {
    const scale = dpi / POINTS_PER_INCH
    return document
      .loadPage(page)
      .toPixmap(mupdf.Matrix.scale(scale, scale), mupdf.ColorSpace.DeviceRGB, false, true)
  }
  return {
    pages: pages.length,
    size: [(right - left) * MM_PER_POINT, (bottom - top) * MM_PER_POINT],
    texts: pages.map((page) => page.toStructuredText('preserve-whitespace').asText()),
    title: document.getMetaData(mupdf.Document.META_INFO_TITLE) ?? '',
    language: root.get('Lang').asString(),
    isTagged: root.get('MarkInfo', 'Marked').asBoolean() && countMarked(root.get('StructTreeRoot', 'K')) > 0,
    outline: (document.loadOutline() ?? []).map(({ title, page }) => [title ?? '', page ?? -1] as const),
    fonts: listFonts(document),
    picture: (dpi, page = 0) => toRgba(render(dpi, page)),
    png: (dpi, page = 0) => render(dpi, page).asPNG(),
  }
}

const listFonts = (document: mupdf.PDFDocument): readonly string[] => {
  const names = new Set<string>()
  for (let number = 1; number < document.countObjects(); number += 1) {
    const object = document.newIndirect(number).resolve()
    if (!object.isDictionary()) continue
    const isFont = object.get('Type').toString() === '/Font'
    if (isFont)
      names.add(
        object
          .get('BaseFont')
          .toString()
          .replace(/^\/([A-Z]{6}\+)?/, ''),
      )
  }
  return [...names].sort()
}

/** How many leaves of the structure tree point at marked content. */
const countMarked = (element: mupdf.PDFObject): number => {
  if (element.isNumber()) return 1
  if (element.isArray()) {
    let count = 0
    for (let index = 0; index < element.length; index += 1) count += countMarked(element.get(index))
    return count
  }
  return element.isDictionary() ? countMarked(element.get('K')) : 0
}

const toRgba = (pixmap: mupdf.Pixmap): Picture => {
  const [width, height] = [pixmap.getWidth(), pixmap.getHeight()]
  const rgb = pixmap.getPixels()
  const stride = pixmap.getStride()
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) data[(y * width + x) * 4 + c] = rgb[y * stride + x * 3 + c] ?? 0
    }
  }
  return { data, width, height }
}
