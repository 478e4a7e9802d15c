/** What states, moves and messages are called on the pages. */
import type { DeliveryStatus, MessageKind } from '../../../domain/delivery.ts'
import type { InvoiceStatus } from '../../../domain/invoice.ts'
import type { Outcome, Trouble } from '../../../domain/mail-report.ts'
import type { PaymentProblem, PaymentState } from '../../../domain/payment.ts'
import type { SettlementStatus } from '../../../ports.ts'

export const statusNames: Readonly<Record<InvoiceStatus, string>> = {
  open: '未払い',
  paid: '入金（速報）',
  confirmed: '入金（確報）',
  expired: '期限切れ',
  cancelled: '取消',
}

export const paymentStateNames: Readonly<Record<PaymentState, string>> = {
  preliminary: '速報',
  confirmed: '確報',
  cancelled: '取消',
}

export const problemNames: Readonly<Record<PaymentProblem, string>> = {
  late: '期限後',
  duplicate: '二重',
  'amount-mismatch': '金額違い',
  unknown: '請求不明',
  'after-cancel': '取消後',
}

export const resolutionNames: Readonly<Record<'accept' | 'refunded', string>> = {
  accept: '受け入れた',
  refunded: '返金済み',
}

export const settlementStatusNames: Readonly<Record<SettlementStatus, string>> = {
  closed: '締め（見込み）',
  fixed: '確定',
  paid: '振込済み',
}

export const messageNames: Readonly<Record<MessageKind, string>> = {
  notice: 'お支払いのご案内（メール）',
  receipt: 'お支払いの確認（メール）',
  reminder: '期限前のお知らせ（メール）',
  'payment-undone': 'お支払い取消のお知らせ（メール）',
  'invoice-expired': '期限切れのお知らせ（メール）',
  'invoice-cancelled': '請求取消のお知らせ（メール）',
  'collection-notice': '収納のお知らせ（メール）',
  'collection-fax': '収納のお知らせ（FAX）',
  'bounce-notice': '不達のお知らせ（メール）',
  'settlement-statement': '精算書（メール）',
  'open-items': '未入金の一覧（メール）',
  'invoice-line': '登録のお知らせ（Slack）',
  'batch-line': '一括登録のお知らせ（Slack）',
  'feed-line': '収納データのお知らせ（Slack）',
  'proof-line': '検査で止めたお知らせ（Slack）',
  'payment-line': '入金のお知らせ（Slack）',
  'settlement-closed': '締めのお知らせ（Slack）',
  'settlement-digest': '精算のお知らせ（Slack）',
  'bounce-line': '不達のお知らせ（Slack）',
}

export const outcomeNames: Readonly<Record<Outcome, string>> = {
  delayed: '届くのが遅れています',
  delivered: '届きました',
  bounced: '届きませんでした',
  complained: '迷惑メールの報告',
}

export const troubleNames: Readonly<Record<Trouble, string>> = {
  parked: '送れませんでした',
  bounced: '届きませんでした',
  complained: '迷惑メールの報告',
}

export const deliveryStatusNames: Readonly<Record<DeliveryStatus, string>> = {
  printing: 'シートを印刷中',
  ready: '送信待ち',
  sent: '送信済み',
  parked: '送れませんでした',
  dropped: '送る必要がなくなりました',
}
