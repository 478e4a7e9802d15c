/** The console's first page, its payments and its settlements. */
import { Hono } from 'hono'
import type { ResolveRequest } from '../../../application/resolve-payment.ts'
import { settlementLineNames } from '../../../domain/settlement-line.ts'
import { toSettlementCsv } from '../../../domain/settlement-table.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel, toPaymentModel } from './page-models.ts'
import { settlementStatusNames } from './page-names.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const LATEST = 8
const PAGE_SIZE = 50
/** Payments with a problem that are looked through for those to decide. */
const MAX_UNDECIDED = 200
/** Longest note of a decision, in characters. */
const MAX_NOTE = 300

/** Routes `/`, `/payments` and `/settlements`. */
export const createConsolePages = (deps: PageDeps): Hono<WebEnv> => {
  const { store } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const { merchantId } = c.get('session')
    const [merchant, counts, invoices, payments] = await Promise.all([
      store.merchant(merchantId),
      store.statusCounts(merchantId),
      store.invoices(merchantId, {}, LATEST),
      store.payments(merchantId, {}, LATEST),
    ])
    return showPage(c, deps, 'web/home', {
      title: merchant?.name ?? '',
      merchant: merchant?.name ?? '',
      counts,
      invoices: invoices.items.map(toInvoiceModel),
      payments: payments.items.map(toPaymentModel),
      example: '/pit 13200 翌月末 hanako@example.com 12月分 月謝',
    })
  })
  pages.get('/payments', (c) => showPayments(c, deps, null))
  pages.post('/payments/:id/resolve', (c) => resolve(c, deps))
  pages.get('/settlements', async (c) => {
    const settlements = await store.settlements(c.get('session').merchantId)
    return showPage(c, deps, 'web/settlements', {
      title: '精算',
      settlements: settlements.map((stored) => ({
        ...stored,
        settlement: { ...stored.settlement, payoutDay: stored.settlement.payoutDay ?? null },
        statusName: settlementStatusNames[stored.status],
      })),
    })
  })
  pages.get('/settlements/:file{.+\\.csv}', async (c) => {
    const stored = await ownSettlement(c, deps, c.req.param('file').replace(/\.csv$/, ''))
    if (stored === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    return c.body(toSettlementCsv(stored.settlement), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="settlement-${stored.settlement.closingDay}.csv"`,
    })
  })
  pages.get('/settlements/:id', async (c) => {
    const stored = await ownSettlement(c, deps, c.req.param('id'))
    if (stored === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    const { settlement } = stored
    return showPage(c, deps, 'web/settlement', {
      title: `${settlement.closingDay} 締めの精算`,
      id: stored.id,
      statusName: settlementStatusNames[stored.status],
      settlement: { ...settlement, payoutDay: settlement.payoutDay ?? null },
      totals: settlement.totals,
      lines: settlement.lines.map((line) => ({
        ...line,
        invoiceId: 'invoiceId' in line ? line.invoiceId : null,
        kindName: settlementLineNames[line.kind],
      })),
    })
  })
  return pages
}

const showPayments = async (c: WebContext, deps: PageDeps, wrong: string | null) => {
  const { merchantId } = c.get('session')
  const page = await deps.store.payments(merchantId, {}, PAGE_SIZE, c.req.query('cursor'))
  const problems = await deps.store.payments(merchantId, { problem: 'any' }, MAX_UNDECIDED)
  return showPage(
    c,
    deps,
    'web/payments',
    {
      title: '入金',
      wrong,
      payments: page.items.map(toPaymentModel),
      undecided: problems.items.map(toPaymentModel).filter(({ isUndecided }) => isUndecided),
      next: page.nextCursor === undefined ? null : `/payments?cursor=${page.nextCursor}`,
    },
    wrong === null ? 200 : 422,
  )
}

const resolve = async (c: WebContext, deps: PageDeps) => {
  const { decision: chosen, note } = await c.req.parseBody()
  const decision: ResolveRequest['decision'] | undefined =
    chosen === 'accept' || chosen === 'refunded' ? chosen : undefined
  const said = typeof note === 'string' ? note.trim().slice(0, MAX_NOTE) : ''
  if (decision === undefined) return showPayments(c, deps, '受け入れるか返金済みかを選んでください。')
  if (said === '')
    return showPayments(c, deps, 'メモを入れてください。あとから経緯が分かるようにするためです。')
  const { merchantId, staffName } = c.get('session')
  const actor = { kind: 'staff', name: staffName } as const
  const request = { merchantId, paymentId: c.req.param('id') ?? '', decision, note: said, actor }
  const result = await deps.story.resolvePayment(request, deps.clock.now())
  if (result.ok) return c.redirect('/payments', 303)
  return showPayments(
    c,
    deps,
    'message' in result.failure ? result.failure.message.ja : 'この入金は見つかりません。',
  )
}

const ownSettlement = async (c: WebContext, { store }: PageDeps, id: string) => {
  const stored = await store.settlement(id)
  return stored?.settlement.merchantId === c.get('session').merchantId ? stored : undefined
}
