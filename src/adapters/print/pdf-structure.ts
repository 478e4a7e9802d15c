/** Pages and structure tree of a PDF as Chromium writes it. */
import { type PdfFile, referenceAt, referencesIn, toParts } from './read-pdf-objects.ts'

export type PdfStructure = {
  /** Object numbers of the pages, in order. */
  readonly pages: readonly number[]
  /** Root of the page tree. */
  readonly pageTree: number
  /** Root of the structure tree, and the one element directly below it. */
  readonly tree: number
  readonly top: number
  /** Object number of each page's list of structure elements, by the page's `StructParents`. */
  readonly parents: ReadonlyMap<number, number>
  /** The first number that no page's `StructParents` uses. */
  readonly nextKey: number
}

/** Throws when the file has no structure tree. */
export const readStructure = (pdf: PdfFile): PdfStructure => {
  const catalog = pdf.object(pdf.root).text
  const pageTree = need(referenceAt(catalog, 'Pages'), 'pages')
  const tree = need(referenceAt(catalog, 'StructTreeRoot'), 'structure tree')
  const { text } = pdf.object(tree)
  const top = need(referenceAt(text, 'K'), 'document element')
  const list = pdf.object(need(referenceAt(text, 'ParentTree'), 'parent tree')).text
  const parents = new Map(
    [...list.matchAll(/(\d+) (\d+) 0 R/g)].map(([, key, number]) => [Number(key), Number(number)]),
  )
  return {
    pages: listPages(pdf, pageTree),
    pageTree,
    tree,
    top,
    parents,
    nextKey: Number(need(Number(/\/ParentTreeNextKey (\d+)/.exec(text)?.[1]), 'parent keys')),
  }
}

/** What a PDF of Chromium always has; throws otherwise. */
export const need = (found: number | undefined, what: string): number => {
  if (found === undefined || Number.isNaN(found)) throw new Error(`a PDF without ${what}`)
  return found
}

const listPages = (pdf: PdfFile, node: number): readonly number[] => {
  const kids = /\/Kids \[([^\]]*)\]/.exec(pdf.object(node).text)?.[1]
  return kids === undefined ? [node] : referencesIn(toParts(kids)).flatMap((kid) => listPages(pdf, kid))
}

/** Text of a PDF: UTF-16 with its mark, in hexadecimal. */
export const toHexText = (text: string): string => {
  let hex = '<FEFF'
  for (let index = 0; index < text.length; index += 1)
    hex += text.charCodeAt(index).toString(16).padStart(4, '0')
  return `${hex}>`
}

/** The document information with another title. */
export const retitle = (info: string, title: string): string =>
  `${info
    .replace(/\/Title (<[^>]*>|\((?:\\[\s\S]|[^\\()])*\))\s*/, '')
    .replace(/>>$/, '')} /Title ${toHexText(title)}>>`
