/** A table of any length as a CSV download: page after page from the store, never the whole of it in memory. */
import { toCsv } from '../../domain/csv-cell.ts'
import type { Page } from '../../ports.ts'

type Cells = readonly (string | number)[]

export type Export<T> = {
  /** Without extension; ASCII. */
  readonly name: string
  readonly header: readonly string[]
  readonly readPage: (limit: number, cursor: string | undefined) => Promise<Page<T>>
  readonly toRows: (items: readonly T[]) => Promise<readonly Cells[]> | readonly Cells[]
}

/** Rows fetched at once. */
const ROWS = 200
const BYTE_ORDER_MARK = '\ufeff'

/** UTF-8 with BOM, formula-safe. */
export const streamCsv = <T>({ name, header, readPage, toRows }: Export<T>): Response => {
  const encoder = new TextEncoder()
  let cursor: string | undefined
  let isFirst = true
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const page = await readPage(ROWS, cursor)
      const rows = [...(isFirst ? [header] : []), ...(await toRows(page.items))]
      const text = toCsv(rows)
      controller.enqueue(encoder.encode(isFirst ? text : text.slice(BYTE_ORDER_MARK.length)))
      isFirst = false
      cursor = page.nextCursor
      if (cursor === undefined) controller.close()
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
}
