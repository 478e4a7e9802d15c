/** The console's payments: searched, exported, and decided about where something is wrong with them. */
import { Hono } from 'hono'
import type { ResolveRequest } from '../../../application/resolve-payment.ts'
import { refuseRole } from '../../../domain/access.ts'
import { toJstDay } from '../../../domain/jst-day.ts'
import type { Payment } from '../../../domain/payment.ts'
import type { Text } from '../../../domain/result.ts'
import { exportPayments } from '../export-tables.ts'
import { readPaymentFilter } from '../read-filter.ts'
import { wordsOf } from './failure-words.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel, toPaymentModel } from './page-models.ts'
import { paymentStateNames, problemNames } from './page-names.ts'
import { readAsked } from './search-form.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const PAGE_SIZE = 50
/** Longest note of a decision, in characters. */
const MAX_NOTE = 300

/** Routes below `/payments`. */
export const createPaymentPages = (deps: PageDeps): Hono<WebEnv> => {
  const { store, clock, render } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showPayments(c, deps))
  pages.get('/export.csv', (c) => {
    const filter = readPaymentFilter(c.req.query(), toJstDay(clock.now()))
    if (!filter.ok) return showPayments(c, deps)
    return exportPayments(store, c.get('session').merchantId, filter.value)
  })
  pages.get('/:id', async (c) => {
    const payment = await ownPayment(c, deps)
    if (payment === undefined) return showMessage(c, render, 404, notFoundMessage)
    return showPayment(c, deps, payment, { wrong: [], note: '' })
  })
  pages.post('/:id/resolve', (c) => resolve(c, deps))
  return pages
}

const ownPayment = async (c: WebContext, { store }: PageDeps): Promise<Payment | undefined> => {
  const payment = await store.payment(c.req.param('id') ?? '')
  return payment?.merchantId === c.get('session').merchantId ? payment : undefined
}

const showPayments = async (c: WebContext, deps: PageDeps) => {
  const { merchantId } = c.get('session')
  const query = c.req.query()
  const filter = readPaymentFilter(query, toJstDay(deps.clock.now()))
  const page = filter.ok
    ? await deps.store.payments(merchantId, filter.value, PAGE_SIZE, query['cursor'])
    : { items: [], nextCursor: undefined }
  const undecided = await deps.store.payments(merchantId, { problem: 'undecided' }, PAGE_SIZE)
  const { asked, isSearch, linkTo } = readAsked(searchFields, query)
  return showPage(
    c,
    deps,
    'web/payments',
    {
      title: { ja: '入金', en: 'Payments' },
      wrong: filter.ok ? [] : wordsOf(filter.failure),
      asked,
      isSearch,
      states: namesOf(paymentStateNames),
      problems: [
        { value: 'any', name: { ja: '問題のある入金すべて', en: 'all with a problem' } },
        { value: 'undecided', name: { ja: 'まだ決めていないもの', en: 'undecided' } },
        ...namesOf(problemNames),
      ],
      payments: page.items.map(toPaymentModel),
      undecided: undecided.items.map(toPaymentModel),
      exportUrl: linkTo('/payments/export.csv'),
      next: page.nextCursor === undefined ? null : linkTo('/payments', page.nextCursor),
    },
    filter.ok ? 200 : 422,
  )
}

const searchFields = ['q', 'day_from', 'day_to', 'amount_min', 'amount_max', 'state', 'problem'] as const

const decided: Text = { ja: '決定を記録しました。', en: 'Your decision is recorded.' }

const namesOf = (names: Readonly<Record<string, Text>>) =>
  Object.entries(names).map(([value, name]) => ({ value, name }))

type Typed = { readonly wrong: readonly Text[]; readonly note: string }

/** One payment: what the till said, who decided about it and when, and the decision still to be made. */
const showPayment = async (c: WebContext, deps: PageDeps, payment: Payment, { wrong, note }: Typed) => {
  const { store, story } = deps
  const { merchantId, role } = c.get('session')
  const model = toPaymentModel(payment)
  const { q = '' } = c.req.query()
  const [invoice, decisions, claimants] = await Promise.all([
    payment.invoiceId === undefined ? undefined : store.invoice(payment.invoiceId),
    store.decisions([payment.id]),
    model.isUndecided && payment.invoiceId === undefined ? story.findClaimants(merchantId, payment, q) : [],
  ])
  const refused = refuseRole(role, 'manager')
  return showPage(
    c,
    deps,
    'web/payment',
    {
      title: { ja: '入金', en: 'Payment' },
      done: c.req.query('done') === 'decided' ? decided : null,
      wrong,
      payment: { ...model, told: payment.told ?? null, confirmedAt: payment.confirmedAt ?? null },
      invoice: invoice === undefined ? null : toInvoiceModel(invoice),
      decision: decisions.get(payment.id) ?? null,
      refused: refused?.kind === 'not-allowed' ? refused.message : null,
      claimants: claimants.map(toInvoiceModel),
      q,
      note,
    },
    wrong.length > 0 ? 422 : 200,
  )
}

const resolve = async (c: WebContext, deps: PageDeps) => {
  const payment = await ownPayment(c, deps)
  if (payment === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
  const body = await c.req.parseBody()
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name].trim() : '')
  const { merchantId, staffName, role } = c.get('session')
  const note = text('note').slice(0, MAX_NOTE)
  const refusal = refuseRole(role, 'manager')
  if (refusal !== undefined) return showPayment(c, deps, payment, { wrong: wordsOf(refusal), note })
  const decision = readDecision(text('decision'))
  if (decision === undefined) return showPayment(c, deps, payment, { wrong: [chooseOne], note })
  const invoiceId = text('invoice_id') === '' ? undefined : text('invoice_id')
  const actor = { kind: 'staff', name: staffName } as const
  const request = { merchantId, paymentId: payment.id, decision, note, invoiceId, actor }
  const result = await deps.story.resolvePayment(request, deps.clock.now())
  if (!result.ok) return showPayment(c, deps, payment, { wrong: wordsOf(result.failure), note })
  // Accepted for another merchant, it is no longer the centre's to look at.
  const isStillOwn = result.value.merchantId === merchantId
  return c.redirect(isStillOwn ? `/payments/${payment.id}?done=decided` : '/payments', 303)
}

const readDecision = (text: string): ResolveRequest['decision'] | undefined =>
  text === 'accept' || text === 'refunded' ? text : undefined

const chooseOne: Text = {
  ja: '受け入れるか返金済みかを選んでください。',
  en: 'Choose whether to accept it or that it was refunded.',
}
