/** The customer's page: what, how much, until when, the number, how to pay; never an offer that cannot be paid. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Invoice } from '../../../domain/invoice.ts'
import { formatDay, formatJstTime } from '../../../domain/jst-day.ts'
import { type RequestLimit, tooMany } from '../../../domain/request-limit.ts'
import { addressOf, limitRequests } from '../limit-requests.ts'
import { stateOf } from './customer-state.ts'
import { type CustomerLanguage, customerLanguages, readCustomerWords } from './customer-words.ts'
import { wordsOf } from './failure-words.ts'
import { printedLater } from './invoice-pages.ts'
import { inLanguage, readLanguage, toText } from './language-pages.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel } from './page-models.ts'
import { toGuideModels } from './paying-guides.ts'
import type { PageDeps } from './web-env.ts'

/** Enough for an office behind one address, too little to guess links. */
const LIMIT: RequestLimit = { name: 'customer-page', points: 120, seconds: 60 }

/** Routes below `/s/:token`: no login, not indexed, nothing kept by caches or sent to other sites. */
export const createCustomerPages = (deps: PageDeps): Hono => {
  const { story, store, clock, render, drawBarcode } = deps
  const pages = new Hono()
  pages.use(keepPrivate, limitGuessing(deps))
  const found = (c: Context): Promise<Invoice | undefined> => story.findByLink(c.req.param('token') ?? '')
  const open = async (c: Context): Promise<Invoice | undefined> => {
    const invoice = await found(c)
    return invoice !== undefined && stateOf(invoice, clock.now()) === 'open' ? invoice : undefined
  }
  pages.get('/:token', async (c) => {
    const invoice = await found(c)
    return invoice === undefined ? notFound(c, deps) : showInvoice(c, deps, invoice)
  })
  pages.get('/:token/sheet.pdf', async (c) => {
    const invoice = await open(c)
    if (invoice === undefined) return notFound(c, deps)
    const pdf = await story.fetchSheet(invoice, clock.now())
    if (pdf === undefined) return showMessage(c, render, 503, printedLater(`/s/${invoice.token}`))
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="smartpit-${invoice.number}.pdf"`,
    })
  })
  pages.get('/:token/barcode', async (c) => {
    const invoice = await open(c)
    return invoice === undefined ? notFound(c, deps) : showBarcode(c, deps, invoice)
  })
  pages.get('/:token/barcode.svg', async (c) => {
    const invoice = await open(c)
    if (invoice === undefined) return notFound(c, deps)
    return c.body(drawBarcode(invoice.number), 200, { 'content-type': 'image/svg+xml' })
  })
  pages.get('/:token/due.ics', async (c) => {
    const invoice = await open(c)
    if (invoice === undefined) return notFound(c, deps)
    const merchant = await store.merchant(invoice.merchantId)
    const { heading } = readCustomerWords(render, languageOf(c))
    const url = story.customerUrl(invoice)
    const entry = { invoice, heading, url, merchantName: merchant?.name ?? '', now: clock.now() }
    return c.body(await deps.writeDueEntry(entry), 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="smartpit.ics"',
    })
  })
  return pages
}

const keepPrivate: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('cache-control', 'private, no-store')
  c.header('x-robots-tag', 'noindex, nofollow')
  c.header('referrer-policy', 'no-referrer')
}

const limitGuessing = ({ limiter, render }: PageDeps): MiddlewareHandler =>
  limitRequests({
    limiter,
    limit: LIMIT,
    keyOf: addressOf,
    refuse: (c, retryAfterMs) => {
      const [words] = wordsOf(tooMany(retryAfterMs))
      const title = { ja: '少し待ってください', en: 'Please wait a moment' }
      return showMessage(c, render, 429, { title, text: words?.ja ?? '', english: words?.en ?? '' })
    },
  })

const notFound = (c: Context, { render }: PageDeps) => {
  const { back: _, ...message } = notFoundMessage
  return showMessage(c, render, 404, message)
}

/** As the address asks for it, else as the reader chose before. */
const languageOf = (c: Context): CustomerLanguage =>
  customerLanguages.find(({ code }) => code === c.req.query('lang'))?.code ?? readLanguage(c)

const toDue = (day: Invoice['dueDay'], language: CustomerLanguage): string => {
  if (language === 'ja') return `${formatDay(day, 'ja')} 23:59まで`
  return language === 'en' ? `${formatDay(day, 'en')}, 23:59 JST` : `${day} 23:59 (JST)`
}

const showBarcode = (c: Context, deps: PageDeps, invoice: Invoice) => {
  const language = languageOf(c)
  const words = readCustomerWords(deps.render, language)
  return c.html(
    deps.render('web/scan', {
      title: toText(words.number),
      lang: language,
      number: invoice.number,
      barcode: deps.drawBarcode(invoice.number),
      lines: [invoice.subject, toDue(invoice.dueDay, language)],
      amountYen: invoice.amountYen,
      back: { href: `/s/${invoice.token}?lang=${language}`, name: words.back },
    }),
  )
}

const showInvoice = async (c: Context, deps: PageDeps, invoice: Invoice) => {
  const language = languageOf(c)
  const merchant = await deps.store.merchant(invoice.merchantId)
  const known = stateOf(invoice, deps.clock.now())
  const successor = known === 'replaced' ? await deps.story.findSuccessor(invoice) : undefined
  // Whoever got a bill meant for somebody else is not told of the right one.
  const state = known === 'replaced' && successor === undefined ? 'cancelled' : known
  const words = readCustomerWords(deps.render, language)
  const { title: stateTitle, text: stateText } = words.states[state]
  const paid = invoice.paidAt === undefined ? '' : ` ${formatJstTime(invoice.paidAt)}`
  return c.html(
    deps.render(inLanguage('web/customer', language === 'ja' ? 'ja' : 'en'), {
      title: toText(`${merchant?.name ?? ''} ${words.heading}`),
      lang: language,
      languages: customerLanguages.map((each) => ({ ...each, isChosen: each.code === language })),
      words: { ...words, stateTitle, stateText: `${stateText}${state === 'paid' ? paid : ''}` },
      state,
      successorUrl:
        successor === undefined
          ? null
          : `/s/${successor.token}${language === 'ja' ? '' : `?lang=${language}`}`,
      invoice: toInvoiceModel(invoice),
      addressee: `${invoice.customer.name} ${invoice.customer.honorific}`,
      due: toDue(invoice.dueDay, language),
      barcode: deps.drawBarcode(invoice.number),
      guides: toGuideModels(language, words),
      merchant: {
        name: merchant?.name ?? '',
        phone: merchant?.phone ?? null,
        email: merchant?.email ?? null,
      },
    }),
  )
}
