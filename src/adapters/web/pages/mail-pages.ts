/** The console's pages of mails that came to nothing: the list, one of them, and the way to put it right. */
import { Hono } from 'hono'
import { type Delivery, isTroubled } from '../../../domain/delivery.ts'
import type { Trouble } from '../../../domain/mail-report.ts'
import type { Text } from '../../../domain/result.ts'
import type { Page } from '../../../ports.ts'
import { wordsOf } from './failure-words.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel } from './page-models.ts'
import { deliveryStatusNames, messageNames, outcomeNames, troubleNames } from './page-names.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const PAGE_SIZE = 50
const MAX_SUPPRESSIONS = 200

/** Routes below `/mails`. */
export const createMailPages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => list(c, deps))
  pages.post('/suppressions/lift', async (c) => {
    const { address } = await c.req.parseBody()
    const { merchantId, staffName } = c.get('session')
    const actor = { kind: 'staff', name: staffName } as const
    const request = { merchantId, address: typeof address === 'string' ? address : '', actor }
    const result = await deps.story.liftSuppression(request, deps.clock.now())
    return result.ok
      ? c.redirect('/mails?done=lifted', 303)
      : showMessage(c, deps.render, 404, notFoundMessage)
  })
  pages.get('/:id', async (c) => {
    const delivery = await ownMail(c, deps)
    return delivery === undefined
      ? showMessage(c, deps.render, 404, notFoundMessage)
      : show(c, deps, delivery)
  })
  pages.post('/:id/send-again', (c) => sendAgain(c, deps))
  return pages
}

const list = async (c: WebContext, deps: PageDeps) => {
  const { state = '', batch, cursor, done } = c.req.query()
  const filter = {
    ...(isTrouble(state) ? { trouble: state } : {}),
    ...(batch === undefined ? {} : { batchId: batch }),
  }
  const { merchantId } = c.get('session')
  const page = await deps.store.troubledMails(merchantId, filter, PAGE_SIZE, cursor)
  const suppressions = await deps.store.suppressions(merchantId, MAX_SUPPRESSIONS)
  const next = new URLSearchParams({ state, ...(batch && { batch }), cursor: page.nextCursor ?? '' })
  return showPage(c, deps, 'web/mails', {
    title: { ja: '届かなかったメール', en: 'Mails that did not arrive' },
    done: done === undefined ? null : (doneTexts[done] ?? null),
    state,
    batch: batch ?? null,
    states: Object.entries(troubleNames).map(([value, name]) => ({ value, name })),
    mails: await toMailModels(deps, page),
    suppressions: suppressions.map(({ address, reason, since, detail }) => ({
      address,
      reasonName: outcomeNames[reason],
      since,
      detail: detail ?? '',
    })),
    next: page.nextCursor === undefined ? null : `/mails?${next}`,
  })
}

const doneTexts: Readonly<Record<string, Text>> = {
  sent: { ja: '送り直します。', en: 'It is sent again.' },
  lifted: { ja: 'この宛先に、また送れるようにしました。', en: 'This address is written to again.' },
}

/** Rows of `web/_mails`: whom it was for, what it is about, and what went wrong. */
export const toMailModels = async ({ store }: Pick<PageDeps, 'store'>, { items }: Page<Delivery>) => {
  const ids = items.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId]))
  const invoices = new Map((await store.invoicesById([...new Set(ids)])).map((each) => [each.id, each]))
  return items.map((delivery) => {
    const { id, message, status, lastError, outcome, invoiceId } = delivery
    const invoice = invoices.get(invoiceId ?? '')
    return {
      id,
      name: messageNames[message.kind],
      to: 'to' in message ? message.to : '',
      stateName: outcome === undefined ? deliveryStatusNames[status] : outcomeNames[outcome.kind],
      reason: outcome?.detail ?? lastError ?? '',
      invoice: invoice === undefined ? null : toInvoiceModel(invoice),
    }
  })
}

const ownMail = async (c: WebContext, { store }: PageDeps): Promise<Delivery | undefined> => {
  const delivery = await store.delivery(c.req.param('id') ?? '')
  const isOwn = delivery?.merchantId === c.get('session').merchantId
  return delivery !== undefined && isOwn && 'to' in delivery.message ? delivery : undefined
}

const show = async (
  c: WebContext,
  deps: PageDeps,
  delivery: Delivery,
  wrong: readonly Text[] = [],
  typed?: string,
) => {
  const [mail] = await toMailModels(deps, { items: [delivery], nextCursor: undefined })
  return showPage(c, deps, 'web/mail', {
    title: { ja: '届かなかったメール', en: 'Mail that did not arrive' },
    mail,
    typed: typed ?? mail?.to ?? '',
    wrong,
    canMend: isTroubled(delivery),
    mendedBy: delivery.mendedBy ?? null,
  })
}

const sendAgain = async (c: WebContext, deps: PageDeps) => {
  const delivery = await ownMail(c, deps)
  if (delivery === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
  const { to } = await c.req.parseBody()
  const typed = typeof to === 'string' ? to.trim() : ''
  const { merchantId, staffName } = c.get('session')
  const request = {
    merchantId,
    deliveryId: delivery.id,
    to: typed === '' ? undefined : typed,
    actor: { kind: 'staff', name: staffName } as const,
  }
  const result = await deps.story.sendAgain(request, deps.clock.now())
  return result.ok
    ? c.redirect('/mails?done=sent', 303)
    : show(c, deps, delivery, wordsOf(result.failure), typed)
}

const isTrouble = (text: string): text is Trouble => text in troubleNames
