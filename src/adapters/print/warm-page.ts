/** A page that stays loaded with style and fonts; only the markup that is printed is swapped. */
import type { Browser, CDPSession, Page } from 'puppeteer'
import type { FindFonts, FontRule, ReadFont } from './font-faces.ts'

export type WarmPage = {
  /** PDF of the markup; `title` becomes its metadata. */
  print(job: PrintJob): Promise<Uint8Array>
  close(): Promise<void>
}

export type PrintJob = {
  /** What goes into the shell's `<main>`; its fonts are found by its text. */
  readonly markup: string
  readonly title: string
  /** The headings become the PDF's outline. */
  readonly outline: boolean
}

export type Shell = {
  /** The document around what is printed; it holds a `<main>`. */
  readonly html: string
  readonly findFonts: FindFonts
  readonly readFont: ReadFont
}

/** Font files a page may hold; beyond that it forgets those that the job at hand does not need. */
const MAX_FONTS = 64

/** Loads the shell document into a new page; JavaScript and network are off in it. */
export const openWarmPage = async (browser: Browser, shell: Shell): Promise<WarmPage> => {
  const page = await browser.newPage()
  await page.setJavaScriptEnabled(false)
  const devtools = await page.createCDPSession()
  await refuseRequests(devtools)
  await page.setContent(shell.html, { waitUntil: 'load' })
  const loaded = new Set<FontRule>()
  return {
    print: async ({ markup, title, outline }) => {
      await giveFonts(page, shell, loaded, markup)
      await swapMarkup(page, markup, title)
      const { data } = await devtools.send('Page.printToPDF', { ...PDF, generateDocumentOutline: outline })
      return Uint8Array.fromBase64(data)
    },
    close: () => page.close().catch(() => undefined),
  }
}

/** In one message instead of puppeteer's stream: several milliseconds a sheet. */
const PDF = {
  printBackground: true,
  preferCSSPageSize: true,
  generateTaggedPDF: true,
  transferMode: 'ReturnAsBase64',
} as const

/** Fonts come as bytes, so the page has nothing to ask for: whatever it asks for is refused. */
const refuseRequests = async (devtools: CDPSession): Promise<void> => {
  devtools.on('Fetch.requestPaused', ({ requestId }) => {
    devtools.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }).catch(() => undefined)
  })
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

const giveFonts = async (
  page: Page,
  { findFonts, readFont }: Shell,
  loaded: Set<FontRule>,
  text: string,
): Promise<void> => {
  const needed = [...findFonts(text)]
  const isFull = new Set([...loaded, ...needed]).size > MAX_FONTS
  if (isFull) {
    await page.evaluate(() => document.fonts.clear())
    loaded.clear()
  }
  const missing = needed.filter((rule) => !loaded.has(rule))
  if (missing.length === 0) return
  const fonts = await Promise.all(
    missing.map(async ({ family, weight, unicodeRange, file }) => {
      const bytes = await readFont(file)
      if (bytes === undefined) throw new Error(`the font ${file} is missing`)
      return { family, descriptors: { weight, unicodeRange }, base64: bytes.toBase64() }
    }),
  )
  await page.evaluate(addFonts, fonts)
  for (const rule of missing) loaded.add(rule)
}

/** Runs in the page, through the debugger: the page's own scripts are off. */
const addFonts = async (
  fonts: readonly {
    readonly family: string
    readonly descriptors: FontFaceDescriptors
    readonly base64: string
  }[],
): Promise<void> => {
  for (const { family, descriptors, base64 } of fonts) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const face = new FontFace(family, bytes, descriptors)
    document.fonts.add(face)
    await face.loaded
  }
}

const swapMarkup = (page: Page, markup: string, title: string): Promise<void> =>
  page.evaluate(
    async (html, name) => {
      document.title = name
      const place = document.querySelector('main')
      if (place === null) throw new Error('the shell has no <main>')
      place.innerHTML = html
      // Whether a picture can be drawn is asked when it is taken in; here it has had its time.
      await Promise.allSettled([...place.querySelectorAll('img')].map((image) => image.decode()))
    },
    markup,
    title,
  )
