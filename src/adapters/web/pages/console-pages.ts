/** The console's first page and its settlements. */
import { Hono } from 'hono'
import { settlementLineNames } from '../../../domain/settlement-line.ts'
import { toSettlementCsv } from '../../../domain/settlement-table.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel, toPaymentModel } from './page-models.ts'
import { settlementStatusNames } from './page-names.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const LATEST = 8

/** Routes `/` and `/settlements`. */
export const createConsolePages = (deps: PageDeps): Hono<WebEnv> => {
  const { store } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const { merchantId } = c.get('session')
    const [merchant, stops, counts, invoices, payments] = await Promise.all([
      store.merchant(merchantId),
      store.proofStops(merchantId),
      store.statusCounts(merchantId),
      store.invoices(merchantId, {}, LATEST),
      store.payments(merchantId, {}, LATEST),
    ])
    return showPage(c, deps, 'web/home', {
      title: merchant?.name ?? '',
      merchant: merchant?.name ?? '',
      stops,
      counts,
      invoices: invoices.items.map(toInvoiceModel),
      payments: payments.items.map(toPaymentModel),
      example: '/pit 13200 翌月末 hanako@example.com 12月分 月謝',
    })
  })
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

const ownSettlement = async (c: WebContext, { store }: PageDeps, id: string) => {
  const stored = await store.settlement(id)
  return stored?.settlement.merchantId === c.get('session').merchantId ? stored : undefined
}
