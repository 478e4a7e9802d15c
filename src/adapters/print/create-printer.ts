/** The print engine: sheets in, single-page PDFs out, over a few warm pages behind a bounded queue. */
import puppeteer, { type Browser } from 'puppeteer'
import { type Failure, fail, ok, type Result } from '../../domain/result.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import type { Log, Printer, Render } from '../../ports.ts'
import { type BrowserPool, createBrowserPool } from './browser-pool.ts'
import { cutPdf } from './cut-pdf.ts'
import { drawSheet } from './draw-sheet.ts'
import { type ReadFont, readFontRules } from './font-faces.ts'
import { openWarmPage, type Shell } from './warm-page.ts'

export type PrinterDeps = {
  readonly executablePath: string
  readonly render: Render
  /** `fonts/fonts.css`, from which the pages take what the sheets need. */
  readonly fontsCss: string
  readonly readFont: ReadFont
  readonly log: Log
  /** Chromium refuses its own sandbox for root. */
  readonly isRoot: boolean
  /** Other limits than the usual ones. */
  readonly limits?: Partial<PrintLimits>
}

export type PrintLimits = {
  /** Pages that print side by side. */
  readonly pages: number
  /** Sheets that may be printing or waiting; a caller beyond that is told to come back. */
  readonly sheetsWaiting: number
  /** Sheets that are printed in one go and then cut apart: more is faster, but each then carries more of the job's glyphs. */
  readonly sheetsPerJob: number
  /** Jobs of one browser before it is replaced. */
  readonly jobsPerBrowser: number
  readonly jobTimeoutMs: number
  /** A crashed browser is replaced, and the job printed again. */
  readonly tries: number
}

const LIMITS: PrintLimits = {
  pages: 2,
  sheetsWaiting: 1_000,
  sheetsPerJob: 10,
  jobsPerBrowser: 2_000,
  jobTimeoutMs: 20_000,
  tries: 5,
}

/** Sheets of one file. */
const MAX_TOGETHER = 100
/** When to come back after `too-busy`, in ms. */
const RETRY_AFTER_MS = 2_000

/** A printer over a Chromium; nothing starts before the first sheet. */
export const createPrinter = (deps: PrinterDeps): Printer => {
  const limits = { ...LIMITS, ...deps.limits }
  const pool = openPool(deps, limits)
  let waiting = 0

  const printJob = async (sheets: readonly SheetContent[]): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pool.use((page) =>
          page.print(
            sheets.map((sheet) => drawSheet(deps.render, sheet)).join(''),
            sheets.map(titleOf)[0] ?? '',
          ),
        )
      } catch (error) {
        deps.log.error('print job failed', { attempt, sheets: sheets.length, error: String(error) })
        if (attempt >= limits.tries) throw error
      }
    }
  }
  /** Runs the work unless the queue is full; what goes wrong in it becomes a failure. */
  const queue = async <T>(count: number, work: () => Promise<T>): Promise<Result<T>> => {
    if (waiting + count > limits.sheetsWaiting) {
      return fail<Failure>({ kind: 'too-busy', part: 'printer', retryAfterMs: RETRY_AFTER_MS })
    }
    waiting += count
    try {
      return ok(await work())
    } catch (error) {
      return fail<Failure>({ kind: 'unavailable', part: 'printer', detail: String(error) })
    } finally {
      waiting -= count
    }
  }
  return {
    printSheets: (sheets) =>
      queue(sheets.length, async () => {
        const jobs = toJobs(sheets, limits)
        const files = await Promise.all(
          jobs.map(async (job) => cutPdf(await printJob(job), job.map(titleOf))),
        )
        return files.flat()
      }),
    printTogether: async (sheets) => {
      if (sheets.length === 0 || sheets.length > MAX_TOGETHER)
        throw new RangeError(`1 to ${MAX_TOGETHER} sheets a file`)
      return queue(sheets.length, () => printJob(sheets))
    },
    status: () => pool.status(),
    close: () => pool.close(),
  }
}

const titleOf = ({ subject, customer, merchant }: SheetContent): string =>
  `スマートピットシート ${merchant.name} ${customer.name}${customer.honorific} ${subject}`

/** A few sheets for each job, and no page idle while another prints a long job. */
const toJobs = (
  sheets: readonly SheetContent[],
  { pages, sheetsPerJob }: PrintLimits,
): readonly (readonly SheetContent[])[] => {
  const size = Math.max(1, Math.min(sheetsPerJob, Math.ceil(sheets.length / pages)))
  return Array.from({ length: Math.ceil(sheets.length / size) }, (_, index) =>
    sheets.slice(index * size, (index + 1) * size),
  )
}

const openPool = (deps: PrinterDeps, { pages, jobsPerBrowser, jobTimeoutMs }: PrintLimits): BrowserPool => {
  const shell: Shell = {
    html: deps.render('sheet/page', { css: deps.render('sheet/sheet.css', {}) }),
    findFonts: readFontRules(deps.fontsCss),
    readFont: deps.readFont,
  }
  return createBrowserPool({
    launch: () => launch(deps),
    openPage: (browser) => openWarmPage(browser, shell),
    pages,
    jobsPerBrowser,
    timeoutMs: jobTimeoutMs,
  })
}

const launch = ({ executablePath, isRoot }: PrinterDeps): Promise<Browser> =>
  puppeteer.launch({
    executablePath,
    headless: 'shell',
    // Over a pipe the browser ends with this process, even when that is killed.
    pipe: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      // Chromium gives up its zygote only together with its sandbox, which root has to do without anyway.
      ...(isRoot ? ['--no-sandbox', '--no-zygote'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
  })
