/** What people come for, done with mouse, keyboard and thumb as they do it. */
import { fileURLToPath } from 'node:url'
import { decode } from 'fast-png'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeBarcodes } from '../support/decode-barcode.ts'
import { findBarriers, findMisfits, looks, openBrowser, openTab } from '../support/open-browser.ts'
import { signUpSecond } from '../support/second-merchant.ts'
import { startTestSandbox, type TestSandbox } from '../support/start-sandbox.ts'

let sandbox: TestSandbox
let browser: Browser
let cookie: string

beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
  browser = await openBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
})

const desk = { width: 1280, language: 'ja' } as const
const phone = { width: 360, language: 'ja' } as const

const go = (page: Page, path: string) => page.goto(`${sandbox.url}${path}`)
const press = (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)])
const textOf = (page: Page): Promise<string> => page.evaluate(() => document.body.textContent)
const sample = (name: string): string => fileURLToPath(new URL(`../samples/${name}`, import.meta.url))

/** The worker of the page has a connection of its own. */
const cutOff = async (page: Page): Promise<void> => {
  const worker = await page.browserContext().waitForTarget((target) => target.type() === 'service_worker')
  const session = await worker.createCDPSession()
  await session.send('Network.enable')
  const speeds = { latency: 0, downloadThroughput: 0, uploadThroughput: 0 }
  await session.send('Network.emulateNetworkConditions', { offline: true, ...speeds })
}

const upload = async (page: Page, name: string): Promise<void> => {
  await go(page, '/files/new')
  const input = await page.$('input[type=file]')
  if (input === null) throw new Error('no place for a file')
  // The kind of element was asked for.
  await (input as import('puppeteer').ElementHandle<HTMLInputElement>).uploadFile(sample(name))
  await press(page, 'form[action="/files/preview"] button')
}

describe('a bill', () => {
  it.each(looks)(
    'is registered at $width px in $language, after its faults were named at their fields',
    async (look) => {
      const page = await openTab(browser, sandbox.url, look, cookie)
      await go(page, '/invoices/new')
      await page.type('#customer_name', `山田 ${look.width}${look.language}`)
      await page.type('#subject', `12月分 月謝 ${look.width} ${look.language}`)
      await page.type('#amount', '999999')
      await page.type('#due', '翌月末')
      await page.select('#deliver', 'none')
      await press(page, 'form.card button')
      expect(await page.$eval('#amount', (input) => input.getAttribute('aria-invalid'))).toBe('true')
      expect(await findBarriers(page)).toEqual([])
      await page.$eval('#amount', (input) => {
        // The element is the input with that id.
        ;(input as HTMLInputElement).value = ''
      })
      await page.type('#amount', '13200')
      await press(page, 'form.card button')
      expect(page.url()).toContain('done=registered')
      expect(await textOf(page)).toMatch(/\d{4}-\d{4}-\d{4}-\d/)
      expect([...(await findBarriers(page)), ...(await findMisfits(page))]).toEqual([])
      await page.browserContext().close()
    },
  )
})

describe('a customer billed before', () => {
  it('is billed again with two presses, or by beginning to type the name; the number is shown large', async () => {
    const page = await openTab(browser, sandbox.url, phone, cookie)
    await go(page, '/invoices/new')
    await press(page, '.chips a')
    const typedIn = (selector: string): Promise<string> =>
      page.$eval(selector, (input) => (input as HTMLInputElement).value)
    const [name, amount] = [await typedIn('#customer_name'), await typedIn('#amount')]
    expect(amount).toBe('13200')
    await press(page, 'form.card button')
    expect(page.url()).toContain('done=registered')
    await press(page, 'a[href$="/show"]')
    expect(page.url()).toMatch(/\/show$/)
    expect(await textOf(page)).toMatch(/\d{4}-\d{4}-\d{4}-\d/)
    expect([...(await findBarriers(page)), ...(await findMisfits(page))]).toEqual([])
    await go(page, '/invoices/new')
    await page.type('#customer_name', name)
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#amount')?.value === '13200')
    await page.browserContext().close()
  })
})

describe('a file', () => {
  it('of the samples: 50 of 50 in UTF-8, and in CP932 at another merchant; of the broken one none, each row named', async () => {
    const page = await openTab(browser, sandbox.url, desk, cookie)
    await upload(page, 'invoices-12-broken.utf8.csv')
    expect(await page.$$eval('tr.faulty .why', (cells) => cells.length)).toBe(12)
    expect(
      await page.$$eval('tr.faulty .why', (cells) => cells.every((cell) => cell.textContent !== '')),
    ).toBe(true)
    expect(await page.$$eval('form[action="/files/new"] button', (buttons) => buttons.length)).toBe(0)
    expect([...(await findBarriers(page)), ...(await findMisfits(page))]).toEqual([])
    await upload(page, 'invoices-50.utf8.csv')
    await press(page, 'form[action="/files/new"] button')
    expect(await textOf(page)).toContain('50件を登録しました')
    const other = await signUpSecond(sandbox)
    const theirs = await openTab(browser, sandbox.url, phone, other.cookie)
    await upload(theirs, 'invoices-50.cp932.csv')
    expect([...(await findBarriers(theirs)), ...(await findMisfits(theirs))]).toEqual([])
    await press(theirs, 'form[action="/files/new"] button')
    expect(await textOf(theirs)).toContain('50件を登録しました')
    await Promise.all([page.browserContext().close(), theirs.browserContext().close()])
  })
})

describe('the customer’s barcode', () => {
  it.each([phone, desk])('is read off the screen at $width px', async (look) => {
    const [merchant] = await sandbox.pitpost.store.merchants()
    const [invoice] = (await sandbox.pitpost.store.invoices(merchant?.id ?? '', { status: 'open' }, 1)).items
    const page = await openTab(browser, sandbox.url, look, '')
    await go(page, `/s/${invoice?.token}`)
    await press(page, 'a[href*="/barcode"]')
    const picture = decode(await page.screenshot())
    const { data, width, height, channels } = picture
    const pixels = Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => {
      const [pixel, channel] = [at >> 2, at & 3]
      return channel < channels ? (data[pixel * channels + channel] ?? 255) : 255
    })
    const found = await decodeBarcodes({ data: pixels, width, height } as Parameters<
      typeof decodeBarcodes
    >[0])
    expect(found.map(({ text }) => text)).toEqual([invoice?.number])
    await page.browserContext().close()
  })
})

describe('without a connection', () => {
  it('a page says so, and a form keeps what was typed and sends nothing', async () => {
    const page = await openTab(browser, sandbox.url, phone, cookie)
    await go(page, '/invoices/new')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.type('#customer_name', '消えない 花子')
    await page.setOfflineMode(true)
    await cutOff(page)
    await page.click('form.card button')
    await page.waitForSelector('.offline')
    expect(await page.$eval('#customer_name', (input) => (input as HTMLInputElement).value)).toBe(
      '消えない 花子',
    )
    await go(page, '/invoices').catch(() => undefined)
    expect(await textOf(page)).toContain('オフラインです')
    await page.setOfflineMode(false)
    await page.browserContext().close()
  })
})

describe('the language', () => {
  it('changes with one press and stays', async () => {
    const page = await openTab(browser, sandbox.url, desk, cookie)
    await go(page, '/payments')
    await press(page, 'form[action="/language"] button')
    expect(page.url()).toBe(`${sandbox.url}/payments`)
    expect(await page.$eval('h1', (title) => title.textContent)).toBe('Payments')
    await go(page, '/settings')
    expect(await page.$eval('h1', (title) => title.textContent)).toBe('Settings')
    await page.browserContext().close()
  })
})
