/** A thread that looks at PDFs: PDFium draws the page, ZXing reads it as a register's scanner would. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { encode } from 'fast-png'
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader'
import type { Picture } from '../../domain/picture.ts'

/** What the thread is asked; `page` counts from 0. */
export type ProofQuestion =
  | { readonly kind: 'codes'; readonly pdf: Uint8Array; readonly dpi: number }
  | { readonly kind: 'look'; readonly pdf: Uint8Array; readonly dpi: number }
  | { readonly kind: 'png'; readonly pdf: Uint8Array; readonly dpi: number }
  | { readonly kind: 'size'; readonly pdf: Uint8Array }

/** Largest picture, in pixels: A4 at 600 dpi. */
const MAX_PIXELS = 36_000_000
/** Rows of pixels that have to agree on a barcode: a single one may fool its check sign. */
const MIN_ROWS = 8
/** Codes of one page. */
const MAX_CODES = 40
const POINTS_PER_INCH = 72

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
// From the package: by default it is fetched from a CDN.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })

const pdfium = PDFiumLibrary.init()

type OpenDocument = Awaited<ReturnType<PDFiumLibrary['loadDocument']>>

const withDocument = async <T>(pdf: Uint8Array, work: (document: OpenDocument) => Promise<T>): Promise<T> => {
  const document = await (await pdfium).loadDocument(pdf)
  try {
    return await work(document)
  } finally {
    document.destroy()
  }
}

const openPage = (document: OpenDocument, page: number, dpi: number) => {
  const opened = document.getPage(page)
  const scale = dpi / POINTS_PER_INCH
  const { originalWidth, originalHeight } = opened.getOriginalSize()
  if (originalWidth * originalHeight * scale ** 2 > MAX_PIXELS) throw new Error('the page is too large')
  return { opened, scale }
}

const drawPage = async (document: OpenDocument, dpi: number): Promise<Picture> => {
  const { opened, scale } = openPage(document, 0, dpi)
  const { width, height, data } = await opened.render({ scale, render: 'bitmap' })
  return { width, height, data }
}

/** One byte a pixel. */
const drawGrey = async (document: OpenDocument, page: number, dpi: number): Promise<Picture> => {
  const { opened, scale } = openPage(document, page, dpi)
  const { width, height, data } = await opened.render({ scale, render: 'bitmap', colorSpace: 'Gray' })
  return { width, height, data }
}

/** A page is opaque: without its alpha it is smaller. */
const encodePng = ({ width, height, data }: Picture): Uint8Array => {
  const rgb = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    rgb.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3)
  }
  return encode({ width, height, data: rgb, channels: 3, depth: 8 })
}

/** A register's scanner looks with red light: only that channel counts. */
const toRed = ({ width, height, data }: Picture): Picture => {
  const red = new Uint8Array(width * height)
  for (let pixel = 0; pixel < red.length; pixel += 1) red[pixel] = data[pixel * 4] ?? 255
  return { width, height, data: red }
}

/** Half as wide and high, in grey: enough for QR codes, which are the slowest to look for. */
const halve = ({ width, height, data }: Picture): Picture => {
  const [wide, high] = [width >> 1, height >> 1]
  const half = new Uint8Array(wide * high)
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const at = 2 * y * width + 2 * x
      const sum =
        (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)
      half[y * wide + x] = sum >> 2
    }
  }
  return { width: wide, height: high, data: half }
}

/** A sheet's codes stand upright: looking for others takes twice as long. */
const UPRIGHT: ReaderOptions = { tryRotate: false, tryInvert: false, tryDownscale: false }

/** The texts of barcodes and QR codes in a grey picture. */
const readCodes = async (grey: Picture, options: ReaderOptions): Promise<readonly string[]> => [
  ...(await read(grey, { ...options, formats: ['Code128'], minLineCount: MIN_ROWS })),
  ...(await read(halve(grey), { ...options, formats: ['QRCode'] })),
]

const read = async ({ width, height, data }: Picture, options: ReaderOptions): Promise<readonly string[]> => {
  // A portable grey map (PGM): the smallest picture that ZXing takes.
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`)
  const map = new Uint8Array(head.length + data.length)
  map.set(head)
  map.set(data, head.length)
  const found = await readBarcodes(map, {
    tryHarder: true,
    textMode: 'Plain',
    maxNumberOfSymbols: MAX_CODES,
    ...options,
  })
  return found.filter(({ isValid }) => isValid).map(({ text }) => withoutFnc1(text))
}

/** ZXing shows the FNC1 of a GS1-128 barcode as a group separator. */
const withoutFnc1 = (text: string): string => (text.startsWith('\u001d') ? text.slice(1) : text)

const answer = async (question: ProofQuestion): Promise<unknown> =>
  withDocument(question.pdf, async (document): Promise<unknown> => {
    switch (question.kind) {
      case 'codes': {
        const pages: (readonly string[])[] = []
        for (let page = 0; page < document.getPageCount(); page += 1) {
          pages.push(await readCodes(await drawGrey(document, page, question.dpi), UPRIGHT))
        }
        return pages
      }
      case 'look': {
        const picture = await drawPage(document, question.dpi)
        return { picture, dpi: question.dpi, codes: await readCodes(toRed(picture), {}) }
      }
      case 'png': {
        return encodePng(await drawPage(document, question.dpi))
      }
      case 'size': {
        const { originalWidth, originalHeight } = document.getPage(0).getOriginalSize()
        return { widthPt: originalWidth, heightPt: originalHeight, pages: document.getPageCount() }
      }
    }
  })

parentPort?.on('message', ({ id, question }: { readonly id: number; readonly question: ProofQuestion }) => {
  answer(question).then(
    (value) => parentPort?.postMessage({ id, ok: true, value }),
    (error: unknown) => parentPort?.postMessage({ id, ok: false, error: String(error) }),
  )
})
