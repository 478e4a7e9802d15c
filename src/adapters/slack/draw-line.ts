/** Draws the lines that managers and staff see in the chat. */
import { toChainName } from '../../domain/chain.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatDay, formatJstTime } from '../../domain/jst-day.ts'
import { toToldReceipt } from '../../domain/network-client.ts'
import type { Payment, PaymentProblem } from '../../domain/payment.ts'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actions, context, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { drawBounce } from './draw-bounce.ts'
import { drawFeed } from './draw-feed.ts'
import { drawClosed, drawDigest } from './draw-settlement.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** Where the console is, absolute and without a trailing slash. */
export type DrawContext = { readonly baseUrl: string }

/** Blocks and notification text of a line. */
export const drawLine = (line: ChatLine, { baseUrl }: DrawContext): Drawn => {
  switch (line.kind) {
    case 'invoice':
      return drawInvoice(line.invoice, baseUrl)
    case 'batch':
      return drawBatch(line.batch, baseUrl)
    case 'payment':
      return drawPayment(line.payment, line.invoice, baseUrl)
    case 'bounce':
      return drawBounce(line.delivery, line.invoice, baseUrl)
    case 'feed':
      return drawFeed(line.feed, line.merchantId, baseUrl)
    case 'settlement-closed':
      return drawClosed(line.stored, line.merchant, baseUrl)
    case 'settlement-digest':
      return drawDigest(line.stored, line.merchant, baseUrl)
  }
}

const nameOf = ({ customer }: Invoice): string => `${escapeMrkdwn(customer.name)} ${customer.honorific}`

const drawInvoice = (invoice: Invoice, baseUrl: string): Drawn => {
  const { amountYen, dueDay, number, reference, subject } = invoice
  const summary = `請求を登録しました：${nameOf(invoice)} ${escapeMrkdwn(subject)} ${formatYen(amountYen)}`
  return {
    text: summary,
    blocks: [
      section(`🧾 *請求を登録しました* Invoice registered\n${nameOf(invoice)}　${escapeMrkdwn(subject)}`),
      fields([
        ['金額', formatYen(amountYen)],
        ['支払期限', formatDay(dueDay, 'ja')],
        ['スマートピット番号', `\`${formatNumber(number)}\``],
        ['請求番号', reference === undefined ? '—' : escapeMrkdwn(reference)],
      ]),
      actions(linkButton('open-invoice', '請求を開く', `${baseUrl}/invoices/${invoice.id}`)),
    ],
  }
}

const drawBatch = (batch: Extract<ChatLine, { kind: 'batch' }>['batch'], baseUrl: string): Drawn => {
  const total = formatYen(toYen(batch.totalYen))
  const refused = batch.rows - batch.accepted
  return {
    text: `ファイルから${batch.accepted}件を登録しました（合計 ${total}）`,
    blocks: [
      section(
        `📄 *ファイルから${batch.accepted}件を登録しました* Registered from a file\n${escapeMrkdwn(batch.fileName)}`,
      ),
      fields([
        ['登録', `${batch.accepted}件`],
        ['合計金額', total],
        ...(refused > 0 ? [['登録しなかった行', `${refused}件`] as const] : []),
      ]),
      actions(linkButton('open-batch', '一括登録を開く', `${baseUrl}/files/${batch.id}`)),
    ],
  }
}

/** What is wrong, and what to do about it. */
const problemTexts: Readonly<Record<PaymentProblem, string>> = {
  late: '⚠️ *期限を過ぎた入金* Late payment\n期限のあとに支払われました。受け入れるか返金するかを決めてください。',
  duplicate: '⚠️ *二重の入金* Paid twice\nすでに支払い済みの請求です。お客さまへの返金をご検討ください。',
  'amount-mismatch':
    '⚠️ *金額の違う入金* Wrong amount\n請求と違う金額が支払われました。お客さまにご確認ください。',
  unknown:
    '⚠️ *請求の分からない入金* Unknown payment\nどの請求か分かりません。お店かお客さまにご確認ください。',
  'after-cancel':
    '⚠️ *取り消した請求への入金* Paid after cancellation\n取り消した請求に支払われました。返金をご検討ください。',
}

const drawPayment = (payment: Payment, invoice: Invoice | undefined, baseUrl: string): Drawn => {
  const who = invoice === undefined ? '（請求なし）' : nameOf(invoice)
  const what = invoice === undefined ? '' : escapeMrkdwn(invoice.subject)
  const amount = formatYen(payment.amountYen)
  const place = `${toChainName(payment.chain)} ${escapeMrkdwn(payment.store)}`
  const title =
    payment.state === 'cancelled'
      ? '↩️ *入金が取り消されました（速報取消）* Payment undone'
      : payment.problem === undefined
        ? '💴 *入金がありました（速報）* Paid'
        : problemTexts[payment.problem]
  const note =
    payment.problem === undefined || payment.state === 'cancelled'
      ? ''
      : '\n決めるまで精算には入りません。コンソールの「入金」で決めてください。 Kept out of settlements until resolved.'
  const plain =
    payment.state === 'cancelled' ? '入金取消' : payment.problem === undefined ? '入金' : '要確認の入金'
  return {
    text: `${plain}：${who} ${what} ${amount}（${place}）`,
    blocks: [
      section(`${title}${note}\n*${amount}*　${who}　${what}`),
      context(
        `${place} ・ ${formatJstTime(payment.paidAt)} ・ 受付 ${escapeMrkdwn(toToldReceipt(payment.receipt))}`,
      ),
      ...(invoice === undefined
        ? []
        : [actions(linkButton('open-invoice', '請求を開く', `${baseUrl}/invoices/${invoice.id}`))]),
    ],
  }
}
