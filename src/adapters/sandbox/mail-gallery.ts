/** Every message in every state and language, on a phone and a desktop, light and dark. */
import { type Context, Hono } from 'hono'
import type { SampleLetter } from '../../application/sample-facts.ts'
import { sampleLetters } from '../../application/sample-letters.ts'
import { toJstDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Clock, Render, Store, WriteMail } from '../../ports.ts'

export type MailGalleryDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly render: Render
  readonly writeMail: WriteMail
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
}

/** Nothing is loaded, not even the logo: what is seen is what is read with images off. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
/** Bytes from which Gmail would clip a mail; ours stay below. */
const MAX_HTML_BYTES = 60_000

/** Routes below `/sandbox/mail/gallery`. */
export const createMailGallery = (deps: MailGalleryDeps): Hono => {
  const gallery = new Hono()
  gallery.get('/', async (c) => {
    const language = languageOf(c)
    const samples = await samplesOf(deps, language)
    const mails = samples.map(({ name, state, title, letter }) => {
      const { subject, html, attachments } = deps.writeMail(letter)
      const bytes = new TextEncoder().encode(html).length
      return {
        name,
        state,
        title,
        subject,
        kilobytes: (bytes / 1_000).toFixed(1),
        isTooLarge: bytes >= MAX_HTML_BYTES,
        files: attachments.map(({ filename }) => filename).join(', '),
      }
    })
    return c.html(deps.render('sandbox/mail-gallery', { language, mails, schemes: ['light', 'dark'] }))
  })
  gallery.get('/:name/:file{[a-z-]+\\.(html|txt)}', async (c) => {
    const [state = '', kind] = c.req.param('file').split('.')
    const samples = await samplesOf(deps, languageOf(c))
    const found = samples.find((sample) => sample.name === c.req.param('name') && sample.state === state)
    if (found === undefined) return c.notFound()
    const { html, text } = deps.writeMail(found.letter)
    if (kind === 'txt') return c.text(text)
    c.header('content-security-policy', MAIL_POLICY)
    return c.html(inScheme(html, c.req.query('scheme') === 'dark' ? 'dark' : 'light'))
  })
  return gallery
}

const languageOf = (c: Context): Language => (c.req.query('language') === 'en' ? 'en' : 'ja')

/** As the first merchant's settings make them. */
const samplesOf = async (
  { store, clock, baseUrl }: MailGalleryDeps,
  language: Language,
): Promise<readonly SampleLetter[]> => {
  const [merchant] = await store.merchants()
  if (merchant === undefined) return []
  const settings = await store.mailSettings(merchant.id)
  return sampleLetters({ merchant, settings, language, today: toJstDay(clock.now()), baseUrl })
}

/** As a reader with that scheme sees it, whatever scheme the browser has. */
const inScheme = (html: string, scheme: 'light' | 'dark'): string =>
  html
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
    .replace('content="light dark"', `content="only ${scheme}"`)
    .replace('color-scheme: light dark;', `color-scheme: only ${scheme};`)
