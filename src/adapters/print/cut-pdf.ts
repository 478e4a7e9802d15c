/** Cuts the PDF of a print job into one file a page, with that page's own fonts and its part of the structure tree. */
import {
  type PdfFile,
  type PdfObject,
  readPdfObjects,
  referenceAt,
  renameReferences,
} from './read-pdf-objects.ts'
import { writePdfObjects } from './write-pdf-objects.ts'

/** Numbers of the objects that every file begins with, behind the catalog. */
const PAGES = 2
const INFO = 3
const PAGE = 4
const STRUCTURE = 5
const PARENTS = 6

/** One single-page PDF for each page, in order; throws unless there is exactly one page for each title. */
export const cutPdf = (bytes: Uint8Array, titles: readonly string[]): readonly Uint8Array[] => {
  const pdf = readPdfObjects(bytes)
  const catalog = pdf.object(pdf.root).text
  const pages = listPages(pdf, need(referenceAt(catalog, 'Pages'), 'pages'))
  if (pages.length !== titles.length) {
    throw new Error(`${titles.length} sheets were printed on ${pages.length} pages`)
  }
  const structure = need(referenceAt(catalog, 'StructTreeRoot'), 'structure tree')
  const parents = listParents(pdf, structure)
  return pages.map((page, index) => cutPage({ pdf, structure, parents }, page, titles[index] ?? ''))
}

type Job = {
  readonly pdf: PdfFile
  readonly structure: number
  /** Object number of each page's list of structure elements, by the page's `StructParents`. */
  readonly parents: ReadonlyMap<string, number>
}

const need = (found: number | undefined, what: string): number => {
  if (found === undefined) throw new Error(`a PDF without ${what}`)
  return found
}

const listPages = (pdf: PdfFile, node: number): readonly number[] => {
  const kids = /\/Kids \[([^\]]*)\]/.exec(pdf.object(node).text)?.[1]
  return kids === undefined ? [node] : referencesIn(kids).flatMap((kid) => listPages(pdf, kid))
}

const referencesIn = (text: string): readonly number[] => {
  const found: number[] = []
  renameReferences(text, (number) => {
    found.push(number)
    return ''
  })
  return found
}

const listParents = (pdf: PdfFile, structure: number): ReadonlyMap<string, number> => {
  const tree = pdf.object(need(referenceAt(pdf.object(structure).text, 'ParentTree'), 'parent tree')).text
  return new Map([...tree.matchAll(/(\d+) (\d+) 0 R/g)].map(([, key = '', list]) => [key, Number(list)]))
}

const cutPage = ({ pdf, structure, parents }: Job, page: number, title: string): Uint8Array => {
  const source = pdf.object(page).text
  const list = need(parents.get(/\/StructParents (\d+)/.exec(source)?.[1] ?? ''), 'structure of a page')
  const kept = keepElements(pdf, structure, referencesIn(pdf.object(list).text))
  const copies: PdfObject[] = []
  const numbers = new Map([
    [page, PAGE],
    [structure, STRUCTURE],
  ])
  const queue: number[] = []
  const rename = (number: number): string => {
    if (!numbers.has(number)) {
      numbers.set(number, PARENTS + 1 + queue.length)
      queue.push(number)
    }
    return `${numbers.get(number)} 0 R`
  }
  const ownPage = renameReferences(
    source.replace(/\/StructParents \d+/, '/StructParents 0').replace(/\/Parent \d+ 0 R/, ''),
    rename,
  )
  const root = need(referenceAt(pdf.object(structure).text, 'K'), 'document element')
  const structureText = `<</Type /StructTreeRoot /K ${rename(root)} /ParentTreeNextKey 1 /ParentTree ${PARENTS} 0 R>>`
  const parentsText = `<</Nums [0 ${rename(list)}]>>`
  for (let next = 0; next < queue.length; next += 1) {
    const number = queue[next] ?? 0
    const { text, stream } = pdf.object(number)
    const own = kept.has(number) ? keepKids(text, kept) : text
    copies.push({ text: renameReferences(own, rename), stream })
  }
  return writePdfObjects(
    [
      toObject(
        `<</Type /Catalog /Pages ${PAGES} 0 R /MarkInfo <</Marked true>> /StructTreeRoot ${STRUCTURE} 0 R` +
          ' /ViewerPreferences <</DisplayDocTitle true>> /Lang (ja)>>',
      ),
      toObject(`<</Type /Pages /Count 1 /Kids [${PAGE} 0 R]>>`),
      toObject(
        pdf.object(pdf.info).text.replace(/\/Title (<[^>]*>|\([^)]*\))/, `/Title ${toHexText(title)}`),
      ),
      toObject(ownPage.replace(/>>$/, `/Parent ${PAGES} 0 R>>`)),
      toObject(structureText),
      toObject(parentsText),
      ...copies,
    ],
    INFO,
  )
}

const toObject = (text: string): PdfObject => ({ text, stream: undefined })

/** The page's own structure elements and everything above them. */
const keepElements = (pdf: PdfFile, structure: number, leaves: readonly number[]): ReadonlySet<number> => {
  const kept = new Set<number>()
  for (const leaf of leaves) {
    let element: number | undefined = leaf
    while (element !== undefined && element !== structure && !kept.has(element)) {
      kept.add(element)
      element = referenceAt(pdf.object(element).text, 'P')
    }
  }
  return kept
}

/** An element above several pages loses those of its kids that stand on another page. */
const keepKids = (text: string, kept: ReadonlySet<number>): string =>
  text.replace(/\/K \[([^\]]*)\]/, (kids) =>
    renameReferences(kids, (number) => (kept.has(number) ? `${number} 0 R` : '')),
  )

/** UTF-16 with its mark, in hexadecimal. */
const toHexText = (text: string): string =>
  `<FEFF${[...Array(text.length).keys()]
    .map((index) => text.charCodeAt(index).toString(16).padStart(4, '0'))
    .join('')}>`
