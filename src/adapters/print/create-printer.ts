/** The printer of one machine: the print engine over a Chromium of its own. */
import type { Log, Printer, Render } from '../../ports.ts'
import { createBrowserPool } from './browser-pool.ts'
import type { ReadFont } from './font-faces.ts'
import { launchBrowser, toBrowserArgs } from './launch-browser.ts'
import { createPrintEngine, type EngineLimits } from './print-engine.ts'
import { openWarmPage } from './warm-page.ts'

export type PrinterDeps = {
  readonly executablePath: string
  readonly render: Render
  /** `fonts/fonts.css`, from which the pages take what the sheets need. */
  readonly fontsCss: string
  readonly readFont: ReadFont
  readonly log: Log
  readonly isRoot: boolean
  /** Other limits than the usual ones. */
  readonly limits?: Partial<PrintLimits>
}

export type PrintLimits = EngineLimits & {
  /** Pages that stay loaded between jobs, of sheets and documents together. */
  readonly idlePages: number
  /** Jobs of one browser before it is replaced. */
  readonly jobsPerBrowser: number
  readonly jobTimeoutMs: number
}

const LIMITS: PrintLimits = {
  pages: 2,
  idlePages: 4,
  sheetsWaiting: 1_000,
  sheetsPerJob: 10,
  jobsPerBrowser: 2_000,
  jobTimeoutMs: 20_000,
  tries: 5,
}

/** A printer over a Chromium; nothing starts before the first sheet. */
export const createPrinter = (deps: PrinterDeps): Printer => {
  const { executablePath, isRoot } = deps
  const limits = { ...LIMITS, ...deps.limits }
  const { pages, idlePages, jobsPerBrowser, jobTimeoutMs } = limits
  const pool = createBrowserPool({
    launch: () => launchBrowser({ executablePath, args: toBrowserArgs(isRoot) }),
    openPage: async (browser, shell) => openWarmPage(await browser.newPage(), shell),
    pages,
    idlePages,
    jobsPerBrowser,
    timeoutMs: jobTimeoutMs,
  })
  return createPrintEngine({ ...deps, pool, limits })
}
