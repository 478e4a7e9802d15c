/** Reads the structure tree of a tagged PDF: what a screen reader goes through. */
import * as mupdf from 'mupdf'

export type Structure = {
  /** Role of each element that has one, such as `H1` or `Figure`, in reading order. */
  readonly roles: readonly string[]
  /** Alternative text of each figure. */
  readonly alternatives: readonly string[]
  /** Numbers of the pieces of content in reading order; the content itself counts them as it is drawn. */
  readonly pieces: readonly number[]
}

export const readStructure = (pdf: Uint8Array): Structure => {
  const document = mupdf.Document.openDocument(pdf, 'application/pdf')
  if (!(document instanceof mupdf.PDFDocument)) throw new Error('not a PDF')
  const [roles, alternatives, pieces]: [string[], string[], number[]] = [[], [], []]
  const visit = (node: mupdf.PDFObject): void => {
    if (node.isNumber()) pieces.push(node.asNumber())
    else if (node.isArray()) for (let n = 0; n < node.length; n += 1) visit(node.get(n))
    else if (node.isDictionary()) {
      const [role, alternative, piece] = [node.get('S'), node.get('Alt'), node.get('MCID')]
      if (role.isName() && role.asName() !== 'NonStruct') roles.push(role.asName())
      if (alternative.isString()) alternatives.push(alternative.asString())
      if (piece.isNumber()) pieces.push(piece.asNumber())
      visit(node.get('K'))
    }
  }
  visit(document.getTrailer().get('Root', 'StructTreeRoot', 'K'))
  return { roles, alternatives, pieces }
}
