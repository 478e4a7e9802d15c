/** The browser is killed again and again while a month's sheets are printed. */
import * as mupdf from 'mupdf'
import { expect, test } from 'vitest'
import { formatNumber } from '../../../src/domain/smart-pit-number.ts'
import { ownBrowsers } from '../../support/own-browsers.ts'
import { got, makeSheet, openPrinter } from './open-printer.ts'

const SHEETS = 1_000
const KILLS = 20
const AT_A_TIME = 10

/** Kills every browser that this very process started; answers how many there were. */
const killBrowsers = (): number => {
  const own = ownBrowsers()
  for (const pid of own) process.kill(pid, 'SIGKILL')
  return own.length
}

test('1,000 sheets come out right although the browser is killed 20 times in mid-job', async () => {
  const failures: string[] = []
  const log = { info: () => undefined, error: (event: string) => failures.push(event) }
  const printer = await openPrinter({ log })
  const sheets = Array.from({ length: SHEETS }, (_, n) => makeSheet({ subject: `第${n + 1}回` }))
  let printed = 0
  let kills = 0
  const calls = Array.from({ length: SHEETS / AT_A_TIME }, async (_, call) => {
    const part = sheets.slice(call * AT_A_TIME, (call + 1) * AT_A_TIME)
    const pdfs = got(await printer.printSheets(part))
    printed += pdfs.length
    // As others wait, there is always a job under way when one is done.
    if (kills < KILLS && printed >= (kills + 1) * (SHEETS / (KILLS + 5))) kills += Math.sign(killBrowsers())
    return pdfs
  })
  const pdfs = (await Promise.all(calls)).flat()
  await printer.close()
  expect(kills).toBe(KILLS)
  expect(failures.length).toBeGreaterThanOrEqual(KILLS)
  expect(pdfs).toHaveLength(SHEETS)
  for (const [index, pdf] of pdfs.entries()) {
    const document = mupdf.Document.openDocument(pdf, 'application/pdf')
    expect(document.countPages()).toBe(1)
    expect(document.getMetaData(mupdf.Document.META_INFO_TITLE)).toContain(`第${index + 1}回`)
    const text = document.loadPage(0).toStructuredText('preserve-whitespace').asText()
    expect(text).toContain(formatNumber(sheets[index]?.number ?? makeSheet().number))
  }
}, 300_000)
