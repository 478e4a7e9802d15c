/** Draws the line about a mail that came back, with the way to put it right. */
import type { Delivery } from '../../domain/delivery.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatYen } from '../../domain/yen.ts'
import { actions, context, type Drawn, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** Longest reason that is shown, in characters. */
const MAX_REASON = 300

/** `delivery` is of a mail; its address is whom it did not reach. */
export const drawBounce = (delivery: Delivery, invoice: Invoice | undefined, baseUrl: string): Drawn => {
  const { id, message, outcome, lastError } = delivery
  const to = 'to' in message ? message.to : ''
  const isUnwelcome = outcome?.kind === 'complained'
  const title = isUnwelcome
    ? '🚫 *迷惑メールとして報告されました* Reported as unwelcome'
    : '📭 *メールが届きませんでした* Mail came back'
  const who =
    invoice === undefined
      ? ''
      : `\n${escapeMrkdwn(invoice.customer.name)} ${invoice.customer.honorific}　${escapeMrkdwn(invoice.subject)}　${formatYen(invoice.amountYen)}`
  const what = isUnwelcome
    ? 'この宛先には、もう送りません。電話などでご確認ください。'
    : '宛先が正しいかお確かめください。直すまで、この宛先には送りません。'
  const reason = (outcome?.detail ?? lastError ?? '').slice(0, MAX_REASON)
  return {
    text: `${isUnwelcome ? '迷惑メールの報告' : 'メール不達'}：${to}${invoice === undefined ? '' : `（${escapeMrkdwn(invoice.customer.name)} ${invoice.customer.honorific}）`}`,
    blocks: [
      section(`${title}\n\`${escapeMrkdwn(to)}\`${who}\n${what}`),
      ...(reason === '' ? [] : [context(escapeMrkdwn(reason))]),
      actions(
        linkButton('open-mail', '宛先を直して送り直す', `${baseUrl}/mails/${id}`),
        ...(invoice === undefined
          ? []
          : [linkButton('open-invoice', '請求を開く', `${baseUrl}/invoices/${invoice.id}`)]),
      ),
    ],
  }
}
