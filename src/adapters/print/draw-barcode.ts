/** Draws CODE 128 barcodes as SVG, without a DOM: a number's own, and the 44 digits of a payment barcode. */
import { CODE128 } from 'jsbarcode/bin/barcodes/CODE128/index.js'
import { QUIET_MODULES } from '../../domain/card.ts'
import type { PaymentBarcode } from '../../domain/gs1-barcode.ts'
import type { DrawBarcode } from '../../ports.ts'

/** 15 × 0.169 mm = 2.54 mm, blank left and right of a payment barcode (domain.md section 5). */
const PAYMENT_QUIET_MODULES = 15
/** Height of the drawing in modules; the page stretches it to its size. */
const HEIGHT_MODULES = 60
/** FNC1, as JsBarcode takes it: it makes CODE 128 a GS1-128. */
const FNC1 = '\u00CF'

const BLACK_ON_WHITE = { ink: '#000', ground: '#fff' } as const

/** For white paper: a ground of its own would only cost the browser. */
export const BLACK_ON_PAPER = { ink: '#000', ground: 'none' } as const

/** SVG of the 13 digits, quiet zones included; it scales to whatever box it is put in. */
export const drawBarcode: DrawBarcode = (number, colours = BLACK_ON_WHITE) =>
  drawBars(number, QUIET_MODULES, number, colours)

/** SVG of a GS1-128 for white paper: 288 modules and quiet zones of 15 each; it scales to whatever box it is put in. */
export const drawPaymentBarcode = (barcode: PaymentBarcode): string =>
  drawBars(FNC1 + barcode, PAYMENT_QUIET_MODULES, barcode, BLACK_ON_PAPER)

const drawBars = (
  text: string,
  quietModules: number,
  label: string,
  { ink, ground }: { readonly ink: string; readonly ground: string },
): string => {
  const bars = encode(text)
  const width = bars.length + 2 * quietModules
  const path = [...bars.matchAll(/1+/g)]
    .map((run) => `M${quietModules + run.index} 0h${run[0].length}v${HEIGHT_MODULES}h-${run[0].length}z`)
    .join('')
  const behind =
    ground === 'none' ? '' : `<rect width="${width}" height="${HEIGHT_MODULES}" fill="${ground}"/>`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT_MODULES}" preserveAspectRatio="none" ` +
    `shape-rendering="crispEdges" role="img" aria-label="${label}">` +
    `${behind}<path d="${path}" fill="${ink}"/></svg>`
  )
}

const encode = (text: string): string => {
  const encoder = new CODE128(text, {})
  if (!encoder.valid()) throw new RangeError(`CODE 128 cannot hold ${JSON.stringify(text)}`)
  return encoder.encode().data
}
