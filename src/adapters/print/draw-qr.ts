/** Draws a QR code as SVG: one path, quiet zone included. */
import { correction, generate } from 'lean-qr'

/** Blank modules on every side (ISO/IEC 18004). */
const QUIET_MODULES = 4

/** SVG of a text such as an address, readable with 15 % of it spoilt; it scales to whatever square it is put in. */
export const drawQr = (text: string, label: string): string => {
  const code = generate(text, { minCorrectionLevel: correction.M })
  const side = code.size + 2 * QUIET_MODULES
  // Rows of dark modules as lines of one module: half the size of as many boxes.
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-QUIET_MODULES} ${-QUIET_MODULES - 0.5} ${side} ${side}" ` +
    `shape-rendering="crispEdges" role="img" aria-label="${label}"><path d="${drawRows(code)}" fill="none" stroke="#000"/></svg>`
  )
}

const drawRows = ({ size, get }: Pick<ReturnType<typeof generate>, 'size' | 'get'>): string => {
  let path = ''
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = x
      while (get(x, y)) x += 1
      if (x > from) path += `M${from} ${y}h${x - from}`
    }
  }
  return path
}
