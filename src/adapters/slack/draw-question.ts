/** Draws what is asked before something happens: is this right, does a second person agree, shall it be cancelled. */
import type { ModalView } from '@slack/web-api'
import type { Invoice } from '../../domain/invoice.ts'
import { formatDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Text } from '../../domain/result.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import { actionButton, actions, context, type Drawn, fields, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { amountOf, type PendingBill } from './pending-bill.ts'
import { plain, sayIn } from './view-kit.ts'

/** Only the one who typed it sees it; nothing is registered yet. `value` is the bill as the button carries it. */
export const drawQuestion = (bill: PendingBill, value: string, questions: readonly Text[]): Drawn => {
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
export const drawApproval = (bill: PendingBill, value: string, fromYen: number): Drawn => {
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

const billFields = ({ raw }: PendingBill, language: Language = 'ja') => {
  const say = sayIn(language)
  const shown = (value: string | undefined): string => escapeMrkdwn(value ?? '—')
  const amount = amountOf(raw)
  const day = raw.due === undefined ? undefined : readDay(raw.due)
  return fields([
    [say('お客さま', 'Customer'), `${shown(raw.customer_name)} ${raw.honorific ?? '様'}`],
    [say('件名', 'Subject'), shown(raw.subject)],
    [say('金額', 'Amount'), amount === undefined ? shown(raw.amount) : formatYen(toYen(amount))],
    [say('支払期限', 'Due'), day === undefined ? shown(raw.due) : formatDay(day, language)],
    [say('メール', 'E-mail'), shown(raw.email)],
    ...(raw.reference === undefined ? [] : [[say('請求番号', 'Reference'), shown(raw.reference)] as const]),
    ...(raw.number === undefined
      ? []
      : [[say('スマートピット番号', 'Smart Pit number'), shown(raw.number)] as const]),
  ])
}

const readDay = (text: string): Temporal.PlainDate | undefined =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : undefined

/** The same question on top of the modal: back leads to the fields as they were. */
export const drawQuestionView = (
  bill: PendingBill,
  metadata: string,
  questions: readonly Text[],
  language: Language,
): ModalView => {
  const say = sayIn(language)
  const asked = questions.map((text) => `• ${escapeMrkdwn(text[language])}`).join('\n')
  return {
    type: 'modal',
    callback_id: QUESTION_VIEW,
    private_metadata: metadata,
    title: plain(say('確認', 'Please confirm'), 24),
    submit: plain(say('登録する', 'Register'), 24),
    close: plain(say('戻る', 'Back'), 24),
    blocks: [
      section(
        say(
          '🤔 *この内容で登録しますか？* まだ登録していません。',
          '🤔 *Register this?* Nothing is registered yet.',
        ),
      ),
      section(asked),
      billFields(bill, language),
    ],
  }
}

export const QUESTION_VIEW = 'bill-question'

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
