/** Gives wrangler's local Browser Rendering the browser that prints on this machine, so that it downloads none. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { findBrowser } from '../src/adapters/print/find-browser.ts'

/** Writes a launcher where miniflare looks for its Chrome, below `cache` (`XDG_CACHE_HOME`); throws when there is no browser. */
export const provideLocalBrowser = async (
  cache: string,
  env: Record<string, string | undefined>,
): Promise<void> => {
  const found = await findBrowser(env)
  if (!found.ok) throw new Error(found.failure.en)
  const folder = join(resolve(cache), '.wrangler', 'chrome', `linux-${chromeVersion()}`, 'chrome-linux64')
  mkdirSync(folder, { recursive: true })
  const launcher = join(folder, 'chrome')
  const draft = `${launcher}.${process.pid}`
  writeFileSync(draft, script(realPath(found.value.executablePath)), { mode: 0o755 })
  renameSync(draft, launcher)
}

/** It gets the arguments of the printer of one machine as well: the same browser draws the same picture. */
const script = (executable: string): string => `#!/bin/sh
exec "${executable}" --no-sandbox --no-zygote --disable-gpu --font-render-hinting=none "--host-resolver-rules=MAP * ~NOTFOUND" "$@"
`

/** Debian's is a script that does not make way for the browser: wrangler could not end it. */
const realPath = (executable: string): string =>
  executable === '/usr/bin/chromium-headless-shell' ? '/usr/lib/chromium/chromium-headless-shell' : executable

/** The version that the installed miniflare asks for. */
const chromeVersion = (): string => {
  const source = readFileSync(createRequire(import.meta.url).resolve('miniflare'), 'utf8')
  const version = /BROWSER_VERSION = "([\d.]+)"/.exec(source)?.[1]
  if (version === undefined) throw new Error('miniflare does not say which Chrome it wants')
  return version
}

const [, , cache] = process.argv
if (import.meta.main && cache !== undefined) await provideLocalBrowser(cache, process.env)
