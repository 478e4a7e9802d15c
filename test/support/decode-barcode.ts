/** Reads barcodes off pictures with ZXing, which knows nothing of JsBarcode. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Picture } from './read-pdf.ts'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
const bytes = new Uint8Array(readFileSync(wasm))
// From the package: by default it is fetched from a CDN.
prepareZXingModule({ overrides: { wasmBinary: bytes.buffer } })

export type DecodedBarcode = { readonly format: string; readonly text: string }

/** All linear barcodes of a picture, from top to bottom. */
export const decodeBarcodes = async ({
  data,
  width,
  height,
}: Picture): Promise<readonly DecodedBarcode[]> => {
  const image = { data: new Uint8ClampedArray(data), width, height, colorSpace: 'srgb' } as const
  const found = await readBarcodes(image, {
    formats: ['Code128'],
    tryHarder: true,
    maxNumberOfSymbols: 10,
  })
  return found
    .toSorted((a, b) => a.position.topLeft.y - b.position.topLeft.y)
    .map(({ format, text }) => ({ format, text }))
}
