/** Draws a QR code as SVG: one path, quiet zone included. */
import { correction, generate } from 'lean-qr'

/** Blank modules on every side (ISO/IEC 18004). */
const QUIET_MODULES = 4

/** SVG of a text such as an address, readable with 15 % of it spoilt; it scales to whatever square it is put in. */
export const drawQr = (text: string, label: string): string => {
  const code = generate(text, { minCorrectionLevel: correction.M })
  const rows = Array.from({ length: code.size }, (_, y) => {
    const row = Array.from({ length: code.size }, (_unused, x) => (code.get(x, y) ? '1' : '0')).join('')
    return [...row.matchAll(/1+/g)].map((run) => `M${run.index} ${y}h${run[0].length}`).join('')
  })
  const side = code.size + 2 * QUIET_MODULES
  // Rows of dark modules as lines of one module: half the size of as many boxes.
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-QUIET_MODULES} ${-QUIET_MODULES - 0.5} ${side} ${side}" ` +
    `shape-rendering="crispEdges" role="img" aria-label="${label}"><path d="${rows.join('')}" fill="none" stroke="#000"/></svg>`
  )
}
