import { invoiceDetailSchema, invoiceSchema } from './invoice-answers.ts'
import {
  cancelBody,
  invoiceBody,
  invoiceExportQuery,
  invoiceQuery,
  notifyBody,
  replaceBody,
} from './invoice-schemas.ts'
import type { Operation } from './operation.ts'
import { pageOf } from './schema-parts.ts'

const tag = 'invoices'
const bill = {
  customer: { name: '山田 花子', email: 'hanako@example.com' },
  subject: '12月分 月謝',
  amount: 13_200,
  due: '+30日',
}

export const invoiceOperations: readonly Operation[] = [
  {
    ...{ id: 'registerInvoice', method: 'post', path: '/invoices', tag },
    says: { ja: '請求を1件登録する', en: 'Register an invoice' },
    body: invoiceBody,
    example: bill,
    answers: { 201: invoiceSchema },
    refusals: [409, 422],
  },
  {
    ...{ id: 'listInvoices', method: 'get', path: '/invoices', tag },
    says: { ja: '請求をさがす（新しい順）', en: 'Find invoices, newest first' },
    query: invoiceQuery,
    answers: { 200: pageOf(invoiceSchema, 'InvoicePage') },
    refusals: [422],
  },
  {
    ...{ id: 'exportInvoices', method: 'get', path: '/invoices.csv', tag },
    says: { ja: '請求をCSVで受け取る', en: 'Export invoices as CSV' },
    query: invoiceExportQuery,
    answers: { 200: 'text/csv' },
    refusals: [422],
  },
  {
    ...{ id: 'getInvoice', method: 'get', path: '/invoices/{id}', tag },
    says: { ja: '請求の詳細（履歴・入金・送信）', en: 'One invoice with history, payments and deliveries' },
    answers: { 200: invoiceDetailSchema },
    refusals: [404],
  },
  {
    ...{ id: 'replaceInvoice', method: 'post', path: '/invoices/{id}/replace', tag },
    says: { ja: '訂正して出し直す', en: 'Correct: cancel and register anew' },
    body: replaceBody,
    example: { due: '+40日', reason: '期限の訂正' },
    answers: { 201: invoiceSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ id: 'cancelInvoice', method: 'post', path: '/invoices/{id}/cancel', tag },
    says: { ja: '請求を取り消す', en: 'Cancel' },
    ...{ body: cancelBody, bodyOptional: true, example: { reason: '退会' } },
    answers: { 200: invoiceSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ id: 'notifyAgain', method: 'post', path: '/invoices/{id}/notify', tag },
    says: { ja: 'お知らせをもう一度送る', en: 'Send the notice again' },
    ...{ body: notifyBody, bodyOptional: true, example: {} },
    answers: { 202: invoiceSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ id: 'renewLink', method: 'post', path: '/invoices/{id}/link', tag },
    says: { ja: 'お客さまのページのアドレスを替える', en: "Change the address of the customer's page" },
    answers: { 200: invoiceSchema },
    refusals: [404, 409],
  },
  {
    ...{ id: 'getSheet', method: 'get', path: '/invoices/{id}/sheet.pdf', tag },
    says: { ja: 'シート（PDF）', en: 'The sheet' },
    answers: { 200: 'application/pdf' },
    refusals: [404, 503],
  },
]
