/** Draws the lines that managers and staff see in the chat. */
import type { Language } from '../../domain/language.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actions, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { drawBounce } from './draw-bounce.ts'
import { drawCard } from './draw-card.ts'
import { drawFeed } from './draw-feed.ts'
import { drawMonth } from './draw-month.ts'
import { drawMorning } from './draw-morning.ts'
import { drawNoPicture, drawNote } from './draw-note.ts'
import { drawPayment } from './draw-payment.ts'
import { drawPayments } from './draw-payments.ts'
import { drawProof } from './draw-proof.ts'
import { drawClosed, drawDigest } from './draw-settlement.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** Where the console is, absolute and without a trailing slash. */
export type DrawContext = { readonly baseUrl: string; readonly language: Language }

/** Blocks and notification text of a line. */
export const drawLine = (line: ChatLine, context: DrawContext): Drawn => {
  const { baseUrl } = context
  switch (line.kind) {
    case 'invoice':
      return drawCard(line, context)
    case 'batch':
      return drawBatch(line.batch, baseUrl)
    case 'payment':
      return drawPayment(line, context)
    case 'payments':
      return drawPayments(line.items, context)
    case 'bounce':
      return drawBounce(line, context)
    case 'feed':
      return drawFeed(line.feed, line.merchantId, baseUrl)
    case 'proof':
      return drawProof(line, baseUrl)
    case 'settlement-closed':
      return drawClosed(line, context)
    case 'settlement-digest':
      return drawDigest(line, context)
    case 'morning-digest':
      return drawMorning(line, context)
    case 'month-report':
      return drawMonth(line, context)
    case 'digest-note':
      return drawNote(line, context.language)
    case 'no-pictures':
      return drawNoPicture(context.language)
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
