/** The printer on Workers: the print engine over one session of Browser Rendering a call, fonts from the static assets. */
import type { Fetcher } from '@cloudflare/workers-types'
import { fail, type Result } from '../../domain/result.ts'
import type { Log, Printer, Render } from '../../ports.ts'
import { BrowserBusy } from './browser-busy.ts'
import { type BrowserPool, createBrowserPool, type RunningBrowser } from './browser-pool.ts'
import { openBrowserSession, type SessionDeps } from './browser-session.ts'
import type { ReadFont } from './font-faces.ts'
import { createPrintEngine, type EngineLimits } from './print-engine.ts'
import { openWarmPage } from './warm-page.ts'

export type EdgePrinterDeps = SessionDeps & {
  readonly render: Render
  readonly log: Log
  /** Holds `fonts/`. */
  readonly assets: Pick<Fetcher, 'fetch'>
}

/** What does not get through at the second try is printed again from the queue. */
const LIMITS: EngineLimits = { pages: 2, sheetsWaiting: 1_000, sheetsPerJob: 10, tries: 2 }
const IDLE_PAGES = 4
const JOB_TIMEOUT_MS = 30_000

/** Nothing is opened before the first sheet; between two calls nothing is held. */
export const createEdgePrinter = (deps: EdgePrinterDeps): Printer => {
  const readFont = createFontReader(deps.assets)
  const withEngine = async <T>(work: (engine: Printer) => Promise<Result<T>>): Promise<Result<T>> => {
    let pool: BrowserPool | undefined
    try {
      const fontsCss = await readFontsCss(deps.assets)
      pool = openPool(deps, await openBrowserSession(deps))
      const { render, log } = deps
      return await work(createPrintEngine({ render, log, fontsCss, readFont, pool, limits: LIMITS }))
    } catch (error) {
      return fail(
        error instanceof BrowserBusy
          ? { kind: 'too-busy', part: 'printer', retryAfterMs: error.retryAfterMs }
          : { kind: 'unavailable', part: 'printer', detail: String(error) },
      )
    } finally {
      await pool?.close()
    }
  }
  return {
    printSheets: (sheets) => withEngine((engine) => engine.printSheets(sheets)),
    printTogether: (sheets) => withEngine((engine) => engine.printTogether(sheets)),
    printDocument: (document) => withEngine((engine) => engine.printDocument(document)),
    picture: (drawing) => withEngine((engine) => engine.picture(drawing)),
    status: () => askLimits(deps),
    close: async () => undefined,
  }
}

/** The session that was opened beforehand comes first; one that is lost is replaced if there is a place. */
const openPool = (deps: EdgePrinterDeps, first: RunningBrowser): BrowserPool => {
  let opened: RunningBrowser | undefined = first
  return createBrowserPool({
    launch: async () => {
      const browser = opened ?? (await openBrowserSession(deps))
      opened = undefined
      return browser
    },
    openPage: async (browser, shell) => openWarmPage(await browser.newPage(), shell),
    pages: LIMITS.pages,
    idlePages: IDLE_PAGES,
    jobsPerBrowser: Number.POSITIVE_INFINITY,
    timeoutMs: JOB_TIMEOUT_MS,
  })
}

/** Whether Cloudflare answers; no browser is started for that. */
const askLimits = async ({ binding }: EdgePrinterDeps): Promise<string> => {
  try {
    const { ok, status } = await binding.fetch('https://browser.rendering/v1/limits')
    return ok ? 'ok' : `Browser Rendering answered ${status}`
  } catch (error) {
    return String(error)
  }
}

let knownCss: string | undefined

/** Read once in the life of an isolate. */
const readFontsCss = async (assets: EdgePrinterDeps['assets']): Promise<string> => {
  knownCss ??= new TextDecoder().decode(await readAsset(assets, 'fonts/fonts.css'))
  return knownCss
}

const createFontReader =
  (assets: EdgePrinterDeps['assets']): ReadFont =>
  (path) =>
    readAsset(assets, `fonts/${path}`)

const readAsset = async (assets: EdgePrinterDeps['assets'], path: string): Promise<Uint8Array> => {
  const answer = await assets.fetch(`https://assets.local/${path}`)
  if (!answer.ok) throw new Error(`${path} is not among the assets: ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}
