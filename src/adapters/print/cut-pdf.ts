/** Cuts the PDF of a print job into one file a page, with that page's own fonts and its part of the structure tree. */
import { createCopier } from './copy-pdf-objects.ts'
import { need, type PdfStructure, readStructure, retitle } from './pdf-structure.ts'
import {
  type PdfFile,
  type PdfObject,
  readPdfObjects,
  referenceAt,
  referencesIn,
  toParts,
} from './read-pdf-objects.ts'
import { writePdfObjects } from './write-pdf-objects.ts'

/** Numbers of the objects that every file begins with, behind the catalog. */
const PAGES = 2
const INFO = 3
const PAGE = 4
const STRUCTURE = 5
const PARENTS = 6

/** Every sheet is kept for years. */
const PACK_LEVEL = 6

/** One single-page PDF for each page, in order; throws unless there is exactly one page for each title. */
export const cutPdf = (bytes: Uint8Array, titles: readonly string[]): readonly Uint8Array[] => {
  const pdf = readPdfObjects(bytes)
  const structure = readStructure(pdf)
  const { pages } = structure
  if (pages.length !== titles.length) {
    throw new Error(`${titles.length} sheets were printed on ${pages.length} pages`)
  }
  const kept = pages.map((page) => keepElements(pdf, structure, page))
  const shared = findShared(kept)
  return pages.map((page, index) =>
    cutPage({ pdf, structure, shared }, { page, kept: kept[index] ?? new Set(), title: titles[index] ?? '' }),
  )
}

type Job = {
  readonly pdf: PdfFile
  readonly structure: PdfStructure
  /** Elements that stand above several pages. */
  readonly shared: ReadonlySet<number>
}
type Cut = { readonly page: number; readonly kept: ReadonlySet<number>; readonly title: string }

const cutPage = ({ pdf, structure, shared }: Job, { page, kept, title }: Cut): Uint8Array => {
  const copier = createCopier(pdf, {
    first: PARENTS + 1,
    placed: new Map([
      [page, PAGE],
      [structure.tree, STRUCTURE],
    ]),
    change: (number) => (shared.has(number) ? toParts(keepKids(pdf.object(number).text, kept)) : undefined),
  })
  const source = pdf.object(page).text
  const ownPage = copier.rewrite(
    toParts(source.replace(/\/StructParents \d+/, '/StructParents 0').replace(/\/Parent \d+ 0 R/, '')),
  )
  const root = copier.rewrite([structure.top])
  const list = copier.rewrite([listOf(pdf, structure, page)])
  return writePdfObjects(
    [
      toObject(
        `<</Type /Catalog /Pages ${PAGES} 0 R /MarkInfo <</Marked true>> /StructTreeRoot ${STRUCTURE} 0 R` +
          ' /ViewerPreferences <</DisplayDocTitle true>> /Lang (ja)>>',
      ),
      toObject(`<</Type /Pages /Count 1 /Kids [${PAGE} 0 R]>>`),
      toObject(retitle(pdf.object(pdf.info).text, title)),
      toObject(ownPage.replace(/>>$/, `/Parent ${PAGES} 0 R>>`)),
      toObject(`<</Type /StructTreeRoot /K ${root} /ParentTreeNextKey 1 /ParentTree ${PARENTS} 0 R>>`),
      toObject(`<</Nums [0 ${list}]>>`),
      ...copier.copyAll(),
    ],
    { root: 1, info: INFO, level: PACK_LEVEL },
  )
}

const toObject = (text: string): PdfObject => ({ text, stream: undefined })

const listOf = (pdf: PdfFile, { parents }: PdfStructure, page: number): number =>
  need(parents.get(Number(/\/StructParents (\d+)/.exec(pdf.object(page).text)?.[1])), 'structure of a page')

/** The page's own structure elements and everything above them. */
const keepElements = (pdf: PdfFile, structure: PdfStructure, page: number): ReadonlySet<number> => {
  const kept = new Set<number>()
  for (const leaf of referencesIn(pdf.parts(listOf(pdf, structure, page)))) {
    let element: number | undefined = leaf
    while (element !== undefined && element !== structure.tree && !kept.has(element)) {
      kept.add(element)
      element = referenceAt(pdf.object(element).text, 'P')
    }
  }
  return kept
}

const findShared = (kept: readonly ReadonlySet<number>[]): ReadonlySet<number> => {
  const seen = new Set<number>()
  const shared = new Set<number>()
  for (const element of kept.flatMap((elements) => [...elements])) {
    if (seen.has(element)) shared.add(element)
    seen.add(element)
  }
  return shared
}

/** An element above several pages loses those of its kids that stand on another page. */
const keepKids = (text: string, kept: ReadonlySet<number>): string =>
  text.replace(
    /\/K \[([^\]]*)\]/,
    (_, kids: string) =>
      `/K [${referencesIn(toParts(kids))
        .filter((kid) => kept.has(kid))
        .map((kid) => `${kid} 0 R`)
        .join(' ')}]`,
  )
