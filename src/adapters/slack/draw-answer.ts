/** Draws what only the person who typed a command sees. */

import { toChainName } from '../../domain/chain.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatDay } from '../../domain/jst-day.ts'
import type { Payment } from '../../domain/payment.ts'
import type { Failure, Problem, Text } from '../../domain/result.ts'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { listCuts } from '../../domain/text-cuts.ts'
import { formatYen, sumYen } from '../../domain/yen.ts'
import { actions, context, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { EXAMPLE } from './parse-command.ts'

export type Links = { readonly invoice: string; readonly customer: string }

/** The invoice that was registered or asked for. */
export const drawRegistered = (invoice: Invoice, links: Links, title: string): Drawn => ({
  text: `${title} ${formatNumber(invoice.number)} ${formatYen(invoice.amountYen)}`,
  blocks: [
    section(
      `*${title}*\n${escapeMrkdwn(invoice.customer.name)} ${invoice.customer.honorific}　${escapeMrkdwn(invoice.subject)}`,
    ),
    fields([
      ['スマートピット番号', `\`${formatNumber(invoice.number)}\``],
      ['金額', formatYen(invoice.amountYen)],
      ['支払期限', formatDay(invoice.dueDay, 'ja')],
      ['状態', statusNames[invoice.status]],
    ]),
    ...drawCuts(invoice),
    actions(
      linkButton('open-invoice', '請求を開く', links.invoice),
      linkButton('open-customer-page', 'お客さまのページ', links.customer),
    ),
  ],
})

/** Where a text is too wide for its place; nothing when all of it is seen everywhere. */
const drawCuts = (invoice: Invoice): Drawn['blocks'] => {
  const cuts = invoice.status === 'open' ? listCuts(invoice) : []
  return cuts.length === 0
    ? []
    : [context(cuts.map(({ message }) => `✂️ ${escapeMrkdwn(message.ja)}`).join('\n'))]
}

const statusNames: Readonly<Record<Invoice['status'], string>> = {
  open: '未払い',
  paid: '入金済み（速報）',
  confirmed: '入金済み（確報）',
  expired: '期限切れ',
  cancelled: '取消',
}

/** Every problem with its value and remedy, and an example. */
export const drawProblems = (problems: readonly Problem[]): Drawn => ({
  text: `登録できませんでした：${problems.map(({ message }) => message.ja).join(' ')}`,
  blocks: [
    section('*登録できませんでした。何も登録していません。* Nothing was registered.'),
    ...problems.slice(0, 20).map(({ message, value }) => {
      const shown = value === undefined || value === '' ? '' : `　\`${escapeMrkdwn(value)}\``
      return section(`• ${escapeMrkdwn(message.ja)}${shown}\n   _${escapeMrkdwn(message.en)}_`)
    }),
    context(`例：\`${EXAMPLE}\``),
  ],
})

export const drawHint = ({ ja, en }: Text): Drawn => ({
  text: ja,
  blocks: [
    section(`🤔 ${escapeMrkdwn(ja)}\n_${escapeMrkdwn(en)}_\n何も変えていません。 Nothing was changed.`),
    context(`例：\`${EXAMPLE}\``),
  ],
})

export const drawHelp = (): Drawn => ({
  text: 'pitpost の使い方',
  blocks: [
    section('*pitpost の使い方* How to use /pit'),
    section(
      [
        `• 請求を登録する：\`${EXAMPLE}\``,
        '   金額・期限・メール・名前（様／御中を付ける）・件名は、どの順でもかまいません。',
        '• 画面で登録する：`/pit new`（明細、番号、くり返しも選べます）',
        '• 一覧：`/pit unpaid`（未払い） `/pit due`（1週間以内に期限） `/pit today`（今日の入金） `/pit find 山田`',
        '• 1件：`/pit show 2612-0001` `/pit send 2612-0001`（お知らせを再送） `/pit cancel 2612-0001`（取り消し）',
        '   請求番号のほか、スマートピット番号でも指定できます。',
        '• お金：`/pit settlement`（精算） `/pit plan`（料金プラン）　まとめて登録：`/pit file`',
      ].join('\n'),
    ),
    context('期限の書き方：`翌月末` `今月末` `翌月10日` `+30日` `12/25` `2026-12-25`'),
  ],
})

/** A list of invoices under a title; `hasMore` when there are others besides. */
export const drawInvoices = (invoices: readonly Invoice[], title: string, hasMore: boolean): Drawn => {
  const sum = formatYen(sumYen(invoices.map(({ amountYen }) => amountYen)))
  const lines = invoices.map(
    ({ customer, subject, amountYen, dueDay, status, reference }) =>
      `• ${formatDay(dueDay, 'ja')}まで　*${formatYen(amountYen)}*　${escapeMrkdwn(customer.name)} ${customer.honorific}　${escapeMrkdwn(subject)}${status === 'open' ? '' : `（${statusNames[status]}）`}${reference === undefined ? '' : `　${escapeMrkdwn(`#${reference}`)}`}`,
  )
  const head =
    invoices.length === 0
      ? `*${escapeMrkdwn(title)}*\nありません。 None.`
      : `*${escapeMrkdwn(title)}*　${hasMore ? `新しい${invoices.length}件、` : ''}計 ${sum}`
  return { text: title, blocks: [section(head), ...chunk(lines, 5).map((part) => section(part.join('\n')))] }
}

/** One thing said, in both languages. */
export const drawSaid = ({ ja, en }: Text): Drawn => ({
  text: ja,
  blocks: [section(`${escapeMrkdwn(ja)}\n_${escapeMrkdwn(en)}_`)],
})

/** Why something could not be done. */
export const drawFailure = (failure: Failure): Drawn => {
  if (failure.kind === 'invalid-input') return drawProblems(failure.problems)
  return drawHint(
    'message' in failure
      ? failure.message
      : {
          ja: 'いまはできません。少し待ってからもう一度お試しください',
          en: 'not possible right now; try again in a moment',
        },
  )
}

export const drawFileHelp = (url: string): Drawn => ({
  text: 'ファイルでまとめて登録する',
  blocks: [
    section(
      '*ファイルでまとめて登録する* Register from a file\nCSV をこのチャンネルに入れて、そのメッセージの「︙」から「請求ファイルとして登録」を選んでください（@pitpost へのメンションでも）。最大4,000件です。登録の前に、まちがいのある行と直し方が分かります。\n_Drop the CSV here and choose “Register as bill file” from the message’s menu, or mention @pitpost with it._',
    ),
    actions(linkButton('open-files', 'ファイル登録を開く', url)),
  ],
})

export const drawToday = (payments: readonly Payment[]): Drawn => {
  const sum = formatYen(sumYen(payments.map(({ amountYen }) => amountYen)))
  const lines = payments.map(
    ({ amountYen, chain, state, problem }) =>
      `• *${formatYen(amountYen)}*　${toChainName(chain)}${state === 'cancelled' ? '（取消）' : ''}${problem === undefined ? '' : ' ⚠️'}`,
  )
  return {
    text: `今日の入金 ${payments.length}件 ${sum}`,
    blocks: [
      section(
        payments.length === 0
          ? '今日の入金はまだありません。 Nothing has come in today.'
          : `*今日の入金 ${payments.length}件*　計 ${sum}`,
      ),
      ...chunk(lines, 20).map((part) => section(part.join('\n'))),
    ],
  }
}

const chunk = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))
