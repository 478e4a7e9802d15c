/** Draws what is asked before something happens: is this right, does a second person agree, shall it be cancelled. */
import type { Invoice } from '../../domain/invoice.ts'
import { formatDay } from '../../domain/jst-day.ts'
import { parseAmount } from '../../domain/parse-amount.ts'
import type { Text } from '../../domain/result.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import { actionButton, actions, context, type Drawn, fields, section } from './block-kit.ts'
import { drawHint } from './draw-answer.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { MAX_BUTTON_VALUE, type PendingBill, writePending } from './pending-bill.ts'

/** Only the one who typed it sees it; nothing is registered yet. */
export const drawQuestion = (bill: PendingBill, questions: readonly Text[]): Drawn => {
  const value = writePending(bill)
  if (value.length > MAX_BUTTON_VALUE) return tooLong
  const asked = questions.map(({ ja, en }) => `• ${escapeMrkdwn(ja)}\n   _${escapeMrkdwn(en)}_`).join('\n')
  return {
    text: 'この内容で登録しますか？ まだ登録していません。',
    blocks: [
      section('🤔 *この内容で登録しますか？* まだ登録していません。 Register this?'),
      section(asked),
      billFields(bill),
      actions(
        actionButton('register-bill', '登録する', value, 'primary'),
        actionButton('drop-bill', 'やめる', 'drop'),
      ),
    ],
  }
}

/** Everybody in the channel sees it; somebody else than the typist may say yes. */
export const drawApproval = (bill: PendingBill, fromYen: number): Drawn => {
  const value = writePending(bill)
  if (value.length > MAX_BUTTON_VALUE) return tooLong
  const limit = formatYen(toYen(fromYen))
  return {
    text: `${escapeMrkdwn(bill.userName)} さんの請求に承認が必要です`,
    blocks: [
      section(
        `🖊️ *承認をお願いします* Approval needed\n${escapeMrkdwn(bill.userName)} さんの請求です。${limit} 以上は、ほかの人の承認で登録されます。`,
      ),
      billFields(bill),
      actions(
        actionButton('approve-bill', '承認して登録する', value, 'primary'),
        actionButton('drop-bill', '登録しない', 'drop'),
      ),
      context(`Bills from ${limit} are registered once a second person approves.`),
    ],
  }
}

const billFields = ({ raw }: PendingBill) => {
  const shown = (value: string | undefined): string => escapeMrkdwn(value ?? '—')
  const amount = parseAmount(raw.amount ?? '')
  const day = raw.due === undefined ? undefined : readDay(raw.due)
  return fields([
    ['お客さま', `${shown(raw.customer_name)} ${raw.honorific ?? '様'}`],
    ['件名', shown(raw.subject)],
    ['金額', amount.ok ? formatYen(amount.value) : shown(raw.amount)],
    ['支払期限', day === undefined ? shown(raw.due) : formatDay(day, 'ja')],
    ['メール', shown(raw.email)],
    ...(raw.reference === undefined ? [] : [['請求番号', shown(raw.reference)] as const]),
    ...(raw.number === undefined ? [] : [['スマートピット番号', shown(raw.number)] as const]),
  ])
}

const readDay = (text: string): Temporal.PlainDate | undefined =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : undefined

const tooLong: Drawn = drawHint({
  ja: '内容が長すぎます。件名を短くして、もう一度お試しください',
  en: 'this is too long; shorten the subject and try again',
})

/** Whether an invoice shall really be taken back. */
export const drawCancelQuestion = (invoice: Invoice, reason: string | undefined): Drawn => ({
  text: 'この請求を取り消しますか？',
  blocks: [
    section(
      `🗑️ *この請求を取り消しますか？* Cancel this bill?\n${escapeMrkdwn(invoice.customer.name)} ${invoice.customer.honorific}　${escapeMrkdwn(invoice.subject)}　*${formatYen(invoice.amountYen)}*　${formatDay(invoice.dueDay, 'ja')}まで`,
    ),
    section('取り消すと、お客さまはこの番号でこの請求を支払えなくなります。元には戻せません。'),
    actions(
      actionButton(
        'cancel-invoice',
        '取り消す',
        JSON.stringify({ id: invoice.id, reason: reason?.slice(0, 300) }),
        'danger',
      ),
      actionButton('drop-bill', 'やめる', 'drop'),
    ),
  ],
})
