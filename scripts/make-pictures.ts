/** Makes the README's pictures from a running sandbox: a sheet, and a message of the chat. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as mupdf from 'mupdf'
import puppeteer from 'puppeteer'
import { findBrowser } from '../src/adapters/print/find-browser.ts'
import { parseConfig } from '../src/config.ts'
import { startServer } from '../src/run-server.ts'
import { buildTemplates } from './build-templates.ts'

const TARGET = new URL('../docs/pictures/', import.meta.url)

await buildTemplates()
mkdirSync(TARGET, { recursive: true })
const dataDir = mkdtempSync(join(tmpdir(), 'pitpost-pictures-'))
const parsed = parseConfig({ PORT: '0', SANDBOX: '1', DATA_DIR: dataDir })
const found = await findBrowser(process.env)
if (!parsed.ok || !found.ok) throw new Error('no configuration or no browser')
const running = await startServer(parsed.config, process.env)
const browser = await puppeteer.launch({
  executablePath: found.value.executablePath,
  headless: 'shell',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

const page = await browser.newPage()
await page.setViewport({ width: 760, height: 1600, deviceScaleFactor: 1.25 })
await page.goto(`${running.url}/sandbox/chat`)
await page.type('#text', '/pit 13200 翌月末 山田花子様 hanako@example.com 12月分 月謝 #2612-0001')
await Promise.all([page.waitForNavigation(), page.click('.composer button')])

const [merchant] = await running.pitpost.store.merchants()
const findInvoice = async () => (await running.pitpost.store.invoices(merchant?.id ?? '', {}, 1)).items[0]
let invoice = await findInvoice()
// The command has been acknowledged; on a busy machine it is worked on a little later.
for (let look = 0; look < 100 && invoice === undefined; look += 1) {
  await new Promise((resolve) => setTimeout(resolve, 100))
  invoice = await findInvoice()
}
if (invoice === undefined) throw new Error('nothing was registered')
const pdf = await running.pitpost.story.fetchSheet(invoice, Temporal.Now.instant())
if (pdf === undefined) throw new Error('no sheet was printed')
const sheet = mupdf.Document.openDocument(pdf, 'application/pdf').loadPage(0)
const pixels = sheet.toPixmap(mupdf.Matrix.scale(1.1, 1.1), mupdf.ColorSpace.DeviceGray, false)
writeFileSync(new URL('sheet.png', TARGET), pixels.asPNG())

const now = Temporal.Now.instant()
await running.pitpost.story.collectPayment(
  {
    number: invoice.number,
    invoiceId: invoice.id,
    amountYen: invoice.amountYen,
    receipt: 'r-1',
    paidAt: now,
    chain: '020',
    store: '000123',
  },
  now,
)
await running.pitpost.tick(now)
await page.goto(`${running.url}/sandbox/chat`)
const messages = await page.$$('.message')
const box = await messages.at(-1)?.boundingBox()
const top = await messages.find((_, index) => index === messages.length - 3)?.boundingBox()
if (box == null || top == null) throw new Error('no message in the chat')
const clip = { x: top.x, y: top.y, width: top.width, height: box.y + box.height - top.y }
writeFileSync(new URL('slack.png', TARGET), await page.screenshot({ clip, captureBeyondViewport: true }))

await browser.close()
await running.close()
rmSync(dataDir, { recursive: true, force: true })
console.log('pictures: docs/pictures/sheet.png, docs/pictures/slack.png')
