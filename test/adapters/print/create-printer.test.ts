/** The print engine under trouble: crashes, crowds, and pages that would like to reach the network. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { launchBrowser, toBrowserArgs } from '../../../src/adapters/print/launch-browser.ts'
import { unpackBrowser } from '../../../src/adapters/print/unpack-browser.ts'
import { openWarmPage } from '../../../src/adapters/print/warm-page.ts'
import type { Printer } from '../../../src/ports.ts'
import { ownBrowsers } from '../../support/own-browsers.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { browserPath, got, makeSheet, openPrinter, printOne, shell } from './open-printer.ts'

const opened: Printer[] = []
const open = async (...changes: Parameters<typeof openPrinter>): Promise<Printer> => {
  const printer = await openPrinter(...changes)
  opened.push(printer)
  return printer
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((printer) => printer.close()))
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const killBrowsers = (): number => {
  const pids = ownBrowsers()
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  return pids.length
}

describe('a crash', () => {
  test('in mid-job loses no sheet', async () => {
    const printer = await open()
    const sheets = Array.from({ length: 100 }, (_, n) => makeSheet({ subject: `第${n + 1}回` }))
    let [done, kills] = [0, 0]
    const printed = await Promise.all(
      Array.from({ length: 10 }, async (_, group) => {
        const pdfs = got(await printer.printSheets(sheets.slice(group * 10, group * 10 + 10)))
        done += 1
        // When one is done, the next are under way: they lose their browser, however fast the machine is.
        if (done % 3 === 0) kills += killBrowsers()
        return pdfs
      }),
    )
    expect(kills).toBe(3)
    expect(printed.flat()).toHaveLength(100)
    for (const [index, pdf] of printed.flat().entries())
      expect(readPdf(pdf).title).toContain(`第${index + 1}回`)
  })

  test('between two jobs is not noticed', async () => {
    const printer = await open()
    await printOne(printer, makeSheet())
    killBrowsers()
    expect(readPdf(await printOne(printer, makeSheet())).pages).toBe(1)
  })

  test('without a crash: a browser that no longer answers is replaced when the job has had its time', async () => {
    const printer = await open({ limits: { jobTimeoutMs: 3_000 } })
    await printOne(printer, makeSheet())
    const stuck = ownBrowsers()
    for (const pid of stuck) process.kill(pid, 'SIGSTOP')
    expect(readPdf(await printOne(printer, makeSheet())).pages).toBe(1)
    expect(ownBrowsers().some((pid) => !stuck.includes(pid))).toBe(true)
    for (const pid of stuck) process.kill(pid, 'SIGKILL')
  })

  test('that comes every time is answered as a failure, not as a hang', async () => {
    const printer = await open({ executablePath: '/bin/false' })
    expect(await printer.printSheets([makeSheet()])).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable', part: 'printer' },
    })
    expect(await printer.status()).not.toBe('ok')
  })
})

describe('the queue', () => {
  test('answers too-busy at once when it is full, and takes sheets again afterwards', async () => {
    const printer = await open({ limits: { sheetsWaiting: 20 } })
    const first = printer.printSheets(Array.from({ length: 15 }, () => makeSheet()))
    const second = printer.printSheets(Array.from({ length: 6 }, () => makeSheet()))
    // Whoever is turned away does not wait for those in the queue.
    expect(await Promise.race([first, second])).toBe(await second)
    const refused = await second
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'too-busy', part: 'printer' } })
    expect(got(await first).length).toBe(15)
    expect(readPdf(await printOne(printer, makeSheet())).pages).toBe(1)
  })

  test('serves callers side by side, each with its own sheet', async () => {
    const printer = await open()
    const sheets = Array.from({ length: 20 }, (_, n) => makeSheet({ subject: `第${n + 1}回` }))
    const pdfs = await Promise.all(sheets.map((sheet) => printOne(printer, sheet)))
    for (const [index, pdf] of pdfs.entries()) expect(readPdf(pdf).title).toContain(`第${index + 1}回`)
  })

  test('ends with a failure for whoever waits when the printer is closed', async () => {
    const printer = await open()
    const waiting = printer.printSheets(Array.from({ length: 60 }, () => makeSheet()))
    await pause(20)
    await printer.close()
    expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
  })
})

test('a browser is replaced after its share of jobs, without a sheet being lost', async () => {
  const printer = await open({ limits: { jobsPerBrowser: 3 } })
  const before = new Set<number>()
  for (let n = 0; n < 8; n += 1) {
    expect(readPdf(await printOne(printer, makeSheet())).pages).toBe(1)
    for (const pid of ownBrowsers()) before.add(pid)
  }
  expect(before.size).toBeGreaterThanOrEqual(3)
})

test('the browser that comes as a package prints, too', async () => {
  const printer = await open({ executablePath: await unpackBrowser(process.env) })
  const pdf = readPdf(await printOne(printer, makeSheet()))
  expect(pdf.texts[0]).toContain('¥13,200')
})

describe('the network', () => {
  test('is out of reach, even for markup of our own', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked += 1
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`
    const markup =
      `<img src="${url}"><iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}">` +
      `<link rel="stylesheet" href="${url}"><link rel="preconnect" href="${url}"><style>@import url(${url});` +
      `p{background:url(${url})}@font-face{font-family:x;src:url(${url})}</style><p style="font-family:x">x</p>` +
      `<svg><image href="${url}"/><use href="${url}#a"/></svg><video src="${url}" autoplay></video>` +
      `<img src=x onerror="fetch('${url}')"><meta http-equiv="refresh" content="0;url=${url}">`
    const printer = await open()
    await printOne(printer, makeSheet({ customer: { ...makeSheet().customer, name: markup } }))
    // Without the resolver rule, so that the page's own guard is what is tested.
    const args = toBrowserArgs(true).filter((arg) => !arg.startsWith('--host-resolver-rules'))
    const browser = await launchBrowser({ executablePath: await browserPath(), args })
    const page = await openWarmPage(await browser.newPage(), shell)
    await page.print({
      markup: `<section class="sheet">${markup}</section>`,
      title: 'x',
      outline: false,
    })
    await pause(200)
    await browser.end()
    server.close()
    expect(asked).toBe(0)
  })
})
