/** Draws the lines that managers and staff see in the chat. */
import type { Invoice } from '../../domain/invoice.ts'
import { formatDay } from '../../domain/jst-day.ts'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actions, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { drawBounce } from './draw-bounce.ts'
import { drawFeed } from './draw-feed.ts'
import { drawPayment, nameOf } from './draw-payment.ts'
import { drawProof } from './draw-proof.ts'
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
    case 'proof':
      return drawProof(line, baseUrl)
    case 'settlement-closed':
      return drawClosed(line.stored, line.merchant, baseUrl)
    case 'settlement-digest':
      return drawDigest(line.stored, line.merchant, baseUrl)
  }
}

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
