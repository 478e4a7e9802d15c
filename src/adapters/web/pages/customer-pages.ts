/** The customer's page: what, how much, until when, the number, how to pay; never an offer that cannot be paid. */
import { type Context, Hono } from 'hono'
import { payingGuides } from '../../../domain/chain.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import { formatDay, formatJstTime } from '../../../domain/jst-day.ts'
import { isPayable } from '../../../domain/payment.ts'
import { customerWords } from './customer-words.ts'
import { printedLater } from './invoice-pages.ts'
import { inLanguage, readLanguage, toText } from './language-pages.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel } from './page-models.ts'
import type { PageDeps } from './web-env.ts'

/** Routes below `/s/:token`: no login, not indexed, nothing kept by caches or sent to other sites. */
export const createCustomerPages = (deps: PageDeps): Hono => {
  const { story, clock, render, drawBarcode } = deps
  const pages = new Hono()
  pages.use(async (c, next) => {
    await next()
    c.header('cache-control', 'private, no-store')
    c.header('x-robots-tag', 'noindex, nofollow')
    c.header('referrer-policy', 'no-referrer')
  })
  const found = (c: Context): Promise<Invoice | undefined> => story.findByLink(c.req.param('token') ?? '')
  const notFound = (c: Context) => {
    const { back: _, ...message } = notFoundMessage
    return showMessage(c, render, 404, message)
  }
  pages.get('/:token', async (c) => {
    const invoice = await found(c)
    return invoice === undefined ? notFound(c) : showInvoice(c, deps, invoice)
  })
  pages.get('/:token/sheet.pdf', async (c) => {
    const invoice = await found(c)
    if (invoice === undefined || stateOf(invoice, clock.now()) !== 'open') return notFound(c)
    const pdf = await story.fetchSheet(invoice, clock.now())
    if (pdf === undefined) return showMessage(c, render, 503, printedLater(`/s/${invoice.token}`))
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="smartpit-${invoice.number}.pdf"`,
    })
  })
  pages.get('/:token/barcode.svg', async (c) => {
    const invoice = await found(c)
    if (invoice === undefined || stateOf(invoice, clock.now()) !== 'open') return notFound(c)
    return c.body(drawBarcode(invoice.number), 200, { 'content-type': 'image/svg+xml' })
  })
  return pages
}

export type CustomerState = 'open' | 'paid' | 'expired' | 'cancelled' | 'replaced'

/** What the customer is told; an open invoice whose day has ended is already expired to them. */
const stateOf = (invoice: Invoice, now: Temporal.Instant): CustomerState => {
  if (invoice.status === 'paid' || invoice.status === 'confirmed') return 'paid'
  if (invoice.replacedBy !== undefined) return 'replaced'
  if (invoice.status === 'cancelled') return 'cancelled'
  return isPayable(invoice, now) ? 'open' : 'expired'
}

const showInvoice = async (c: Context, deps: PageDeps, invoice: Invoice) => {
  const language = readLanguage(c)
  const merchant = await deps.store.merchant(invoice.merchantId)
  const known = stateOf(invoice, deps.clock.now())
  const successor = known === 'replaced' ? await deps.story.findSuccessor(invoice) : undefined
  // Whoever got a bill meant for somebody else is not told of the right one.
  const state = known === 'replaced' && successor === undefined ? 'cancelled' : known
  const words = customerWords[language]
  const { title: stateTitle, text: stateText } = words.states[state]
  const query = language === 'en' ? '?lang=en' : ''
  const paid = invoice.paidAt === undefined ? '' : ` ${formatJstTime(invoice.paidAt)}`
  return c.html(
    deps.render(inLanguage('web/customer', language), {
      title: toText(`${merchant?.name ?? ''} ${words.heading}`),
      other: language === 'ja' ? { code: 'en', name: 'English' } : { code: 'ja', name: '日本語' },
      words: { ...words, stateTitle, stateText: `${stateText}${state === 'paid' ? paid : ''}` },
      state,
      successorUrl: successor === undefined ? null : `/s/${successor.token}${query}`,
      invoice: toInvoiceModel(invoice),
      addressee: `${invoice.customer.name} ${invoice.customer.honorific}`,
      due:
        language === 'ja'
          ? `${formatDay(invoice.dueDay, 'ja')} 23:59まで`
          : `${formatDay(invoice.dueDay, 'en')}, 23:59 JST`,
      barcode: deps.drawBarcode(invoice.number),
      guides: payingGuides.map(({ stores, terminal, steps }) => ({
        stores: stores[language],
        terminal: terminal[language],
        steps: steps.map((step) => step[language]),
      })),
      merchant: { name: merchant?.name ?? '' },
      contact: [merchant?.phone, merchant?.email].filter((part) => part !== undefined).join(' / '),
    }),
  )
}
