/** The print engine of both runtimes: sheets and documents in, PDFs out, over warm pages behind a bounded queue. */
import { setImmediate } from 'node:timers/promises'
import { type Failure, fail, ok, type Result } from '../../domain/result.ts'
import { MAX_SHEETS_TOGETHER, type SheetContent } from '../../domain/sheet.ts'
import type { Log, Printer, Render } from '../../ports.ts'
import { BrowserBusy } from './browser-busy.ts'
import type { BrowserPool } from './browser-pool.ts'
import { createShells } from './create-shells.ts'
import { cutPdf } from './cut-pdf.ts'
import { drawSheet } from './draw-sheet.ts'
import type { ReadFont } from './font-faces.ts'
import { joinPdfs } from './join-pdfs.ts'
import type { PrintJob, Shell } from './warm-page.ts'

export type EngineDeps = {
  readonly render: Render
  /** `fonts/fonts.css`, from which the pages take what the sheets need. */
  readonly fontsCss: string
  readonly readFont: ReadFont
  readonly log: Log
  readonly pool: BrowserPool
  readonly limits: EngineLimits
}

export type EngineLimits = {
  /** Pages that print side by side. */
  readonly pages: number
  /** Sheets that may be printing or waiting; a caller beyond that is told to come back. */
  readonly sheetsWaiting: number
  /** Sheets that are printed in one go and then cut apart: more is faster, but each then carries more of the job's glyphs. */
  readonly sheetsPerJob: number
  /** A crashed browser is replaced, and the job printed again. */
  readonly tries: number
}

/** When to come back after `too-busy`, in ms. */
const RETRY_AFTER_MS = 2_000

/** A printer over the pages of a pool; nothing starts before the first sheet. */
export const createPrintEngine = (deps: EngineDeps): Printer => {
  const { limits, pool } = deps
  const shellOf = createShells(deps)
  let waiting = 0

  const print = async (shell: Shell, job: PrintJob): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pool.use(shell, (page) => page.print(job))
      } catch (error) {
        deps.log.error('print job failed', { attempt, title: job.title, error: String(error) })
        if (attempt >= limits.tries || error instanceof BrowserBusy) throw error
      }
    }
  }
  const printJob = (sheets: readonly SheetContent[]): Promise<Uint8Array> =>
    print(shellOf('sheet/sheet.css', 'ja'), {
      markup: sheets.map((sheet) => drawSheet(deps.render, sheet)).join(''),
      title: sheets.map(titleOf)[0] ?? '',
      outline: false,
    })
  /** Runs the work unless the queue is full; what goes wrong in it becomes a failure. */
  const queue = async <T>(count: number, work: () => Promise<T>): Promise<Result<T>> => {
    if (waiting + count > limits.sheetsWaiting) {
      return fail<Failure>({ kind: 'too-busy', part: 'printer', retryAfterMs: RETRY_AFTER_MS })
    }
    waiting += count
    try {
      return ok(await work())
    } catch (error) {
      return fail<Failure>(
        error instanceof BrowserBusy
          ? { kind: 'too-busy', part: 'printer', retryAfterMs: error.retryAfterMs }
          : { kind: 'unavailable', part: 'printer', detail: String(error) },
      )
    } finally {
      waiting -= count
    }
  }
  return {
    printSheets: (sheets) =>
      queue(sheets.length, async () => {
        const size = Math.min(limits.sheetsPerJob, Math.ceil(sheets.length / limits.pages))
        const jobs = toJobs(sheets, Math.max(1, size))
        const files = await inTurns(jobs, async (job) => cutPdf(await printJob(job), job.map(titleOf)))
        return files.flat()
      }),
    printTogether: async (sheets) => {
      if (sheets.length === 0 || sheets.length > MAX_SHEETS_TOGETHER)
        throw new RangeError(`1 to ${MAX_SHEETS_TOGETHER} sheets a file`)
      return queue(sheets.length, async () => {
        // No page stands idle while another prints all of it.
        const parts = toJobs(sheets, Math.ceil(sheets.length / limits.pages))
        const files = await inTurns(parts, printJob)
        return joinPdfs(files, { title: titleOfAll(sheets), entries: sheets.map(entryOf) })
      })
    },
    printDocument: ({ template, model, style, lang, title, outline }) =>
      queue(1, () => print(shellOf(style, lang), { markup: deps.render(template, model), title, outline })),
    picture: ({ svg, width, height }) =>
      queue(1, () =>
        pool.use(shellOf('documents/picture.css', 'ja'), (page) =>
          page.picture({ markup: svg, width, height }),
        ),
      ),
    status: () => pool.status(),
    close: () => pool.close(),
  }
}

const titleOf = ({ subject, customer, merchant }: SheetContent): string =>
  `スマートピットシート ${merchant.name} ${customer.name}${customer.honorific} ${subject}`

const titleOfAll = (sheets: readonly SheetContent[]): string => {
  const names = new Set(sheets.map(({ merchant }) => merchant.name))
  return `スマートピットシート ${[...names].join('・')} ${sheets.length}枚`
}

const entryOf = ({ subject, customer }: SheetContent): string =>
  `${customer.name}${customer.honorific} ${subject}`

/** Each goes to the browser before the next is drawn. */
const inTurns = <T, U>(jobs: readonly T[], work: (job: T) => Promise<U>): Promise<readonly U[]> =>
  Promise.all(
    jobs.map(async (job, index) => {
      for (let turn = 0; turn < index; turn += 1) await setImmediate()
      return work(job)
    }),
  )

const toJobs = (sheets: readonly SheetContent[], size: number): readonly (readonly SheetContent[])[] =>
  Array.from({ length: Math.ceil(sheets.length / size) }, (_, index) =>
    sheets.slice(index * size, (index + 1) * size),
  )
