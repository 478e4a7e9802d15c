/** Reads barcodes off pictures with ZXing, which knows nothing of JsBarcode. */
import { readBarcodes } from 'zxing-wasm/reader'
import './prepare-zxing.ts'
import type { Picture } from './read-pdf.ts'

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
