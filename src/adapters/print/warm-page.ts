/** A page that stays loaded with style and fonts; only the markup that is printed is swapped. */
import type { BlankPage, Devtools } from './devtools.ts'
import type { FindFonts, FontRule, ReadFont } from './font-faces.ts'

export type WarmPage = {
  /** PDF of the markup; `title` becomes its metadata. */
  print(job: PrintJob): Promise<Uint8Array>
  /** PNG of the markup, in twice as many pixels as its size says. */
  picture(job: PictureJob): Promise<Uint8Array>
  close(): Promise<void>
}

export type PrintJob = {
  /** What goes into the shell's `<main>`; its fonts are found by its text. */
  readonly markup: string
  readonly title: string
  /** The headings become the PDF's outline. */
  readonly outline: boolean
}

/** Sizes in CSS pixels. */
export type PictureJob = Pick<PrintJob, 'markup'> & { readonly width: number; readonly height: number }

export type Shell = {
  /** The document around what is printed; it holds a `<main>`. */
  readonly html: string
  readonly findFonts: FindFonts
  readonly readFont: ReadFont
}

/** Font files a page may hold; beyond that it forgets those that the job at hand does not need. */
const MAX_FONTS = 64

/** Loads the shell document into a blank page; JavaScript and network are off in it. */
export const openWarmPage = async (page: BlankPage, shell: Shell): Promise<WarmPage> => {
  await page.send('Emulation.setScriptExecutionDisabled', { value: true })
  await refuseRequests(page)
  const { frameTree } = await page.send('Page.getFrameTree')
  await page.send('Page.setDocumentContent', { frameId: frameTree.frame.id, html: shell.html })
  const loaded = new Set<FontRule>()
  return {
    print: async ({ markup, title, outline }) => {
      await giveFonts(page, shell, loaded, markup)
      await evaluate(page, swapMarkup, { markup, title })
      const { data } = await page.send('Page.printToPDF', { ...PDF, generateDocumentOutline: outline })
      return Uint8Array.fromBase64(data)
    },
    picture: async ({ markup, width, height }) => {
      await giveFonts(page, shell, loaded, markup)
      await evaluate(page, swapMarkup, { markup, title: '' })
      // The shell lays nothing out on a screen.
      await page.send('Emulation.setEmulatedMedia', { media: 'print' })
      const { data } = await page.send('Page.captureScreenshot', {
        format: 'png',
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width, height, scale: PICTURE_SCALE },
      })
      return Uint8Array.fromBase64(data)
    },
    close: page.close,
  }
}

/** Pixels of a picture for each CSS pixel: sharp on today's screens. */
const PICTURE_SCALE = 2

/** Runs our own function in the page, through the debugger: the page's own scripts stay off. */
const evaluate = async <T>(page: Devtools, work: (given: T) => unknown, given: T): Promise<void> => {
  const { exceptionDetails } = await page.send('Runtime.evaluate', {
    expression: `(${work})(${JSON.stringify(given)})`,
    awaitPromise: true,
  })
  if (exceptionDetails !== undefined)
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
}

/** In one message instead of a stream: several milliseconds a sheet. */
const PDF = {
  printBackground: true,
  preferCSSPageSize: true,
  generateTaggedPDF: true,
  transferMode: 'ReturnAsBase64',
} as const

/** Fonts come as bytes, so the page has nothing to ask for: whatever it asks for is refused. */
const refuseRequests = async (page: Devtools): Promise<void> => {
  page.on('Fetch.requestPaused', ({ requestId }) => {
    page.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }).catch(() => undefined)
  })
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

const giveFonts = async (
  page: Devtools,
  { findFonts, readFont }: Shell,
  loaded: Set<FontRule>,
  text: string,
): Promise<void> => {
  const needed = [...findFonts(text)]
  const isFull = new Set([...loaded, ...needed]).size > MAX_FONTS
  if (isFull) {
    await evaluate(page, clearFonts, {})
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
  await evaluate(page, addFonts, fonts)
  for (const rule of missing) loaded.add(rule)
}

// From here on, what runs in the page.

const clearFonts = (): void => document.fonts.clear()

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

const swapMarkup = async ({ markup, title }: Pick<PrintJob, 'markup' | 'title'>): Promise<void> => {
  document.title = title
  const place = document.querySelector('main')
  if (place === null) throw new Error('the shell has no <main>')
  place.innerHTML = markup
  // Whether a picture can be drawn is asked when it is taken in; here it has had its time.
  await Promise.allSettled([...place.querySelectorAll('img')].map((image) => image.decode()))
}
