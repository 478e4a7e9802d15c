/** Our printer as the server has it, and everybody it is compared with. */
import { readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import { createPrinter } from '../../../src/adapters/print/create-printer.ts'
import { drawSheet } from '../../../src/adapters/print/draw-sheet.ts'
import { findBrowser } from '../../../src/adapters/print/find-browser.ts'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import type { Result } from '../../../src/domain/result.ts'
import type { SheetContent } from '../../../src/domain/sheet.ts'
import type { Printer } from '../../../src/ports.ts'
import { buildTemplates } from '../../build-templates.ts'
import { createCommandLine } from './command-line.ts'
import { allNames, makeSheets } from './make-sheets.ts'
import { createNaivePage } from './naive-page.ts'
import { createPdfmake } from './pdfmake.ts'
import type { Missing, Peer, PeerFonts } from './peer.ts'
import { createReactPdf } from './react-pdf.ts'

export type Bench = {
  readonly printer: Printer
  readonly peers: readonly (Peer | Missing)[]
  /** Which browser prints. */
  readonly browser: string
  close(): Promise<void>
}

export const take = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `folder` takes the files that others need. */
export const openBench = async (folder: string): Promise<Bench> => {
  await buildTemplates()
  const render = createRenderer(JSON.parse(readFileSync(`${root}.build/templates.json`, 'utf8')))
  const found = await findBrowser(process.env)
  if (!found.ok) throw new Error(found.failure.en)
  const { executablePath, source } = found.value
  const printer = createPrinter({
    executablePath,
    render,
    fontsCss: readFileSync(`${root}fonts/fonts.css`, 'utf8'),
    readFont: async (path) => new Uint8Array(await readFile(`${root}fonts/${path}`)),
    log: { info: () => undefined, error: console.error },
    isRoot: process.getuid?.() === 0,
  })
  const draw = (sheet: SheetContent): string => drawSheet(render, sheet)
  const fonts = await makeFonts(folder, `${makeSheets(1).map(draw).join('')}${allNames}0123456789`)
  const toHtml = (sheets: readonly SheetContent[]): string =>
    `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>Sheets</title><style>${fontFaces(fonts)}${render('sheet/sheet.css', {})}</style></head><body><main>${sheets.map(draw).join('')}</main></body></html>`
  const peers = [
    await createNaivePage(executablePath, toHtml),
    createReactPdf(draw, fonts),
    createPdfmake(draw, fonts),
    createCommandLine(
      {
        name: 'wkhtmltopdf',
        options: ['-q', '--enable-local-file-access', '--disable-javascript'],
        runs: { single: 2, bulk: 1 },
        env: { QT_QPA_PLATFORM: 'offscreen', FONTCONFIG_FILE: writeFontsConf(folder) },
      },
      folder,
      // It draws web fonts as shapes; those of the system become text.
      (sheets) =>
        toHtml(sheets)
          .replace(/@font-face\{[^}]*\}/g, '')
          .replaceAll('Pitpost Sans', 'BIZ UDPGothic'),
    ),
    createCommandLine({ name: 'weasyprint', options: [], runs: { single: 1, bulk: 1 } }, folder, toHtml),
  ]
  return {
    printer,
    peers,
    browser: source,
    close: async () => {
      await printer.close()
      for (const peer of peers) if ('close' in peer) await peer.close()
    },
  }
}

/** The text face with every character of the sheets, in a form that all peers can read. */
const makeFonts = async (folder: string, text: string): Promise<PeerFonts> => {
  const make = async (file: string): Promise<string> => {
    const whole = readFileSync(`${root}node_modules/@expo-google-fonts/biz-udpgothic/${file}`)
    const path = join(folder, basename(file))
    writeFileSync(path, await subsetFont(whole, text, { targetFormat: 'truetype' }))
    return path
  }
  return {
    regular: await make('400Regular/BIZUDPGothic_400Regular.ttf'),
    bold: await make('700Bold/BIZUDPGothic_700Bold.ttf'),
  }
}

/** Names the folder as the only one with fonts. */
const writeFontsConf = (folder: string): string => {
  const path = join(folder, 'fonts.conf')
  writeFileSync(
    path,
    `<?xml version="1.0"?><fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`,
  )
  return path
}

/** As data: a page that was set has no right to files. */
const fontFaces = ({ regular, bold }: PeerFonts): string =>
  [
    [400, regular],
    [700, bold],
  ]
    .map(
      ([weight, path]) =>
        `@font-face{font-family:'Pitpost Sans';font-weight:${weight};src:url(data:font/ttf;base64,${readFileSync(String(path)).toString('base64')})}`,
    )
    .join('')
