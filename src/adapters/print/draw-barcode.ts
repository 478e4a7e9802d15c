/** Draws a number's CODE 128 barcode as SVG, without a DOM. */
import JsBarcode from 'jsbarcode'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'

/** Blank modules left and right of the bars (ISO/IEC 15417). */
const QUIET_MODULES = 10
/** Height of the drawing in modules; the page stretches it to its size. */
const HEIGHT_MODULES = 60

/** SVG of the 13 digits, quiet zones included; it scales to whatever box it is put in. */
export const drawBarcode = (number: SmartPitNumber): string => {
  const bars = encode(number)
  const width = bars.length + 2 * QUIET_MODULES
  const path = [...bars.matchAll(/1+/g)]
    .map((run) => `M${QUIET_MODULES + run.index} 0h${run[0].length}v${HEIGHT_MODULES}h-${run[0].length}z`)
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT_MODULES}" preserveAspectRatio="none" ` +
    `shape-rendering="crispEdges" role="img" aria-label="${number}">` +
    `<rect width="${width}" height="${HEIGHT_MODULES}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
  )
}

const encode = (text: string): string => {
  const drawing: { encodings?: readonly { readonly data: string }[] } = {}
  JsBarcode(drawing, text, { format: 'CODE128' })
  return (drawing.encodings ?? []).map(({ data }) => data).join('')
}
