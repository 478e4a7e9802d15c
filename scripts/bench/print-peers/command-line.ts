/** Programs of the system that make PDFs of HTML files, started anew for each job. */
import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Missing, Peer } from './peer.ts'

const run = promisify(execFile)

export type CommandLine = {
  readonly name: string
  readonly options: readonly string[]
  readonly runs: Peer['runs']
  readonly env?: Readonly<Record<string, string>>
}

/** `toHtml` gives a whole document; files go to `folder`. */
export const createCommandLine = (
  { name, options, runs, env = {} }: CommandLine,
  folder: string,
  toHtml: (sheets: Parameters<Peer['print']>[0]) => string,
): Peer | Missing => {
  if (!isInstalled(name)) return { name, missing: `not installed (apt-get install ${name})` }
  return {
    name,
    runs,
    print: async (sheets) => {
      const [source, target] = [join(folder, `${name}.html`), join(folder, `${name}.pdf`)]
      await writeFile(source, toHtml(sheets))
      await run(name, [...options, source, target], { env: { ...process.env, ...env } })
      return readFile(target)
    },
    close: async () => undefined,
  }
}

const isInstalled = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
