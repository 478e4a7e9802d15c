/** The console's pages of single invoices: list, form, one invoice and what can be done with it. */
import { Hono } from 'hono'
import type { Invoice, InvoiceStatus } from '../../../domain/invoice.ts'
import type { RawInvoice } from '../../../domain/raw-invoice.ts'
import type { Failure } from '../../../domain/result.ts'
import { formFields, toFormModel } from './invoice-form.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel, toPaymentModel } from './page-models.ts'
import { actionNames, deliveryStatusNames, messageNames, statusNames } from './page-names.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const PAGE_SIZE = 50

/** Routes below `/invoices`. */
export const createInvoicePages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => list(c, deps))
  pages.get('/new', (c) => showForm(c, deps, {}, undefined, 200))
  pages.post('/new', (c) => register(c, deps))
  pages.get('/:id', async (c) => {
    const invoice = await ownInvoice(c, deps)
    return invoice === undefined ? notFound(c, deps) : showInvoice(c, deps, invoice)
  })
  pages.get('/:id/sheet.pdf', async (c) => {
    const invoice = await ownInvoice(c, deps)
    if (invoice === undefined) return notFound(c, deps)
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
    return afterAction(c, deps, result, '請求を取り消しました。')
  })
  pages.post('/:id/notify', async (c) => {
    const { to } = await c.req.parseBody()
    const request = {
      merchantId: c.get('session').merchantId,
      invoiceId: c.req.param('id'),
      to: typeof to === 'string' && to.trim() !== '' ? to.trim() : undefined,
    }
    return afterAction(
      c,
      deps,
      await deps.story.notifyAgain(request, deps.clock.now()),
      'お知らせを送ります。',
    )
  })
  return pages
}

export const printedLater = (back: string) => ({
  title: 'シートを用意しています',
  text: 'いまは印刷が混み合っています。少し待ってから、もう一度開いてください。番号だけでもお支払いいただけます。',
  english: 'The sheet is being prepared. Try again in a moment; the number alone is enough to pay.',
  back,
})

const ownInvoice = async (c: WebContext, { store }: PageDeps): Promise<Invoice | undefined> => {
  const invoice = await store.invoice(c.req.param('id') ?? '')
  return invoice?.merchantId === c.get('session').merchantId ? invoice : undefined
}

const notFound = (c: WebContext, { render }: PageDeps) => showMessage(c, render, 404, notFoundMessage)

const isStatus = (text: string): text is InvoiceStatus => text in statusNames

const list = async (c: WebContext, deps: PageDeps) => {
  const { q = '', status = '', cursor } = c.req.query()
  const filter = { ...(q === '' ? {} : { text: q }), ...(isStatus(status) ? { status } : {}) }
  const page = await deps.store.invoices(c.get('session').merchantId, filter, PAGE_SIZE, cursor)
  const next = new URLSearchParams({ q, status, cursor: page.nextCursor ?? '' })
  return showPage(c, deps, 'web/invoices', {
    title: '請求の一覧',
    q,
    status,
    statuses: Object.entries(statusNames).map(([value, name]) => ({ value, name })),
    invoices: page.items.map(toInvoiceModel),
    next: page.nextCursor === undefined ? null : `/invoices?${next}`,
  })
}

const showForm = (
  c: WebContext,
  deps: PageDeps,
  raw: RawInvoice,
  failure: Failure | undefined,
  status: 200 | 422,
  key?: string,
) => {
  const problems = failure?.kind === 'invalid-input' ? failure.problems : []
  return showPage(
    c,
    deps,
    'web/invoice-new',
    {
      title: '請求を登録する',
      formKey: key ?? deps.newToken(),
      fields: toFormModel(raw, problems),
      problems,
      repeat: raw.repeat ?? false,
    },
    status,
  )
}

/** The form's key is remembered with the registration: a double click or a reload registers nothing twice. */
const register = async (c: WebContext, deps: PageDeps) => {
  const body = await c.req.parseBody()
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const raw: RawInvoice = {
    ...Object.fromEntries(formFields.map((name) => [name, text(name)])),
    repeat: text('repeat') === '1',
  }
  const key = text('form_key').slice(0, 100)
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
  return showForm(c, deps, raw, result.failure, 422, key)
}

const afterAction = (
  c: WebContext,
  deps: PageDeps,
  result: Awaited<ReturnType<PageDeps['story']['cancelInvoice']>>,
  done: string,
) => {
  if (result.ok) return showInvoice(c, deps, result.value, { done })
  const { failure } = result
  if (failure.kind === 'not-found') return notFound(c, deps)
  const wrong =
    failure.kind === 'invalid-input'
      ? failure.problems.map(({ message }) => message.ja).join(' ')
      : failure.kind === 'wrong-state'
        ? failure.message.ja
        : 'いまはできません。少し待ってからもう一度お試しください。'
  return showMessage(c, deps.render, 409, {
    title: 'できませんでした',
    text: wrong,
    english: 'This was not possible; nothing was changed.',
    back: `/invoices/${c.req.param('id')}`,
  })
}

const showInvoice = async (
  c: WebContext,
  deps: PageDeps,
  invoice: Invoice,
  said: { readonly done?: string; readonly wrong?: string } = {},
) => {
  const { store, story, drawBarcode } = deps
  const [history, payments, deliveries] = await Promise.all([
    store.history(invoice.id),
    store.paymentsOfInvoice(invoice.id),
    store.deliveriesOfInvoice(invoice.id),
  ])
  return showPage(c, deps, 'web/invoice', {
    title: `${invoice.customer.name} ${invoice.subject}`,
    done: said.done ?? (c.req.query('done') === 'registered' ? '登録しました。' : null),
    wrong: said.wrong ?? null,
    invoice: toInvoiceModel(invoice),
    barcode: drawBarcode(invoice.number),
    customerUrl: story.customerUrl(invoice),
    payments: payments.map(toPaymentModel),
    deliveries: deliveries.map(({ message, status, lastError }) => ({
      name: messageNames[message.kind],
      to: 'to' in message ? message.to : 'Slack',
      statusName: deliveryStatusNames[status],
      lastError: lastError ?? null,
    })),
    history: history.map((row) => ({
      ...row,
      actionName: actionNames[row.action] ?? row.action,
      statusName: statusNames[row.to],
      detailText: Object.values(row.detail).join(' '),
    })),
  })
}
