/** What of the time for a hundred sheets is the browser's alone: one warm page, markup ready, nothing joined. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createShells } from '../../../src/adapters/print/create-shells.ts'
import { drawSheet } from '../../../src/adapters/print/draw-sheet.ts'
import { findBrowser } from '../../../src/adapters/print/find-browser.ts'
import { launchBrowser, toBrowserArgs } from '../../../src/adapters/print/launch-browser.ts'
import { openWarmPage } from '../../../src/adapters/print/warm-page.ts'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import { makeSheets } from './make-sheets.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const SHEETS = 50
const ROUNDS = 8

/** Least ms a sheet, of sheets and of blank pages. */
export const benchFloor = async (say: (what: string, figures: string) => void): Promise<void> => {
  const render = createRenderer(JSON.parse(readFileSync(`${ROOT}.build/templates.json`, 'utf8')))
  const found = await findBrowser(process.env)
  if (!found.ok) throw new Error(found.failure.en)
  const browser = await launchBrowser({
    executablePath: found.value.executablePath,
    args: toBrowserArgs(process.getuid?.() === 0),
  })
  const shell = createShells({
    render,
    fontsCss: readFileSync(`${ROOT}fonts/fonts.css`, 'utf8'),
    readFont: async (path) => new Uint8Array(await readFile(`${ROOT}fonts/${path}`)),
  })('sheet/sheet.css', 'ja')
  const page = await openWarmPage(await browser.newPage(), shell)
  const measure = async (markup: string): Promise<number> => {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now()
      await page.print({ markup, title: 'bench', outline: false })
      times.push((performance.now() - started) / SHEETS)
    }
    return Math.min(...times)
  }
  const drawn = makeSheets(SHEETS)
    .map((sheet) => drawSheet(render, sheet))
    .join('')
  const [sheets, blank] = [
    await measure(drawn),
    await measure('<section class="sheet"></section>'.repeat(SHEETS)),
  ]
  say('one warm page, nothing else', `${sheets.toFixed(1)} ms a sheet, ${blank.toFixed(1)} ms a blank page`)
  await browser.end()
}
