/** The print engine: one browser, a few warm pages, a bounded queue, and a fresh browser whenever one breaks. */
import puppeteer, { type Browser } from 'puppeteer'
import { type Failure, fail, ok, type Result } from '../../domain/result.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import type { Log, Printer, Render } from '../../ports.ts'
import { drawSheet } from './draw-sheet.ts'
import { openWarmPage, type ReadFont, type WarmPage } from './warm-page.ts'

export type PrinterDeps = {
  readonly executablePath: string
  readonly render: Render
  readonly fontsCss: string
  readonly readFont: ReadFont
  readonly log: Log
  /** Chromium refuses its own sandbox for root. */
  readonly isRoot: boolean
}

/** Pages that print side by side. */
const PAGES = 2
/** Print jobs that may wait; a caller beyond that is told to come back. */
const MAX_WAITING = 400
/** Jobs of one browser before it is replaced, so that its memory stays bounded. */
const JOBS_PER_BROWSER = 2_000
/** One job may take this long, in ms. */
const JOB_TIMEOUT_MS = 20_000
/** Tries of one job: a crashed browser is replaced, and the job printed again. */
const TRIES = 3
/** Sheets of one file. */
const MAX_TOGETHER = 100
/** When to come back after `too-busy`, in ms. */
const RETRY_AFTER_MS = 2_000

type Job = { readonly markup: string; readonly title: string }

/** A printer over a Chromium; nothing starts before the first sheet. */
export const createPrinter = (deps: PrinterDeps): Printer => {
  const pool = createPool(deps)
  const printJobs = async (jobs: readonly Job[]): Promise<Result<readonly Uint8Array[]>> => {
    if (pool.waiting() + jobs.length > MAX_WAITING) {
      return fail({ kind: 'too-busy', part: 'printer', retryAfterMs: RETRY_AFTER_MS })
    }
    try {
      return ok(await Promise.all(jobs.map((job) => printOne(pool, job, deps.log))))
    } catch (error) {
      return fail<Failure>({ kind: 'unavailable', part: 'printer', detail: String(error) })
    }
  }
  const toJob = (sheets: readonly SheetContent[]): Job => ({
    markup: sheets.map((sheet) => drawSheet(deps.render, sheet)).join(''),
    title: sheets.map(titleOf)[0] ?? '',
  })
  return {
    printSheets: (sheets) => printJobs(sheets.map((sheet) => toJob([sheet]))),
    printTogether: async (sheets) => {
      if (sheets.length === 0 || sheets.length > MAX_TOGETHER)
        throw new RangeError(`1 to ${MAX_TOGETHER} sheets a file`)
      const printed = await printJobs([toJob(sheets)])
      const [file] = printed.ok ? printed.value : []
      if (!printed.ok) return printed
      return file === undefined
        ? fail({ kind: 'unavailable', part: 'printer', detail: 'nothing printed' })
        : ok(file)
    },
    status: () => pool.status(),
    close: () => pool.close(),
  }
}

const titleOf = ({ subject, customer, merchant }: SheetContent): string =>
  `スマートピットシート ${merchant.name} ${customer.name}${customer.honorific} ${subject}`

const printOne = async (pool: Pool, job: Job, log: Log): Promise<Uint8Array> => {
  for (let attempt = 1; ; attempt += 1) {
    const lease = await pool.take()
    try {
      const pdf = await withTimeout(lease.page.print(job.markup, job.title))
      pool.giveBack(lease)
      return pdf
    } catch (error) {
      log.error('print job failed', { attempt, error: String(error) })
      pool.discard(lease)
      if (attempt === TRIES) throw error
    }
  }
}

const withTimeout = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no sheet after ${JOB_TIMEOUT_MS} ms`)), JOB_TIMEOUT_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

type Lease = { readonly page: WarmPage; readonly browser: Browser }

type Pool = {
  take(): Promise<Lease>
  giveBack(lease: Lease): void
  /** The lease's browser is not trusted any more: it is closed and a new one takes its place. */
  discard(lease: Lease): void
  waiting(): number
  status(): Promise<string>
  close(): Promise<void>
}

const createPool = (deps: PrinterDeps): Pool => {
  const idle: Lease[] = []
  const queue: { readonly resolve: () => void; readonly reject: (reason: Error) => void }[] = []
  let out = 0
  let jobs = 0
  let closed = false
  let starting: Promise<Browser> | undefined

  const browserOf = (): Promise<Browser> => {
    starting ??= launch(deps).catch((error: unknown) => {
      starting = undefined
      throw error
    })
    return starting
  }
  const retire = (browser: Browser): void => {
    starting = undefined
    idle.splice(0, idle.length, ...idle.filter((lease) => lease.browser !== browser))
    void closeBrowser(browser)
  }
  const next = (): void => {
    out -= 1
    queue.shift()?.resolve()
  }
  const open = async (): Promise<Lease> => {
    const browser = await browserOf()
    const shell = {
      html: deps.render('sheet/page', { css: deps.render('sheet/sheet.css', {}) }),
      fontsCss: deps.fontsCss,
    }
    return { browser, page: await openWarmPage(browser, shell, deps.readFont) }
  }
  return {
    take: async () => {
      if (closed) throw new Error('the printer is closed')
      if (out >= PAGES) await new Promise<void>((resolve, reject) => queue.push({ resolve, reject }))
      out += 1
      try {
        return idle.pop() ?? (await withTimeout(open()))
      } catch (error) {
        const browser = await starting?.catch(() => undefined)
        if (browser !== undefined) retire(browser)
        next()
        throw error
      }
    },
    giveBack: (lease) => {
      jobs += 1
      const isCurrent = lease.browser.connected && jobs < JOBS_PER_BROWSER
      if (isCurrent) idle.push(lease)
      else {
        jobs = 0
        retire(lease.browser)
      }
      next()
    },
    discard: (lease) => {
      retire(lease.browser)
      next()
    },
    waiting: () => queue.length,
    status: async () => {
      try {
        return (await withTimeout(browserOf())).connected
          ? 'ok'
          : 'the browser has gone; it is started again for the next sheet'
      } catch (error) {
        return String(error)
      }
    },
    close: async () => {
      closed = true
      for (const { reject } of queue.splice(0)) reject(new Error('the printer is closed'))
      const browser = await starting?.catch(() => undefined)
      if (browser !== undefined) await closeBrowser(browser)
    },
  }
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
      // Without a zygote it starts faster, but only without its sandbox, which root has to do without anyway.
      ...(isRoot ? ['--no-sandbox', '--no-zygote'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
  })

const closeBrowser = async (browser: Browser): Promise<void> => {
  const process = browser.process()
  const dead = setTimeout(() => process?.kill('SIGKILL'), 3_000)
  await browser.close().catch(() => undefined)
  clearTimeout(dead)
}
