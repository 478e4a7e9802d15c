/** Invoices and payments as tables for the accountant: what a search found, all of it. */
import { toChainName } from '../../domain/chain.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatJstTime, toJstDay } from '../../domain/jst-day.ts'
import { toToldReceipt } from '../../domain/network-client.ts'
import type { Payment } from '../../domain/payment.ts'
import type { InvoiceFilter, PaymentFilter, Store } from '../../ports.ts'
import { paymentStateNames, problemNames, resolutionNames, statusNames } from './pages/page-names.ts'
import { streamCsv } from './stream-csv.ts'

const invoiceHeader = [
  '請求ID',
  '請求番号',
  '状態',
  '登録日',
  '支払期限',
  '顧客名',
  'フリガナ',
  'メールアドレス',
  '電話番号',
  '件名',
  '請求金額',
  'うち消費税',
  'スマートピット番号',
  '入金日時',
  '備考',
  '前の請求ID',
  '新しい請求ID',
] as const

/** Every invoice of a search, newest first. */
export const exportInvoices = (store: Store, merchantId: string, filter: InvoiceFilter): Response =>
  streamCsv({
    name: 'invoices',
    header: invoiceHeader,
    readPage: (limit, cursor) => store.invoices(merchantId, filter, limit, cursor),
    toRows: (invoices) => invoices.map(toInvoiceCells),
  })

const toInvoiceCells = ({ customer, ...invoice }: Invoice) => [
  invoice.id,
  invoice.reference ?? '',
  statusNames[invoice.status].ja,
  toJstDay(invoice.registeredAt).toString(),
  invoice.dueDay.toString(),
  customer.name,
  customer.kana ?? '',
  customer.email ?? '',
  customer.phone ?? '',
  invoice.subject,
  invoice.amountYen,
  invoice.taxYen ?? '',
  invoice.number,
  invoice.paidAt === undefined ? '' : formatJstTime(invoice.paidAt),
  invoice.note ?? '',
  invoice.replaces ?? '',
  invoice.replacedBy ?? '',
]

const paymentHeader = [
  '入金ID',
  '収納日時',
  '金額',
  '状態',
  '問題',
  '決定',
  '決めた日時',
  '決めた人',
  'メモ',
  '収納先',
  '店舗',
  '受付番号',
  'スマートピット番号',
  '請求ID',
  '請求番号',
  '顧客名',
  '件名',
  '精算ID',
] as const

/** Every payment of a search, newest first, with the invoice it is for and what a person decided about it. */
export const exportPayments = (store: Store, merchantId: string, filter: PaymentFilter): Response =>
  streamCsv({
    name: 'payments',
    header: paymentHeader,
    readPage: (limit, cursor) => store.payments(merchantId, filter, limit, cursor),
    toRows: (payments) => toPaymentRows(store, payments),
  })

const toPaymentRows = async (store: Store, payments: readonly Payment[]) => {
  const invoiceIds = payments.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [invoiceId]))
  const decided = payments.flatMap(({ id, resolution }) => (resolution === undefined ? [] : [id]))
  const [invoices, decisions] = await Promise.all([store.invoicesById(invoiceIds), store.decisions(decided)])
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]))
  return payments.map((payment) => {
    const invoice = byId.get(payment.invoiceId ?? '')
    const decision = decisions.get(payment.id)
    return [
      payment.id,
      formatJstTime(payment.paidAt),
      payment.amountYen,
      paymentStateNames[payment.state].ja,
      payment.problem === undefined ? '' : problemNames[payment.problem].ja,
      payment.resolution === undefined ? '' : resolutionNames[payment.resolution].ja,
      decision === undefined ? '' : formatJstTime(decision.at),
      decision?.by ?? '',
      decision?.note ?? '',
      toChainName(payment.chain),
      payment.store,
      toToldReceipt(payment.receipt),
      payment.number ?? '',
      payment.invoiceId ?? '',
      invoice?.reference ?? '',
      invoice?.customer.name ?? '',
      invoice?.subject ?? '',
      payment.settlementId ?? '',
    ]
  })
}
