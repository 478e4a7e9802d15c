/** Does what a button of an invoice's card asks; the card itself follows by the outbox. */
import type { Instant } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Drawn } from './block-kit.ts'
import { section } from './block-kit.ts'
import { drawFailure, drawSaid } from './draw-answer.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import type { BillDeps } from './register-bill.ts'
import { sentTo } from './run-action.ts'

/** Buttons of the card; their value is the invoice's id. */
export const CARD_ACTIONS = ['card-send', 'card-link', 'card-cancel'] as const
export type CardAction = (typeof CARD_ACTIONS)[number]

export type CardPress = { readonly action: CardAction; readonly invoiceId: string; readonly userName: string }

/** What only the person who pressed sees. */
export const runCardAction = async (
  { story, store }: BillDeps,
  merchant: Merchant,
  { action, invoiceId, userName }: CardPress,
  now: Instant,
): Promise<Drawn> => {
  const actor = { kind: 'slack', name: userName } as const
  const request = { merchantId: merchant.id, invoiceId }
  switch (action) {
    case 'card-send': {
      const sent = await story.notifyAgain({ ...request, to: undefined, actor }, now)
      return sent.ok ? drawSaid(sentTo(sent.value.customer.email)) : drawFailure(sent.failure)
    }
    case 'card-cancel': {
      const cancelled = await story.cancelInvoice({ ...request, reason: undefined, actor }, now)
      return cancelled.ok
        ? drawSaid({ ja: '🗑️ 請求を取り消しました。', en: 'The bill was cancelled.' })
        : drawFailure(cancelled.failure)
    }
    case 'card-link': {
      const invoice = await store.invoice(invoiceId)
      if (invoice?.merchantId !== merchant.id)
        return drawFailure({ kind: 'not-found', what: 'invoice', id: invoiceId })
      const url = story.customerUrl(invoice)
      return {
        text: url,
        blocks: [
          section(
            `🔗 お客さまのページ The customer's page\n\`\`\`${escapeMrkdwn(url).replaceAll('\u2060', '')}\`\`\``,
          ),
        ],
      }
    }
  }
}
