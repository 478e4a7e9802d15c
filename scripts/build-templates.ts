/**
 * Gathers everything under `templates/` into `.build/templates.json`, with the mails compiled from MJML, the pages in both
 * languages, and the document of the API.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeOpenApi } from '../src/adapters/web/api/write-open-api.ts'
import { compileMails } from './compile-mails.ts'
import { compilePages } from './compile-pages.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const FOLDER = join(ROOT, 'templates')
const TARGET = join(ROOT, '.build', 'templates.json')
/** What the templates are made with: they are made anew when one of these changes. */
const MAKERS = [
  'scripts/build-templates.ts',
  'scripts/compile-mails.ts',
  'scripts/compile-pages.ts',
  'src/domain/chain.ts',
  'src/adapters/web/api/write-open-api.ts',
]
/** What the document of the API is made from. */
const SCHEMAS = join(ROOT, 'src/adapters/web/api/schemas')
const KEPT = /\.(liquid|css|js|svg|json|webmanifest)$/
/** Said in both languages. */
const PAGE = /^web\/.*\.liquid$/
/** Printed by the thousand: each blank between two of its parts would become a node of the browser's. */
const SHEET = /^sheet\/.*\.liquid$/

const listFiles = (): readonly string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(FOLDER, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .sort()
    : []

const hashOf = (files: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const file of MAKERS) hash.update(readFileSync(join(ROOT, file)))
  for (const file of readdirSync(SCHEMAS).sort()) hash.update(readFileSync(join(SCHEMAS, file)))
  for (const file of files) hash.update(file).update(readFileSync(join(FOLDER, file)))
  return hash.digest('hex')
}

/** Without the line breaks between tags; text keeps its own. */
const closeUp = (source: string): string => source.replace(/(?<=[>}])\n+(?=[<{]|$)/g, '')

/** Writes the templates anew unless nothing has changed since the last time; answers how many there are. */
export const buildTemplates = async (): Promise<number> => {
  const files = listFiles()
  const hash = hashOf(files)
  const stamp = `${TARGET}.sha256`
  if (existsSync(TARGET) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return files.length
  const templates: Record<string, string> = {}
  const pages: Record<string, string> = {}
  for (const file of files) {
    if (!KEPT.test(file) || file.startsWith('mail/')) continue
    const target = PAGE.test(file) ? pages : templates
    const source = readFileSync(join(FOLDER, file), 'utf8')
    target[file.replace(/\.liquid$/, '')] = SHEET.test(file) ? closeUp(source) : source
  }
  Object.assign(templates, compilePages(pages))
  Object.assign(templates, await compileMails(join(FOLDER, 'mail')))
  // Made here, so that what makes it needs no room in the worker.
  templates['openapi.json'] = JSON.stringify(writeOpenApi())
  mkdirSync(dirname(TARGET), { recursive: true })
  writeFileSync(`${TARGET}.new`, JSON.stringify(templates, null, 1))
  renameSync(`${TARGET}.new`, TARGET)
  writeFileSync(stamp, hash)
  return files.length
}

if (import.meta.main) console.log(`templates: ${await buildTemplates()} files`)
