/** Joins PDFs of print jobs into one file with one structure tree, and an outline of one entry a page. */
import { type PdfStructure, readStructure, retitle, toHexText } from './pdf-structure.ts'
import { type PdfFile, type PdfObject, readPdfObjects, referencesIn, toParts } from './read-pdf-objects.ts'
import { writePdfObjects } from './write-pdf-objects.ts'

export type JoinOptions = {
  readonly title: string
  /** Title of each page in the outline, in order. */
  readonly entries: readonly string[]
}

/** Throws unless there is exactly one page for each entry. */
export const joinPdfs = (files: readonly Uint8Array[], { title, entries }: JoinOptions): Uint8Array => {
  const parts = toFileParts(files)
  const [first] = parts
  const pages = parts.flatMap(({ structure, rename }) => structure.pages.map(rename))
  if (first === undefined || pages.length !== entries.length)
    throw new Error(`${entries.length} sheets were printed on ${pages.length} pages`)
  const { pdf, structure } = first
  const objects = parts.flatMap((part) => copyObjects(part, first))
  const pageTree = objects.length + 1
  const outline = pageTree + 1
  const put = (number: number, text: string): void => {
    objects[number - 1] = toObject(text)
  }
  put(
    pdf.root,
    `<</Type /Catalog /Pages ${ref(pageTree)} /MarkInfo <</Marked true>> /StructTreeRoot ${ref(structure.tree)}` +
      ` /Outlines ${ref(outline)} /PageMode /UseOutlines /ViewerPreferences <</DisplayDocTitle true>> /Lang (ja)>>`,
  )
  put(pdf.info, retitle(pdf.object(pdf.info).text, title))
  put(
    structure.tree,
    `<</Type /StructTreeRoot /K ${ref(structure.top)} /ParentTreeNextKey ${pages.length}` +
      ` /ParentTree <</Nums [${parts.flatMap(toLists).join(' ')}]>>>>`,
  )
  put(
    structure.top,
    `<</Type /StructElem /S /Document /Lang (ja) /P ${ref(structure.tree)} /K [${parts.flatMap(toKids).join(' ')}]>>`,
  )
  const trees = parts.map((part) => part.rename(part.structure.pageTree))
  put(pageTree, `<</Type /Pages /Count ${pages.length} /Kids [${trees.map(ref).join(' ')}]>>`)
  for (const tree of trees) {
    const { text } = objects[tree - 1] ?? toObject('')
    put(tree, text.replace(/>>$/, `/Parent ${ref(pageTree)}>>`))
  }
  for (const [index, text] of toOutline(outline, entries, pages).entries()) put(outline + index, text)
  return writePdfObjects(objects, { root: pdf.root, info: pdf.info, level: PACK_LEVEL })
}

/** Thousands of objects that resemble each other: more effort would take longer than printing and save little. */
const PACK_LEVEL = 1

/** One file and its place in the joined one. */
type FilePart = {
  readonly pdf: PdfFile
  readonly structure: PdfStructure
  /** Its numbers in the joined file: those of the first stay, so that most of it need not be written anew. */
  readonly rename: (number: number) => number
  /** What its first page's `StructParents` becomes. */
  readonly firstKey: number
}

const toFileParts = (files: readonly Uint8Array[]): readonly FilePart[] => {
  const parts: FilePart[] = []
  let before = 0
  let firstKey = 0
  for (const bytes of files) {
    const pdf = readPdfObjects(bytes)
    const structure = readStructure(pdf)
    const { tree, top } = parts[0]?.structure ?? structure
    const offset = before
    const rename = (number: number): number => {
      if (number === structure.tree) return tree
      return number === structure.top ? top : number + offset
    }
    parts.push({ pdf, structure, rename, firstKey })
    before += pdf.count
    firstKey += structure.nextKey
  }
  return parts
}

const copyObjects = (part: FilePart, first: FilePart): PdfObject[] => {
  const { pdf, structure, rename, firstKey } = part
  /** Of the later files: the first has these for all. */
  const dropped = part === first ? [] : [pdf.root, pdf.info, structure.tree, structure.top]
  return Array.from({ length: pdf.count }, (_, index) => {
    const number = index + 1
    if (dropped.includes(number)) return NOTHING
    const object = pdf.object(number)
    if (part === first) return object
    const text = toParts(object.text)
      .map((piece) => (typeof piece === 'number' ? ref(rename(piece)) : piece))
      .join('')
    return { text: text.includes('/StructParent') ? moveKeys(text, firstKey) : text, stream: object.stream }
  })
}

const NOTHING: PdfObject = { text: 'null', stream: undefined }

/** Keys of the parent tree stay apart from those of the files before. */
const moveKeys = (text: string, by: number): string =>
  text.replace(
    /\/StructParent(s?) (\d+)/g,
    (_, plural: string, key: string) => `/StructParent${plural} ${Number(key) + by}`,
  )

const toLists = ({ structure, rename, firstKey }: FilePart): readonly string[] =>
  [...structure.parents].map(([key, list]) => `${key + firstKey} ${ref(rename(list))}`)

/** The elements below a file's own document element. */
const toKids = ({ pdf, structure, rename }: FilePart): readonly string[] => {
  const below = /\/K (\[[^\]]*\]|\d+ 0 R)/.exec(pdf.object(structure.top).text)?.[1] ?? ''
  return referencesIn(toParts(below)).map((kid) => ref(rename(kid)))
}

/** The outline's own object and those of its entries, numbered from `number` on. */
const toOutline = (
  number: number,
  entries: readonly string[],
  pages: readonly number[],
): readonly string[] => {
  const last = number + entries.length
  return [
    `<</Type /Outlines /First ${ref(number + 1)} /Last ${ref(last)} /Count ${entries.length}>>`,
    ...entries.map((entry, index) => {
      const own = number + 1 + index
      const before = index === 0 ? '' : ` /Prev ${ref(own - 1)}`
      const after = own === last ? '' : ` /Next ${ref(own + 1)}`
      return `<</Title ${toHexText(entry)} /Parent ${ref(number)}${before}${after} /Dest [${ref(pages[index] ?? 0)} /Fit]>>`
    }),
  ]
}

const ref = (number: number): string => `${number} 0 R`

const toObject = (text: string): PdfObject => ({ text, stream: undefined })
