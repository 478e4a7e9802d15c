/** Unpacks the headless shell that comes as a package: whole or not at all, and once for all processes of a user. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Env = Record<string, string | undefined>

const PACKAGE = '@sparticuz/chromium'
/** What the browser needs on a bare machine: itself, a font to fall back on, and NSS. */
const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'] as const

/** Starts the browser with its own libraries and fonts; the process keeps its id. */
const LAUNCHER = `#!/bin/sh
here=\${0%/*}
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`

/** Only its own font: what a page shows must not depend on what is installed. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`

/**
 * Path of an executable; throws when the package is absent or the disk is full.
 * `env` is the process's own, `source` the folder of the package.
 */
export const unpackBrowser = async (env: Env, source: string = packageFolder()): Promise<string> => {
  const { inflate } = await import('@sparticuz/chromium')
  const folder = join(await cacheFolder(env), `chromium-${await versionOf(source)}`)
  const launcher = join(folder, 'start-chromium')
  if (existsSync(launcher)) return launcher
  const draft = `${folder}.${randomUUID()}`
  await mkdir(draft, { mode: 0o700 })
  try {
    await inflateInto(env, draft, () => ARCHIVES.map((name) => inflate(join(source, 'bin', name))))
    await writeFile(join(draft, 'fonts.conf'), FONTS)
    await writeFile(join(draft, 'start-chromium'), LAUNCHER, { mode: 0o700 })
    await rename(draft, folder)
  } catch (error) {
    // Another process was faster: its folder is as good.
    if (!existsSync(launcher)) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return launcher
}

const packageFolder = (): string => join(dirname(fileURLToPath(import.meta.resolve(PACKAGE))), '..')

const versionOf = async (folder: string): Promise<string> => {
  const found = /"version": *"([\w.-]+)"/.exec(await readFile(join(folder, 'package.json'), 'utf8'))?.[1]
  if (found === undefined) throw new Error(`${PACKAGE} does not say its version`)
  return found
}

/** The package unpacks into what the temporary folder is at the time of the call. */
const inflateInto = async (
  env: Env,
  folder: string,
  start: () => readonly Promise<string>[],
): Promise<void> => {
  const { TMPDIR: chosen } = env
  env['TMPDIR'] = folder
  const unpacking = start()
  if (chosen === undefined) delete env['TMPDIR']
  else env['TMPDIR'] = chosen
  await Promise.all(unpacking)
}

/** A folder nobody else can write to, for what is run from there. */
const cacheFolder = async ({ XDG_CACHE_HOME: named }: Env): Promise<string> => {
  const home = join(named === undefined || named === '' ? join(homedir(), '.cache') : named, 'pitpost')
  const places = [home, join(tmpdir(), `pitpost-${userInfo().uid}`)]
  for (const place of places) {
    try {
      await mkdir(place, { recursive: true, mode: 0o700 })
      await chmod(place, 0o700)
      return place
    } catch {
      // Not ours, or read-only: the next one.
    }
  }
  throw new Error(`no folder to unpack the browser into: tried ${places.join(' and ')}`)
}
