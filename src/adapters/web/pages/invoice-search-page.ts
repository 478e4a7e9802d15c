/** The console's list of invoices, searched as 電子帳簿保存法 asks: by days, amounts and counterparty, combined. */
import { toJstDay } from '../../../domain/jst-day.ts'
import { exportInvoices } from '../export-tables.ts'
import { readInvoiceFilter } from '../read-filter.ts'
import { wordsOf } from './failure-words.ts'
import { toInvoiceModel } from './page-models.ts'
import { statusNames } from './page-names.ts'
import { readAsked } from './search-form.ts'
import { type PageDeps, showPage, type WebContext } from './web-env.ts'

const PAGE_SIZE = 50
const searchFields = [
  'q',
  'status',
  'registered_from',
  'registered_to',
  'due_from',
  'due_to',
  'amount_min',
  'amount_max',
] as const

/** The list, or what of the search cannot be read. */
export const searchInvoices = async (c: WebContext, deps: PageDeps) => {
  const query = c.req.query()
  const filter = readInvoiceFilter(query, toJstDay(deps.clock.now()))
  const page = filter.ok
    ? await deps.store.invoices(c.get('session').merchantId, filter.value, PAGE_SIZE, query['cursor'])
    : { items: [], nextCursor: undefined }
  const { asked, isSearch, linkTo } = readAsked(searchFields, query)
  return showPage(
    c,
    deps,
    'web/invoices',
    {
      title: { ja: '請求の一覧', en: 'Invoices' },
      wrong: filter.ok ? [] : wordsOf(filter.failure),
      asked,
      isSearch,
      isDetailed: searchFields.some((name) => name !== 'q' && name !== 'status' && asked[name] !== ''),
      statuses: Object.entries(statusNames).map(([value, name]) => ({ value, name })),
      invoices: page.items.map(toInvoiceModel),
      exportUrl: linkTo('/invoices/export.csv'),
      next: page.nextCursor === undefined ? null : linkTo('/invoices', page.nextCursor),
    },
    filter.ok ? 200 : 422,
  )
}

/** All that a search finds, as CSV. */
export const exportSearch = (c: WebContext, deps: PageDeps) => {
  const filter = readInvoiceFilter(c.req.query(), toJstDay(deps.clock.now()))
  if (!filter.ok) return searchInvoices(c, deps)
  return exportInvoices(deps.store, c.get('session').merchantId, filter.value)
}
