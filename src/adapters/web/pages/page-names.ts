/** What states, moves and messages are called on the pages. */
import type { DeliveryStatus, MessageKind } from '../../../domain/delivery.ts'
import type { InvoiceStatus } from '../../../domain/invoice.ts'
import type { Outcome, Trouble } from '../../../domain/mail-report.ts'
import type { PaymentProblem, PaymentState } from '../../../domain/payment.ts'
import type { Text } from '../../../domain/result.ts'
import type { SettlementStatus } from '../../../ports.ts'

export const statusNames: Readonly<Record<InvoiceStatus, Text>> = {
  open: { ja: '未払い', en: 'Open' },
  paid: { ja: '入金（速報）', en: 'Paid (preliminary)' },
  confirmed: { ja: '入金（確報）', en: 'Paid (confirmed)' },
  expired: { ja: '期限切れ', en: 'Expired' },
  cancelled: { ja: '取消', en: 'Cancelled' },
}

export const paymentStateNames: Readonly<Record<PaymentState, Text>> = {
  preliminary: { ja: '速報', en: 'Preliminary' },
  confirmed: { ja: '確報', en: 'Confirmed' },
  cancelled: { ja: '取消', en: 'Cancelled' },
}

export const problemNames: Readonly<Record<PaymentProblem, Text>> = {
  late: { ja: '期限後', en: 'late' },
  duplicate: { ja: '二重', en: 'paid twice' },
  'amount-mismatch': { ja: '金額違い', en: 'another amount' },
  unknown: { ja: '請求不明', en: 'unknown invoice' },
  'after-cancel': { ja: '取消後', en: 'after cancellation' },
}

export const resolutionNames: Readonly<Record<'accept' | 'refunded', Text>> = {
  accept: { ja: '受け入れた', en: 'accepted' },
  refunded: { ja: '返金済み', en: 'refunded' },
}

export const settlementStatusNames: Readonly<Record<SettlementStatus, Text>> = {
  closed: { ja: '締め（見込み）', en: 'Closed (expected)' },
  fixed: { ja: '確定', en: 'Fixed' },
  paid: { ja: '振込済み', en: 'Paid out' },
}

export const messageNames: Readonly<Record<MessageKind, Text>> = {
  notice: { ja: 'お支払いのご案内（メール）', en: 'Payment notice (mail)' },
  receipt: { ja: 'お支払いの確認（メール）', en: 'Receipt (mail)' },
  reminder: { ja: '期限前のお知らせ（メール）', en: 'Reminder (mail)' },
  'payment-undone': { ja: 'お支払い取消のお知らせ（メール）', en: 'Payment undone (mail)' },
  'invoice-expired': { ja: '期限切れのお知らせ（メール）', en: 'Expired (mail)' },
  'invoice-cancelled': { ja: '請求取消のお知らせ（メール）', en: 'Invoice cancelled (mail)' },
  'collection-notice': { ja: '収納のお知らせ（メール）', en: 'Collection notice (mail)' },
  'collection-fax': { ja: '収納のお知らせ（FAX）', en: 'Collection notice (FAX)' },
  'bounce-notice': { ja: '不達のお知らせ（メール）', en: 'Bounce notice (mail)' },
  'settlement-statement': { ja: '精算書（メール）', en: 'Settlement statement (mail)' },
  'sign-in': { ja: 'サインインのリンク（メール）', en: 'Sign-in link (mail)' },
  'slack-removed': { ja: 'Slackの切断のお知らせ（メール）', en: 'Slack disconnected (mail)' },
  'open-items': { ja: '未入金の一覧（メール）', en: 'Open items (mail)' },
  'invoice-line': { ja: '登録のお知らせ（Slack）', en: 'Registered (Slack)' },
  'batch-line': { ja: '一括登録のお知らせ（Slack）', en: 'File registered (Slack)' },
  'feed-line': { ja: '収納データのお知らせ（Slack）', en: 'Collection data (Slack)' },
  'proof-line': { ja: '検査で止めたお知らせ（Slack）', en: 'Held back by a proof (Slack)' },
  'payment-line': { ja: '入金のお知らせ（Slack）', en: 'Payment (Slack)' },
  'settlement-closed': { ja: '締めのお知らせ（Slack）', en: 'Closing (Slack)' },
  'settlement-digest': { ja: '精算のお知らせ（Slack）', en: 'Settlement (Slack)' },
  'bounce-line': { ja: '不達のお知らせ（Slack）', en: 'Bounce (Slack)' },
  'morning-digest': { ja: '朝のまとめ（Slack）', en: 'Morning digest (Slack)' },
  'month-report': { ja: '月のまとめ（Slack）', en: 'Monthly report (Slack)' },
  'digest-pictures': { ja: 'まとめの図（Slack）', en: 'Charts of a digest (Slack)' },
  'digest-files': { ja: 'まとめのファイル（Slack）', en: 'Files of a digest (Slack)' },
  'digest-note': { ja: 'まとめの訂正（Slack）', en: 'Amendment of a digest (Slack)' },
  'digest-late': { ja: 'まとめの見直し（Slack）', en: 'Look at a digest again (Slack)' },
  'line-edit': { ja: 'お知らせの更新（Slack）', en: 'Changed message (Slack)' },
}

export const outcomeNames: Readonly<Record<Outcome, Text>> = {
  delayed: { ja: '届くのが遅れています', en: 'Delayed' },
  delivered: { ja: '届きました', en: 'Delivered' },
  bounced: { ja: '届きませんでした', en: 'Bounced' },
  complained: { ja: '迷惑メールの報告', en: 'Reported as spam' },
}

export const troubleNames: Readonly<Record<Trouble, Text>> = {
  parked: { ja: '送れませんでした', en: 'Could not be sent' },
  bounced: { ja: '届きませんでした', en: 'Bounced' },
  complained: { ja: '迷惑メールの報告', en: 'Reported as spam' },
}

export const deliveryStatusNames: Readonly<Record<DeliveryStatus, Text>> = {
  printing: { ja: 'シートを印刷中', en: 'Sheet is being printed' },
  ready: { ja: '送信待ち', en: 'Waiting to be sent' },
  sent: { ja: '送信済み', en: 'Sent' },
  parked: { ja: '送れませんでした', en: 'Could not be sent' },
  dropped: { ja: '送る必要がなくなりました', en: 'No longer needed' },
}
