/** A few warm pages over one browser, which is replaced when it breaks or has worked long enough. */
import type { BlankPage } from './devtools.ts'
import type { Shell, WarmPage } from './warm-page.ts'
import { withTimeout } from './with-timeout.ts'

export type RunningBrowser = {
  /** A blank page in a process of its own. */
  newPage(): Promise<BlankPage>
  /** Comes true when the browser has ended, for whatever reason. */
  readonly ended: Promise<void>
  end(): Promise<void>
  /** Instead of `end` when nothing is wrong with it and somebody else may go on with it. */
  leave?(): Promise<void>
}

export type BrowserPool = {
  /** Lends a page with that shell to the work; a browser under which work fails or takes too long is replaced. */
  use<T>(shell: Shell, work: (page: WarmPage) => Promise<T>): Promise<T>
  /** `ok`, or why not. */
  status(): Promise<string>
  close(): Promise<void>
}

export type BrowserPoolDeps = {
  readonly launch: () => Promise<RunningBrowser>
  readonly openPage: (browser: RunningBrowser, shell: Shell) => Promise<WarmPage>
  /** Pages that print side by side. */
  readonly pages: number
  /** Pages that are kept loaded between jobs, of all shells together. */
  readonly idlePages: number
  /** Jobs of one browser before it is replaced, so that its memory stays bounded. */
  readonly jobsPerBrowser: number
  /** One job, or the opening of a page, may take this long. */
  readonly timeoutMs: number
}

/** One browser and what is known about it. */
type Engine = {
  readonly browser: RunningBrowser
  /** From now on, jobs go to a new browser. */
  readonly forget: () => void
  /** The one used last stands last. */
  readonly idle: { readonly shell: Shell; readonly page: WarmPage }[]
  /** Pages at work. */
  busy: number
  jobs: number
}

/** Nothing starts before the first job. */
export const createBrowserPool = (deps: BrowserPoolDeps): BrowserPool => {
  const waiting: { readonly go: () => void; readonly stop: (reason: Error) => void }[] = []
  let working = 0
  let closed = false
  let current: Promise<Engine> | undefined

  const engineNow = (): Promise<Engine> => {
    if (current !== undefined) return current
    const started = startEngine(deps, () => {
      if (current === started) current = undefined
    })
    current = started
    return started
  }
  /** The place of whoever is done goes straight to the next in line. */
  const enter = async (): Promise<void> => {
    if (closed) throw new Error('the printer is closed')
    if (working < deps.pages) working += 1
    else await new Promise<void>((go, stop) => waiting.push({ go, stop }))
  }
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) working -= 1
    else next.go()
  }
  return {
    use: async (shell, work) => {
      await enter()
      try {
        const engine = await withTimeout(engineNow(), deps.timeoutMs)
        return await workOn(engine, shell, work, deps)
      } finally {
        leave()
      }
    },
    status: async () => {
      try {
        await withTimeout(engineNow(), deps.timeoutMs)
        return 'ok'
      } catch (error) {
        return String(error)
      }
    },
    close: async () => {
      closed = true
      for (const { stop } of waiting.splice(0)) stop(new Error('the printer is closed'))
      const engine = await current?.catch(() => undefined)
      if (engine === undefined) return
      await (engine.browser.leave?.() ?? engine.browser.end())
    },
  }
}

const startEngine = async ({ launch }: BrowserPoolDeps, forget: () => void): Promise<Engine> => {
  try {
    const browser = await launch()
    void browser.ended.then(forget)
    return { browser, forget, idle: [], busy: 0, jobs: 0 }
  } catch (error) {
    forget()
    throw error
  }
}

const workOn = async <T>(
  engine: Engine,
  shell: Shell,
  work: (page: WarmPage) => Promise<T>,
  { openPage, idlePages, jobsPerBrowser, timeoutMs }: BrowserPoolDeps,
): Promise<T> => {
  engine.busy += 1
  try {
    const page = takeIdle(engine, shell) ?? (await withTimeout(openPage(engine.browser, shell), timeoutMs))
    const result = await withTimeout(work(page), timeoutMs)
    engine.idle.push({ shell, page })
    if (engine.idle.length > idlePages) await engine.idle.shift()?.page.close()
    engine.jobs += 1
    return result
  } catch (error) {
    engine.jobs = Number.POSITIVE_INFINITY
    throw error
  } finally {
    engine.busy -= 1
    if (engine.jobs >= jobsPerBrowser) {
      engine.forget()
      // Other pages of the same browser finish what they print; the last one turns off the light.
      if (engine.busy === 0) void engine.browser.end()
    }
  }
}

const takeIdle = ({ idle }: Engine, shell: Shell): WarmPage | undefined => {
  const at = idle.findLastIndex((entry) => entry.shell === shell)
  return at === -1 ? undefined : idle.splice(at, 1)[0]?.page
}
