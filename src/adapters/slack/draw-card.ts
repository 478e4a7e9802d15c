/** Draws the card of an invoice: one message that lives as long as the invoice, with the buttons its state allows. */
import type { Button } from '@slack/web-api'
import type { Invoice } from '../../domain/invoice.ts'
import { formatDay, formatJstTime } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Text } from '../../domain/result.ts'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { formatYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actionButton, actions, context, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

type CardLine = Extract<ChatLine, { kind: 'invoice' }>

/** What the card says in its first line, by what has become of the invoice. */
const titles: Readonly<Record<Invoice['status'] | 'replaced' | 'undone', Text & { readonly mark: string }>> =
  {
    open: { mark: '🧾', ja: '請求を登録しました', en: 'Invoice registered' },
    undone: { mark: '↩️', ja: '入金が取り消され、未払いに戻りました', en: 'Payment undone: open again' },
    paid: { mark: '💴', ja: '入金がありました（速報）', en: 'Paid' },
    confirmed: { mark: '✅', ja: '入金が確定しました（確報）', en: 'Paid, and certain' },
    expired: { mark: '⌛', ja: '期限切れになりました', en: 'Expired unpaid' },
    cancelled: { mark: '🗑️', ja: '請求を取り消しました', en: 'Invoice cancelled' },
    replaced: { mark: '🔁', ja: '訂正して出し直しました', en: 'Replaced by a corrected invoice' },
  }

/** `baseUrl` is where the console is. */
export const drawCard = (
  { invoice, last }: CardLine,
  { baseUrl, language }: { readonly baseUrl: string; readonly language: Language },
): Drawn => {
  const say = ({ ja, en }: Text): string => (language === 'ja' ? ja : en)
  const { customer, subject, amountYen, dueDay, number, reference } = invoice
  const { mark, ...title } = titles[stateOf({ kind: 'invoice', invoice, last })]
  const who = `${escapeMrkdwn(customer.name)} ${customer.honorific}`
  return {
    text: `${say(title)}${language === 'ja' ? '：' : ': '}${who} ${escapeMrkdwn(subject)} ${formatYen(amountYen)}`,
    blocks: [
      section(`${mark} *${say(title)}*\n${who}　${escapeMrkdwn(subject)}`),
      fields([
        [say({ ja: '金額', en: 'Amount' }), formatYen(amountYen)],
        [say({ ja: '支払期限', en: 'Due' }), formatDay(dueDay, language)],
        [say({ ja: 'スマートピット番号', en: 'Smart Pit number' }), `\`${formatNumber(number)}\``],
        [say({ ja: '請求番号', en: 'Reference' }), reference === undefined ? '—' : escapeMrkdwn(reference)],
      ]),
      ...noteOf({ kind: 'invoice', invoice, last }, language),
      actions(...buttonsOf(invoice, baseUrl, say)),
    ],
  }
}

const stateOf = ({ invoice, last }: CardLine): keyof typeof titles => {
  if (invoice.replacedBy !== undefined) return 'replaced'
  if (invoice.status === 'open' && last?.action === 'undo-payment') return 'undone'
  return invoice.status
}

/** Who did it, when, and why. */
const noteOf = ({ invoice, last }: CardLine, language: Language) => {
  const parts: string[] = []
  if (invoice.paidAt !== undefined)
    parts.push(`${language === 'ja' ? 'お支払い' : 'Paid at'} ${formatJstTime(invoice.paidAt)}`)
  if (last !== undefined && (last.action === 'cancel' || last.action === 'replace')) {
    parts.push(`${escapeMrkdwn(last.actor.name)} ・ ${formatJstTime(last.at)}`)
    const reason = last.detail['reason']
    if (reason !== undefined) parts.push(escapeMrkdwn(String(reason)))
  }
  return parts.length === 0 ? [] : [context(parts.join(' ・ '))]
}

/** Only what can still be done: nobody cancels what is paid, or sends what is over. */
const buttonsOf = (
  { id, status, replacedBy, customer }: Invoice,
  baseUrl: string,
  say: (text: Text) => string,
): readonly Button[] => {
  const open = linkButton('open-invoice', say({ ja: '請求を開く', en: 'Open' }), `${baseUrl}/invoices/${id}`)
  if (replacedBy !== undefined) {
    const next = say({ ja: '新しい請求を開く', en: 'Open the new one' })
    return [open, linkButton('open-successor', next, `${baseUrl}/invoices/${replacedBy}`)]
  }
  const link = actionButton('card-link', say({ ja: 'リンクをコピー', en: 'Copy link' }), id)
  if (status !== 'open') return status === 'cancelled' ? [open] : [open, link]
  const sheet = say({ ja: 'シート', en: 'Sheet' })
  return [
    actionButton('card-sheet', sheet, id),
    ...(customer.email === undefined
      ? []
      : [actionButton('card-send', say({ ja: 'もう一度送る', en: 'Send again' }), id)]),
    link,
    open,
    {
      ...actionButton('card-cancel', say({ ja: '取り消す', en: 'Cancel' }), id, 'danger'),
      confirm: askCancel(say),
    },
  ]
}

const askCancel = (say: (text: Text) => string): NonNullable<Button['confirm']> => ({
  title: plain(say({ ja: 'この請求を取り消しますか？', en: 'Cancel this invoice?' })),
  text: plain(
    say({
      ja: '取り消すと、お客さまはこの番号でこの請求を支払えなくなります。元には戻せません。',
      en: 'The customer can then no longer pay it. This cannot be undone.',
    }),
  ),
  confirm: plain(say({ ja: '取り消す', en: 'Cancel it' })),
  deny: plain(say({ ja: 'やめる', en: 'Keep it' })),
  style: 'danger',
})

const plain = (text: string) => ({ type: 'plain_text', text }) as const
