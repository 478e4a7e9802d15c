/** The chapters of the document, in their order. */
import type { Text } from '../../../../domain/result.ts'

export const tagTexts: Readonly<Record<string, Text>> = {
  invoices: { ja: '請求', en: 'Invoices' },
  files: { ja: 'ファイル登録とシート', en: 'Files and sheets' },
  customers: { ja: 'お客さま', en: 'Customers' },
  payments: { ja: '入金', en: 'Payments' },
  settlements: { ja: '精算', en: 'Settlements' },
  mails: { ja: 'メール', en: 'Mails' },
  numbers: { ja: '番号', en: 'Numbers' },
  cards: { ja: 'カードと資料', en: 'Cards and documents' },
  feeds: { ja: '収納データ', en: 'Collection data' },
  merchant: { ja: '自社', en: 'The merchant' },
  webhooks: { ja: 'Webhook', en: 'Webhooks' },
  moves: { ja: 'データの移動', en: 'Moving a merchant' },
  document: { ja: 'この文書', en: 'This document' },
  stores: { ja: '店舗（ネットワーク）', en: 'Stores (the network interface)' },
}
