/** A printer as the server has it, and sheets to print. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPrinter, type PrinterDeps } from '../../../src/adapters/print/create-printer.ts'
import { createShells } from '../../../src/adapters/print/create-shells.ts'
import { findBrowser } from '../../../src/adapters/print/find-browser.ts'
import type { Shell } from '../../../src/adapters/print/warm-page.ts'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import type { Merchant } from '../../../src/domain/merchant.ts'
import type { Result } from '../../../src/domain/result.ts'
import { type SheetContent, toSheetContent } from '../../../src/domain/sheet.ts'
import type { Printer, Render } from '../../../src/ports.ts'
import { makeInvoice, makeMerchant } from '../../support/make-invoice.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const templates: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(`${root}.build/templates.json`, 'utf8'),
)
export const render = createRenderer(templates)
/** Our templates and a few more. */
export const renderAlso = (more: Readonly<Record<string, string>>): Render =>
  createRenderer({ ...templates, ...more })
export const fontsCss = readFileSync(`${root}fonts/fonts.css`, 'utf8')
export const readFont = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(`${root}fonts/${path}`))

export const shell: Shell = createShells({ render, fontsCss, readFont })('sheet/sheet.css', 'ja')

export const browserPath = async (): Promise<string> => {
  const found = await findBrowser(process.env)
  if (!found.ok) throw new Error(found.failure.en)
  return found.value.executablePath
}

export const openPrinter = async (changes: Partial<PrinterDeps> = {}): Promise<Printer> =>
  createPrinter({
    executablePath: changes.executablePath ?? (await browserPath()),
    render,
    fontsCss,
    readFont,
    log: { info: () => undefined, error: () => undefined },
    isRoot: process.getuid?.() === 0,
    ...changes,
  })

export const makeSheet = (invoice: Partial<Invoice> = {}, merchant: Partial<Merchant> = {}): SheetContent =>
  toSheetContent(
    makeInvoice(invoice),
    makeMerchant({ registrationNumber: 'T1234567890123', ...merchant }),
    'https://pay.example.jp/s/abcdefghijklmnopqrstuvwxyz012345',
  )

/** The value of what went well; what did not fails the test with its reason. */
export const got = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

/** One sheet as a PDF. */
export const printOne = async (printer: Printer, sheet: SheetContent): Promise<Uint8Array> => {
  const [pdf] = got(await printer.printSheets([sheet]))
  if (pdf === undefined) throw new Error('no sheet')
  return pdf
}
