/** Reads barcodes the way scanners meet them: three resolutions, turned, blurred, copied; with ZXing and with ZBar. */
import { getDefaultScanner, scanGrayBuffer, ZBarConfigType, ZBarSymbolType } from '@undecaf/zbar-wasm'
import type * as mupdf from 'mupdf'
import { readBarcodes } from 'zxing-wasm/reader'
import './prepare-zxing.ts'
import { blur, enlarge, type GreyPicture } from './grey-picture.ts'
import { type Area, openPage, rasterize, throughJpeg } from './pdf-page.ts'

export type Reader = 'zxing' | 'zbar'

/** Texts of a picture's CODE 128 and QR codes, each once; FNC1 in front is not part of a text. */
export const readPicture = async (picture: GreyPicture, reader: Reader): Promise<readonly string[]> => {
  // Like a scanner at a register, a reader looks more than once: as it is, then closer.
  for (const times of LOOKS) {
    if (picture.width * picture.height * times ** 2 > MAX_PIXELS) break
    const texts = await look[reader](enlarge(picture, times))
    if (texts.length > 0) return [...new Set(texts.map(withoutFnc1))].sort()
  }
  return []
}

/** ZXing shows the FNC1 of a GS1-128 barcode as a group separator. */
const withoutFnc1 = (text: string): string => (text.startsWith('\u001d') ? text.slice(1) : text)

const LOOKS = [1, 2, 4, 8]
const MAX_PIXELS = 80_000_000
/** Rows that have to agree: a single one may fool the check sign. */
const MIN_ROWS = 8

const look: Readonly<Record<Reader, (picture: GreyPicture) => Promise<readonly string[]>>> = {
  zxing: async ({ pixels, width, height }) => {
    const data = new Uint8ClampedArray(width * height * 4).fill(255)
    for (const [index, grey] of pixels.entries()) data.fill(grey, index * 4, index * 4 + 3)
    const found = await readBarcodes(
      { data, width, height, colorSpace: 'srgb' },
      {
        formats: ['Code128', 'QRCode'],
        tryHarder: true,
        textMode: 'Plain',
        minLineCount: MIN_ROWS,
        maxNumberOfSymbols: 20,
      },
    )
    return found.filter(({ isValid }) => isValid).map(({ text }) => text)
  },
  zbar: async ({ pixels, width, height }) => {
    const scanner = await getDefaultScanner()
    scanner.setConfig(ZBarSymbolType.ZBAR_NONE, ZBarConfigType.ZBAR_CFG_ENABLE, 0)
    scanner.setConfig(ZBarSymbolType.ZBAR_CODE128, ZBarConfigType.ZBAR_CFG_ENABLE, 1)
    scanner.setConfig(ZBarSymbolType.ZBAR_QRCODE, ZBarConfigType.ZBAR_CFG_ENABLE, 1)
    const found = await scanGrayBuffer(new Uint8Array(pixels).buffer, width, height, scanner)
    return found.map((symbol) => symbol.decode())
  },
}

/** Dots per inch: a label printer or fax, an office printer, a good one. */
export const RESOLUTIONS = [203, 300, 600] as const

/** Standard deviation of a slight blur. */
const BLUR_MM = 0.05
const JPEG_QUALITY = 60

type Hardship = (page: mupdf.Page, dpi: number, area: Area | undefined) => GreyPicture

/** What happens to a page on its way to the scanner. */
export const hardships = {
  clean: (page, dpi, area) => rasterize(page, dpi, area),
  'turned by 1°': (page, dpi, area) => rasterize(page, dpi, area, 1),
  blurred: (page, dpi, area) => blur(rasterize(page, dpi, area), (BLUR_MM * dpi) / 25.4),
  'grey JPEG': (page, dpi, area) => throughJpeg(rasterize(page, dpi, area), JPEG_QUALITY),
} as const satisfies Readonly<Record<string, Hardship>>

export type Scan = {
  readonly dpi: number
  readonly hardship: string
  readonly reader: Reader
  readonly texts: readonly string[]
}

/** Both readers after every hardship at every resolution; an `area` around one barcode is quicker than the page. */
export const scanBarcodes = async (pdf: Uint8Array, area?: Area, page = 0): Promise<readonly Scan[]> => {
  const opened = openPage(pdf, page)
  const scans: Scan[] = []
  for (const dpi of RESOLUTIONS) {
    for (const [hardship, suffer] of Object.entries(hardships)) {
      const picture = suffer(opened, dpi, area)
      for (const reader of ['zxing', 'zbar'] as const) {
        scans.push({ dpi, hardship, reader, texts: await readPicture(picture, reader) })
      }
    }
  }
  return scans
}

/** Every scan that did not read exactly these texts, in words; empty when all did. */
export const listMisreads = (scans: readonly Scan[], expected: readonly string[]): readonly string[] => {
  const wanted = [...new Set(expected)].sort().join(' ')
  return scans
    .filter(({ texts }) => texts.join(' ') !== wanted)
    .map(
      ({ dpi, hardship, reader, texts }) =>
        `${reader} at ${dpi} dpi, ${hardship}: ${texts.join(' ') || 'nothing'}`,
    )
}
