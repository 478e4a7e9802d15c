/** Draws a QR code as SVG: one path, quiet zone included. */
import { correction, generate, mode } from 'lean-qr'

/** Blank modules on every side (ISO/IEC 18004). */
const QUIET_MODULES = 4

/**
 * Every reader takes any of the eight masks. An address of ours is mostly random, so that none of them suits it better than
 * another: to try all eight for the best would take longer than all the rest of a sheet's markup.
 */
const MASK = 0

/** SVG of a text such as an address, readable with 15 % of it spoilt; it scales to whatever square it is put in. */
export const drawQr = (text: string, label: string): string => {
  const code = generate(text, {
    modes: [mode.ascii, mode.utf8],
    minCorrectionLevel: correction.M,
    mask: MASK,
  })
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
