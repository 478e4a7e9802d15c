/** Copies objects of one PDF into another, with everything they refer to, under new numbers. */
import type { Parts, PdfFile, PdfObject } from './read-pdf-objects.ts'

export type Copier = {
  /** A source with the new numbers; what it refers to is copied, too. */
  readonly rewrite: (parts: Parts) => string
  /** Everything referred to so far, in the order of the new numbers from `first` on. */
  readonly copyAll: () => readonly PdfObject[]
}

export type CopyOptions = {
  /** Number of the first copy. */
  readonly first: number
  /** Objects that are written otherwise, and their new numbers. */
  readonly placed: ReadonlyMap<number, number>
  /** Source of an object that is not copied as it is. */
  readonly change?: (number: number) => Parts | undefined
}

export const createCopier = (pdf: PdfFile, { first, placed, change }: CopyOptions): Copier => {
  const numbers = new Map(placed)
  const queue: number[] = []
  const rename = (number: number): number => {
    const known = numbers.get(number)
    if (known !== undefined) return known
    const renamed = first + queue.length
    numbers.set(number, renamed)
    queue.push(number)
    return renamed
  }
  const rewrite = (parts: Parts): string => {
    let text = ''
    for (const part of parts) text += typeof part === 'number' ? `${rename(part)} 0 R` : part
    return text
  }
  return {
    rewrite,
    copyAll: () => {
      const copies: PdfObject[] = []
      // Copying one may add more to the end.
      for (const number of queue) {
        const { stream } = pdf.object(number)
        copies.push({ text: rewrite(change?.(number) ?? pdf.parts(number)), stream })
      }
      return copies
    },
  }
}
