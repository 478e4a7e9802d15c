import puppeteer, { type Browser, type Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { findBrowser } from '../../../src/adapters/print/find-browser.ts'
import type { Letter, Render } from '../../../src/ports.ts'
import { makeNotice, makeReceipt, makeRender, sender } from './letters.ts'

/** A small phone, in CSS pixels, less what a mail program needs for sender and subject. */
const WIDTH = 360
const HEIGHT = 640 - 150

let browser: Browser
let page: Page
let render: Render
beforeAll(async () => {
  const found = await findBrowser(process.env)
  if (!found.ok) throw new Error(found.failure.en)
  render = await makeRender()
  browser = await puppeteer.launch({
    executablePath: found.value.executablePath,
    headless: 'shell',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-zygote',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND',
    ],
  })
  page = await browser.newPage()
  await page.setJavaScriptEnabled(false)
})
afterAll(() => browser?.close())

const long = {
  invoice: {
    subject:
      '冬期講習 受講料（特進コース・国語数学英語理科社会）および教材費、合宿費用の第二回分割のお支払い',
    reference: 'a-very-long-reference-without-any-space-1',
  },
  merchant: {
    name: '学校法人 さくら学園 さくら学習塾 札幌駅前校',
    email: `${'long'.repeat(14)}@example.com`,
  },
}

describe.each<readonly [string, Letter]>([
  ['a notice', makeNotice()],
  ['a long notice', makeNotice(long)],
  ["a merchant's notice", makeNotice({ audience: 'merchant' })],
  ['a receipt', makeReceipt(long)],
])('%s on a small phone', (_, letter) => {
  it.each(['light', 'dark'])('shows what counts without scrolling, in %s', async (scheme) => {
    await page.setViewport({ width: WIDTH, height: HEIGHT })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.setContent(writeLetter(render, sender, letter).html)
    const seen = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      ends: [...document.querySelectorAll('.amount, .due, .digits')].map(
        (part) => part.getBoundingClientRect().bottom,
      ),
      colours: [...document.querySelectorAll('.amount, .paper')].map((part) => {
        const style = getComputedStyle(part)
        return part.className === 'paper' ? style.backgroundColor : style.color
      }),
    }))
    expect(seen.width).toBe(WIDTH)
    expect(seen.ends).toHaveLength(letter.kind === 'notice' ? 3 : 1)
    expect(Math.max(...seen.ends)).toBeLessThan(HEIGHT)
    expect(seen.colours).toEqual(
      scheme === 'light'
        ? ['rgb(255, 255, 255)', 'rgb(21, 33, 28)']
        : ['rgb(26, 33, 29)', 'rgb(238, 243, 240)'],
    )
  })
})
