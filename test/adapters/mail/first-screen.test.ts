import puppeteer, { type Browser, type Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { findBrowser } from '../../../src/adapters/print/find-browser.ts'
import { formatDay } from '../../../src/domain/jst-day.ts'
import { formatNumber } from '../../../src/domain/smart-pit-number.ts'
import { formatYen } from '../../../src/domain/yen.ts'
import type { Letter, Render } from '../../../src/ports.ts'
import {
  customerLettersOf,
  makeNotice,
  makeReceipt,
  makeReminder,
  makeRender,
  merchantLettersOf,
  sender,
} from './letters.ts'
import { withFonts } from './with-fonts.ts'

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

const languages = ['ja', 'en'] as const
const letters = languages.flatMap((language) =>
  Object.entries({
    ...customerLettersOf({ language }),
    'a long notice': makeNotice({ ...long, language }),
    'a long receipt': makeReceipt({ ...long, language }),
    'a long reminder': makeReminder(3, { ...long, language }),
    'a long new invoice': makeNotice({ ...long, language, ownNumber: true }),
    ...merchantLettersOf({ language }),
  }).map(([name, letter]) => ({ name: `${name} (${language})`, letter })),
)

/** Runs in the page: where each of the texts ends, 0 when it is not to be seen. */
const findEnds = (texts: readonly string[]): readonly number[] =>
  texts.map((text) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const bottom = node.parentElement?.getBoundingClientRect().bottom ?? 0
      if (bottom > 0 && node.textContent?.includes(text)) return bottom
    }
    return 0
  })

/** What a reader must see at once: amount, due day and number; amount and day in a merchant's list. */
const factsOf = (letter: Letter): readonly string[] => {
  if ('sheet' in letter) {
    const { amountYen, dueDay, number } = letter.sheet
    return [formatYen(amountYen), formatDay(dueDay, letter.language), formatNumber(number)]
  }
  if (letter.kind === 'bounce-notice') return [letter.address]
  if (letter.kind === 'sign-in') return [letter.personName, `${letter.minutes}`]
  if (letter.kind === 'slack-removed') return [letter.teamName]
  if (letter.kind === 'settlement-statement') return [formatYen(letter.stored.settlement.totals.payoutYen)]
  return [formatYen(letter.totalYen), formatDay(letter.day, letter.language)]
}

describe.each(letters)('$name on a small phone', ({ letter }) => {
  it.each(['light', 'dark'])('shows what counts without scrolling, in %s', async (scheme) => {
    await page.setViewport({ width: WIDTH, height: HEIGHT })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.setContent(withFonts(writeLetter(render, sender, letter).html))
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBe(WIDTH)
    const ends = await page.evaluate(findEnds, factsOf(letter))
    expect(Math.min(...ends)).toBeGreaterThan(0)
    expect(Math.max(...ends)).toBeLessThan(HEIGHT)
    const colours = await page.evaluate(() =>
      [...document.querySelectorAll('.what, .amount, .paper')].map((part) => {
        const style = getComputedStyle(part)
        return part.className === 'paper' ? style.backgroundColor : style.color
      }),
    )
    const [paper, ...inks] = colours
    expect(paper).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(26, 33, 29)')
    for (const ink of inks) expect(ink).toBe(scheme === 'light' ? 'rgb(21, 33, 28)' : 'rgb(238, 243, 240)')
  })
})
