/** Starts a headless Chromium that ends with this process, even when that is killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { RunningBrowser } from './browser-pool.ts'
import { type Connection, openBlankPage } from './devtools.ts'
import { openDevtoolsPipe } from './devtools-pipe.ts'

export type LaunchOptions = { readonly executablePath: string; readonly args: readonly string[] }

/** Arguments that suit printing; Chromium refuses its own sandbox for root. */
export const toBrowserArgs = (isRoot: boolean): readonly string[] => [
  // Chromium gives up its zygote only together with its sandbox, which root has to do without anyway.
  ...(isRoot ? ['--no-sandbox', '--no-zygote'] : []),
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync',
  '--no-first-run',
  '--password-store=basic',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

/** A browser that has not answered after this time is killed. */
const START_MS = 15_000
/** A browser that does not go when asked is killed after this time. */
const CLOSE_MS = 3_000

/** Throws when the browser ends before it has answered once. */
export const launchBrowser = async ({ executablePath, args }: LaunchOptions): Promise<RunningBrowser> => {
  const profile = await mkdtemp(join(tmpdir(), 'pitpost-browser-'))
  const child = spawn(
    executablePath,
    [...args, '--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
    // A group of its own, so that Ctrl-C lets this process finish its jobs.
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  )
  // The casts are earned by `stdio`: streams 3 and 4 are pipes, which Node opens both ways.
  const pipe = openDevtoolsPipe(child.stdio[4] as Duplex, child.stdio[3] as Duplex)
  const ended = endOf(child, pipe).then(() => rm(profile, { recursive: true, force: true }))
  const running: RunningBrowser = {
    newPage: () => openBlankPage(pipe),
    ended,
    end: async () => {
      const kill = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS)
      await pipe.browser.send('Browser.close').catch(() => undefined)
      await ended
      clearTimeout(kill)
    },
  }
  const kill = setTimeout(() => child.kill('SIGKILL'), START_MS)
  await pipe.browser.send('Browser.getVersion').finally(() => clearTimeout(kill))
  return running
}

const endOf = async (child: ChildProcess, pipe: Connection): Promise<void> => {
  const reason = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`it exited with ${signal ?? code}`))
  })
  pipe.end(new Error(`the browser is gone: ${reason}`))
}
