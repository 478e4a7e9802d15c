/** Gathers what the worker reads instead of carrying it, templates and fonts, in `.build/assets/`, and the holidays. */

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import holidayJp from '@holiday-jp/holiday_jp'
import { buildTemplates } from './build-templates.ts'
import { slimPackages } from './slim-packages.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FONTS = join(ROOT, 'fonts')
const PUBLIC = join(ROOT, 'public')
const TARGET = join(ROOT, '.build', 'assets')
const isFont = (name: string): boolean => /\.(woff2|css)$/.test(name)

/** Writes what has changed since the last time; two runs side by side do no harm. */
export const buildAssets = async (): Promise<void> => {
  await Promise.all([buildTemplates(), slimPackages()])
  copyChanged(join(ROOT, '.build', 'templates.json'), join(TARGET, 'templates.json'))
  for (const entry of readdirSync(FONTS, { recursive: true, encoding: 'utf8' })) {
    if (isFont(entry)) copyChanged(join(FONTS, entry), join(TARGET, 'fonts', entry))
  }
  for (const name of readdirSync(PUBLIC)) copyChanged(join(PUBLIC, name), join(TARGET, 'public', name))
  writeChanged(join(ROOT, '.build', 'holidays.js'), holidayModule())
  bundleLazily()
  // Nobody fetches these from outside: the worker runs first.
  writeChanged(join(TARGET, '.assetsignore'), '.assetsignore\n')
}

/** No bill of pitpost's is older. */
const FIRST_DAY = '2020-01-01'

/** Stands in for the package in the worker: the days alone are a tenth of what their names weigh. */
const holidayModule = (): string =>
  `export default { holidays: ${JSON.stringify(Object.fromEntries(Object.keys(holidayJp.holidays).flatMap((day) => (day >= FIRST_DAY ? [[day, 1]] : []))))} }\n`

/** What is heavy and seldom needed on Workers. */
const LAZY = [
  'src/adapters/feed/read-workbook.ts',
  'src/adapters/slack/create-slack-sign-in.ts',
  'src/adapters/web/write-due-entry.ts',
]

/** Each as one module beside the worker's script, with wrangler's own bundler. */
const bundleLazily = (): void => {
  const folder = `--outdir=${join(ROOT, '.build', 'lazy')}`
  const slim = '--alias:openid-client=./.build/slim/openid-client.js'
  const options = ['--bundle', '--minify', '--format=esm', '--entry-names=[name]', slim, folder]
  const run = spawnSync(join(ROOT, 'node_modules/.bin/esbuild'), [...LAZY, ...options], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(run.stderr)
}

const copyChanged = (from: string, to: string): void => {
  if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) return
  mkdirSync(join(to, '..'), { recursive: true })
  const draft = `${to}.${process.pid}`
  cpSync(from, draft)
  renameSync(draft, to)
}

const writeChanged = (path: string, text: string): void => {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}

if (import.meta.main) await buildAssets()
