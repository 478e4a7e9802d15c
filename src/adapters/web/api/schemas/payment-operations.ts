import type { Operation } from './operation.ts'
import { paymentSchema } from './payment-answers.ts'
import { paymentExportQuery, paymentQuery, resolveBody } from './payment-schemas.ts'
import { pageOf } from './schema-parts.ts'

const tag = 'payments'
export const paymentOperations: readonly Operation[] = [
  {
    ...{ id: 'listPayments', method: 'get', path: '/payments', tag },
    says: { ja: '入金をさがす（新しい順）', en: 'Find payments, newest first' },
    query: paymentQuery,
    answers: { 200: pageOf(paymentSchema, 'PaymentPage') },
    refusals: [422],
  },
  {
    ...{ id: 'exportPayments', method: 'get', path: '/payments.csv', tag },
    says: { ja: '入金をCSVで受け取る', en: 'Export payments as CSV' },
    query: paymentExportQuery,
    answers: { 200: 'text/csv' },
    refusals: [422],
  },
  {
    ...{ id: 'getPayment', method: 'get', path: '/payments/{id}', tag },
    says: { ja: '入金1件', en: 'One payment' },
    answers: { 200: paymentSchema },
    refusals: [404],
  },
  {
    ...{ id: 'resolvePayment', method: 'post', path: '/payments/{id}/resolve', tag },
    says: { ja: '問題のある入金を決める', en: 'Decide about a payment with a problem' },
    body: resolveBody,
    example: { decision: 'accept', note: 'お客さまに確認しました' },
    answers: { 200: paymentSchema },
    refusals: [403, 404, 409, 422],
    role: 'manager',
  },
]
