/** Gathers everything under `templates/` into `.build/templates.json`, with the mails compiled from MJML. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const FOLDER = join(ROOT, 'templates')
const TARGET = join(ROOT, '.build', 'templates.json')
const KEPT = /\.(liquid|css|js|svg)$/

const listFiles = (): readonly string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(FOLDER, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .sort()
    : []

const hashOf = (files: readonly string[]): string => {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)))
  for (const file of files) hash.update(file).update(readFileSync(join(FOLDER, file)))
  return hash.digest('hex')
}

const compileMail = async (file: string): Promise<string> => {
  // Loading MJML takes longer than everything else here: only when a mail has changed.
  const { default: mjml } = await import('mjml')
  const path = join(FOLDER, file)
  const { html, errors } = await mjml(readFileSync(path, 'utf8'), {
    filePath: path,
    validationLevel: 'strict',
    keepComments: false,
    // MJML would fetch a web font on its own.
    fonts: {},
    // Off by default since MJML 5; ours include only files of the same folder.
    ignoreIncludes: false,
  })
  if (errors.length > 0)
    throw new Error(`${file}: ${errors.map((error) => error.formattedMessage).join('; ')}`)
  return html
}

/** Writes the templates anew unless nothing has changed since the last time; answers how many there are. */
export const buildTemplates = async (): Promise<number> => {
  const files = listFiles()
  const hash = hashOf(files)
  const stamp = `${TARGET}.sha256`
  if (existsSync(TARGET) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return files.length
  const templates: Record<string, string> = {}
  for (const file of files) {
    // A part that other mails include is compiled with them.
    if (/\.mjml$/.test(file) && !/\/_/.test(file))
      templates[file.replace(/\.mjml$/, '.html')] = await compileMail(file)
    else if (KEPT.test(file))
      templates[file.replace(/\.liquid$/, '')] = readFileSync(join(FOLDER, file), 'utf8')
  }
  mkdirSync(dirname(TARGET), { recursive: true })
  writeFileSync(`${TARGET}.new`, JSON.stringify(templates, null, 1))
  renameSync(`${TARGET}.new`, TARGET)
  writeFileSync(stamp, hash)
  return files.length
}

if (import.meta.main) console.log(`templates: ${await buildTemplates()} files`)
