/** One invoice in the console: what is known of it, what became of it, and what can be done with it. */
import { type Delivery, isTroubled } from '../../../domain/delivery.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import type { Result, Text } from '../../../domain/result.ts'
import { listCuts } from '../../../domain/text-cuts.ts'
import { wordsOf } from './failure-words.ts'
import { toHistoryModel } from './history-model.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel, toPaymentModel } from './page-models.ts'
import { deliveryStatusNames, messageNames, outcomeNames } from './page-names.ts'
import { type PageDeps, showPage, type WebContext } from './web-env.ts'

/** The invoice of the address, when it is the merchant's own. */
export const ownInvoice = async (c: WebContext, { store }: PageDeps): Promise<Invoice | undefined> => {
  const invoice = await store.invoice(c.req.param('id') ?? '')
  return invoice?.merchantId === c.get('session').merchantId ? invoice : undefined
}

export const invoiceNotFound = (c: WebContext, { render }: PageDeps) =>
  showMessage(c, render, 404, notFoundMessage)

const doneTexts: Readonly<Record<string, Text>> = {
  registered: { ja: '登録しました。', en: 'Registered.' },
  replaced: {
    ja: '訂正した請求を登録し、前の請求を取り消しました。',
    en: 'The corrected invoice is registered, the earlier one cancelled.',
  },
}

/** The invoice as it is now, or why it could not be done. */
export const afterAction = (c: WebContext, deps: PageDeps, result: Result<Invoice>, done: Text) => {
  if (result.ok) return showInvoice(c, deps, result.value, { done })
  const { failure } = result
  if (failure.kind === 'not-found') return invoiceNotFound(c, deps)
  const words = wordsOf(failure)
  return showMessage(c, deps.render, 409, {
    title: { ja: 'できませんでした', en: 'This was not possible' },
    text: words.map(({ ja }) => ja).join(' '),
    english: words.map(({ en }) => en).join(' '),
    back: `/invoices/${c.req.param('id')}`,
  })
}

export const showInvoice = async (
  c: WebContext,
  deps: PageDeps,
  invoice: Invoice,
  said: { readonly done?: Text } = {},
) => {
  const { store, story, drawBarcode } = deps
  const find = async (id: string | undefined) => (id === undefined ? undefined : store.invoice(id))
  const [history, payments, deliveries, earlier, later, sheet] = await Promise.all([
    store.history(invoice.id),
    store.paymentsOfInvoice(invoice.id),
    store.deliveriesOfInvoice(invoice.id),
    find(invoice.replaces),
    find(invoice.replacedBy),
    store.sheet(invoice.id),
  ])
  return showPage(c, deps, 'web/invoice', {
    title: `${invoice.customer.name} ${invoice.subject}`,
    done: said.done ?? doneTexts[c.req.query('done') ?? ''] ?? null,
    invoice: toInvoiceModel(invoice),
    cuts: invoice.status === 'open' ? listCuts(invoice).map(({ message }) => message) : [],
    barcode: drawBarcode(invoice.number),
    customerUrl: story.customerUrl(invoice),
    payments: payments.map(toPaymentModel),
    deliveries: deliveries.map(toDeliveryModel),
    history: history.map(toHistoryModel),
    replaces: relative(earlier),
    replacedBy: relative(later),
    sheet: sheet ?? null,
  })
}

/** What stands on a link to the invoice before or after. */
const relative = (invoice: Invoice | undefined) =>
  invoice === undefined ? null : { id: invoice.id, amountYen: invoice.amountYen, dueDay: invoice.dueDay }

const toDeliveryModel = (delivery: Delivery) => {
  const { id, message, status, lastError, outcome } = delivery
  return {
    id,
    name: messageNames[message.kind],
    to: 'to' in message ? message.to : 'Slack',
    statusName: outcome === undefined ? deliveryStatusNames[status] : outcomeNames[outcome.kind],
    lastError: outcome?.detail ?? lastError ?? null,
    canMend: 'to' in message && isTroubled(delivery),
  }
}
