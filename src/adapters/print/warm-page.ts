/** A page that stays loaded with template and fonts; only the markup of the sheets is swapped. */
import type { Browser, HTTPRequest, Page } from 'puppeteer'

/** Bytes of one of our font files by its path below `fonts/`, such as `noto-sans-jp/x.woff2`. */
export type ReadFont = (path: string) => Promise<Uint8Array | undefined>

export type WarmPage = {
  /** PDF of the markup; `title` becomes its metadata. */
  print(markup: string, title: string): Promise<Uint8Array>
  close(): Promise<void>
}

/** Requests to this origin are answered from our fonts; every other one fails. Nothing resolves there. */
const FONT_ORIGIN = 'https://fonts.pitpost.invalid/'

/** Loads the shell document into a new page; JavaScript and network are off in it. */
export const openWarmPage = async (
  browser: Browser,
  shell: { readonly html: string; readonly fontsCss: string },
  readFont: ReadFont,
): Promise<WarmPage> => {
  const page = await browser.newPage()
  await page.setJavaScriptEnabled(false)
  await page.setRequestInterception(true)
  page.on('request', (request) => {
    void answerRequest(request, readFont)
  })
  await page.setContent(shell.html, { waitUntil: 'load' })
  await page.addStyleTag({ content: shell.fontsCss.replaceAll('url(', `url(${FONT_ORIGIN}`) })
  const devtools = await page.createCDPSession()
  return {
    print: async (markup, title) => {
      await swapMarkup(page, markup, title)
      const { data } = await devtools.send('Page.printToPDF', PDF)
      return Uint8Array.fromBase64(data)
    },
    close: () => page.close(),
  }
}

/** In one message instead of puppeteer's stream: several milliseconds a sheet. */
const PDF = {
  printBackground: true,
  preferCSSPageSize: true,
  generateTaggedPDF: true,
  transferMode: 'ReturnAsBase64',
} as const

const answerRequest = async (request: HTTPRequest, readFont: ReadFont): Promise<void> => {
  try {
    const url = request.url()
    const font = url.startsWith(FONT_ORIGIN) ? await readFont(url.slice(FONT_ORIGIN.length)) : undefined
    if (font === undefined) return await request.abort()
    await request.respond({
      contentType: 'font/woff2',
      headers: { 'access-control-allow-origin': '*' },
      body: font,
    })
  } catch {
    // The page went away while it asked; there is nobody left to answer.
  }
}

/** Runs through the debugger, not as a script of the page: those are off. */
const swapMarkup = (page: Page, markup: string, title: string): Promise<void> =>
  page.evaluate(
    async (html, name) => {
      document.title = name
      const place = document.querySelector('main')
      if (place === null) throw new Error('the shell has no <main>')
      place.innerHTML = html
      // Layout asks for the fonts; only then is it known which are still missing.
      void document.body.offsetHeight
      while (document.fonts.status === 'loading') {
        await document.fonts.ready
        void document.body.offsetHeight
      }
    },
    markup,
    title,
  )
