/** A browser to walk the pages with, as people see them: at a desk's width and at a phone's. */
import axe from 'axe-core'
import puppeteer, { type Browser, type Page } from 'puppeteer'
import { findBrowser } from '../../src/adapters/print/find-browser.ts'

export const openBrowser = async (): Promise<Browser> => {
  const found = await findBrowser(process.env)
  if (!found.ok) throw new Error(found.failure.en)
  return puppeteer.launch({
    executablePath: found.value.executablePath,
    headless: 'shell',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
    ],
  })
}

export type Look = { readonly width: 1280 | 360; readonly language: 'ja' | 'en' }

export const looks: readonly Look[] = [
  { width: 1280, language: 'ja' },
  { width: 360, language: 'ja' },
  { width: 1280, language: 'en' },
  { width: 360, language: 'en' },
]

/** A tab of a person who is signed in (or not: '') and reads a language. */
export const openTab = async (
  browser: Browser,
  url: string,
  { width, language }: Look,
  cookie: string,
): Promise<Page> => {
  // A context of its own: languages and sessions of tabs side by side do not meet.
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  const isPhone = width < 500
  await page.setViewport({ width, height: isPhone ? 740 : 900, isMobile: isPhone, hasTouch: isPhone })
  const { hostname: domain } = new URL(url)
  const [name = '', value = ''] = cookie.split('=')
  await context.setCookie(
    { name: 'pitpost_language', value: language, domain, path: '/' },
    ...(cookie === '' ? [] : [{ name, value, domain, path: '/' }]),
  )
  return page
}

/** What axe-core finds, by rule, with the first element of each; it comes in over the protocol, past the CSP. */
export const findBarriers = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run
    const { violations } = await run(document, { runOnly: tags, iframes: false, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} (${nodes.length})`)
  })
}

/** What does not fit: a page wider than its window, and on a phone whatever is too small for a thumb. */
export const findMisfits = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const THUMB_PX = 44
    const misfits: string[] = []
    if (document.documentElement.scrollWidth > innerWidth)
      misfits.push(`wider than the window by ${document.documentElement.scrollWidth - innerWidth} px`)
    if (document.body.textContent.includes('[object Object]')) misfits.push('[object Object]')
    if (innerWidth > 500) return misfits
    const touched =
      'button, .button, nav a, summary, select, textarea, input:not([type=checkbox], [type=radio], [type=hidden])'
    for (const element of document.querySelectorAll<HTMLElement>(touched)) {
      const { height, width } = element.getBoundingClientRect()
      const isSeen = width > 1 && element.checkVisibility({ visibilityProperty: true })
      if (isSeen && height < THUMB_PX - 0.5)
        misfits.push(`${Math.round(height)} px high: ${element.outerHTML.slice(0, 100)}`)
    }
    return misfits
  })
