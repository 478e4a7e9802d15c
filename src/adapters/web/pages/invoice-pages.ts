/** The console's pages of single invoices: list, form, one invoice and what can be done with it. */
import { Hono } from 'hono'
import type { RawInvoice } from '../../../domain/raw-invoice.ts'
import type { Failure } from '../../../domain/result.ts'
import { type FormQuestions, questionForm, readForm, toFormModel } from './invoice-form.ts'
import { afterAction, invoiceNotFound, ownInvoice, showInvoice } from './invoice-page.ts'
import { exportSearch, searchInvoices } from './invoice-search-page.ts'
import { draftForCustomer, recentCustomers, suggestCustomers } from './known-customers.ts'
import { showMessage } from './message-page.ts'

import { answerPdf } from './print-answer.ts'
import { addReplacePages } from './replace-pages.ts'
import { showNumber } from './show-number.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Routes below `/invoices`. */
export const createInvoicePages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => searchInvoices(c, deps))
  pages.get('/export.csv', (c) => exportSearch(c, deps))
  pages.get('/new', async (c) => {
    const customer = c.req.query('customer')
    const raw = customer === undefined ? {} : await draftForCustomer(c, deps, customer)
    return showForm(c, deps, raw, undefined, 200)
  })
  pages.get('/suggest', async (c) => c.json(await suggestCustomers(c, deps)))
  pages.post('/new', (c) => register(c, deps))
  pages.get('/sheets', async (c) => {
    // Lists show the newest first; on paper they stand in the order in which they came, as the rows of a file do.
    const ids = (c.req.queries('id') ?? []).toSorted()
    const printed = await deps.story.printSheets(
      { merchantId: c.get('session').merchantId, selection: { kind: 'invoices', ids } },
      deps.clock.now(),
    )
    return answerPdf(c, deps.render, printed, { name: 'sheets.pdf', back: '/invoices' })
  })
  pages.get('/:id', async (c) => {
    const invoice = await ownInvoice(c, deps)
    return invoice === undefined ? invoiceNotFound(c, deps) : showInvoice(c, deps, invoice)
  })
  pages.get('/:id/show', async (c) => {
    const invoice = await ownInvoice(c, deps)
    return invoice === undefined ? invoiceNotFound(c, deps) : showNumber(c, deps, invoice)
  })
  pages.get('/:id/sheet.pdf', async (c) => {
    const invoice = await ownInvoice(c, deps)
    if (invoice === undefined) return invoiceNotFound(c, deps)
    const pdf = await deps.story.fetchSheet(invoice, deps.clock.now())
    if (pdf === undefined) return showMessage(c, deps.render, 503, printedLater(`/invoices/${invoice.id}`))
    return c.body(new Uint8Array(pdf), 200, { 'content-type': 'application/pdf' })
  })
  pages.post('/:id/cancel', async (c) => {
    const { reason } = await c.req.parseBody()
    const { merchantId, staffName } = c.get('session')
    const invoiceId = c.req.param('id')
    const given = typeof reason === 'string' && reason.trim() !== '' ? reason.trim().slice(0, 200) : undefined
    const request = {
      merchantId,
      invoiceId,
      reason: given,
      actor: { kind: 'staff', name: staffName } as const,
    }
    const result = await deps.story.cancelInvoice(request, deps.clock.now())
    return afterAction(c, deps, result, { ja: '請求を取り消しました。', en: 'The invoice is cancelled.' })
  })
  pages.post('/:id/notify', async (c) => {
    const { to } = await c.req.parseBody()
    const { merchantId, staffName } = c.get('session')
    const request = {
      merchantId,
      actor: { kind: 'staff', name: staffName } as const,
      invoiceId: c.req.param('id'),
      to: typeof to === 'string' && to.trim() !== '' ? to.trim() : undefined,
    }
    return afterAction(c, deps, await deps.story.notifyAgain(request, deps.clock.now()), {
      ja: 'お知らせを送ります。',
      en: 'The notice is on its way.',
    })
  })
  addReplacePages(pages, deps)
  pages.post('/:id/link', async (c) => {
    const { merchantId, staffName } = c.get('session')
    const actor = { kind: 'staff', name: staffName } as const
    const request = { merchantId, invoiceId: c.req.param('id'), actor }
    const result = await deps.story.renewLink(request, deps.clock.now())
    return afterAction(c, deps, result, {
      ja: 'リンクを新しくしました。前のリンクはもう開けません。',
      en: 'The link is renewed; the old one no longer opens.',
    })
  })
  return pages
}

export const printedLater = (back: string) => ({
  title: { ja: 'シートを用意しています', en: 'The sheet is being prepared' },
  text: 'いまは印刷が混み合っています。少し待ってから、もう一度開いてください。番号だけでもお支払いいただけます。',
  english: 'Printing is busy. Try again in a moment; the number alone is enough to pay.',
  back,
})

const showForm = async (
  c: WebContext,
  deps: PageDeps,
  raw: RawInvoice,
  failure: Failure | undefined,
  status: 200 | 422,
  key?: string,
  questions?: FormQuestions,
) => {
  const problems = failure?.kind === 'invalid-input' ? failure.problems : []
  return showPage(
    c,
    deps,
    'web/invoice-new',
    {
      title: { ja: '請求を登録する', en: 'New invoice' },
      formKey: key ?? deps.newToken(),
      fields: toFormModel(raw, problems),
      problems,
      questions: questions ?? null,
      repeat: raw.repeat ?? false,
      old: null,
      reason: '',
      recent: await recentCustomers(c, deps),
    },
    status,
  )
}

/** The form's key is remembered with the registration: a double click or a reload registers nothing twice. */
const register = async (c: WebContext, deps: PageDeps) => {
  const body = await c.req.parseBody()
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const raw = readForm(text)
  const key = text('form_key').slice(0, 100)
  const questions = questionForm(raw, text('asked'))
  if (questions.messages.length > 0) return showForm(c, deps, raw, undefined, 200, key, questions)
  const { merchantId, staffName } = c.get('session')
  const scope = `form:${merchantId}`
  const now = deps.clock.now()
  const result = await deps.story.acceptInvoice(
    {
      merchantId,
      raw,
      actor: { kind: 'staff', name: staffName },
      alongside: ({ id }) => [
        { kind: 'remember-answer', answer: { scope, key, bodyHash: '', status: 303, body: id, at: now } },
      ],
    },
    now,
  )
  if (result.ok) return c.redirect(`/invoices/${result.value.id}?done=registered`, 303)
  const earlier = await deps.store.rememberedAnswer(scope, key)
  if (earlier !== undefined) return c.redirect(`/invoices/${earlier.body}?done=registered`, 303)
  return showForm(c, deps, raw, result.failure, 422, key, questions)
}
