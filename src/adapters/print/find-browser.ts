/** Finds a Chromium to print with, in the order in which they suit us. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fail, ok, type Result, type Text } from '../../domain/result.ts'
import { unpackBrowser } from './unpack-browser.ts'

export type FoundBrowser = {
  readonly executablePath: string
  readonly source: 'CHROME_PATH' | 'chromium-headless-shell' | '@sparticuz/chromium' | 'chromium'
}

/** Debian's wrapper of the same name is a shell script without exec: the binary itself is started. */
const HEADLESS_SHELL = '/usr/lib/chromium/chromium-headless-shell'
const FULL_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const

/** `env` is the process's environment; the package in third place is unpacked below its cache folder. */
export const findBrowser = async (
  env: Record<string, string | undefined>,
): Promise<Result<FoundBrowser, Text>> => {
  const { CHROME_PATH: named } = env
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return ok({ executablePath: named, source: 'CHROME_PATH' })
    return fail({
      ja: `CHROME_PATH（${named}）は実行できません。正しい場所にするか、消してください。`,
      en: `CHROME_PATH (${named}) cannot be run; correct or remove it.`,
    })
  }
  if (isExecutable(HEADLESS_SHELL))
    return ok({ executablePath: HEADLESS_SHELL, source: 'chromium-headless-shell' })
  const packaged = await unpackBrowser(env).catch(() => undefined)
  if (packaged !== undefined && isExecutable(packaged))
    return ok({ executablePath: packaged, source: '@sparticuz/chromium' })
  const full = (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => FULL_BROWSERS.map((name) => join(folder, name)))
    .find(isExecutable)
  if (full !== undefined) return ok({ executablePath: full, source: 'chromium' })
  return fail({
    ja: '印刷に使う Chromium が見つかりません。「apt-get install chromium-headless-shell」で入れるか、CHROME_PATH に場所を書いてください。',
    en: 'No Chromium to print with was found. Install one (apt-get install chromium-headless-shell) or name it in CHROME_PATH.',
  })
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
