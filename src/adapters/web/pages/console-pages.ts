/** The console's first page and its settlements. */
import { Hono } from 'hono'
import type { InvoiceStatus } from '../../../domain/invoice.ts'
import { toSettlementCsv } from '../../../domain/settlement-table.ts'
import { toLineText } from './business-names.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel, toPaymentModel } from './page-models.ts'
import { settlementStatusNames } from './page-names.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const LATEST = 8
/** Undecided payments that are counted on the first page. */
const MAX_UNDECIDED = 200

/** Routes `/` and `/settlements`. */
export const createConsolePages = (deps: PageDeps): Hono<WebEnv> => {
  const { store } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const { merchantId } = c.get('session')
    const [merchant, stops, counts, invoices, payments, undecided] = await Promise.all([
      store.merchant(merchantId),
      store.proofStops(merchantId),
      store.statusCounts(merchantId),
      store.invoices(merchantId, {}, LATEST),
      store.payments(merchantId, {}, LATEST),
      store.payments(merchantId, { problem: 'undecided' }, MAX_UNDECIDED),
    ])
    return showPage(c, deps, 'web/home', {
      title: merchant?.name ?? '',
      merchant: merchant?.name ?? '',
      stops,
      counts,
      share: toShare(counts),
      undecided: undecided.items,
      invoices: invoices.items.map(toInvoiceModel),
      payments: payments.items.map(toPaymentModel),
      example: '/pit 13200 翌月末 hanako@example.com 12月分 月謝',
    })
  })
  pages.get('/settlements', async (c) => {
    const settlements = await store.settlements(c.get('session').merchantId)
    return showPage(c, deps, 'web/settlements', {
      title: { ja: '精算', en: 'Settlements' },
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
      title: {
        ja: `${settlement.closingDay} 締めの精算`,
        en: `Settlement closed ${settlement.closingDay}`,
      },
      id: stored.id,
      statusName: settlementStatusNames[stored.status],
      settlement: { ...settlement, payoutDay: settlement.payoutDay ?? null },
      totals: settlement.totals,
      lines: settlement.lines.map((line) => ({
        ...line,
        invoiceId: 'invoiceId' in line ? line.invoiceId : null,
        kindName: toLineText(line.kind),
      })),
    })
  })
  return pages
}

const ownSettlement = async (c: WebContext, { store }: PageDeps, id: string) => {
  const stored = await store.settlement(id)
  return stored?.settlement.merchantId === c.get('session').merchantId ? stored : undefined
}

/** How far the collection is: cancelled invoices are not waited for. */
const toShare = ({ open, paid, confirmed, expired }: Readonly<Record<InvoiceStatus, number>>) => {
  const done = paid + confirmed
  const all = open + done + expired
  return all === 0 ? null : { done, all, percent: Math.floor((done * 100) / all) }
}
