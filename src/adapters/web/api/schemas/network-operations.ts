import { inquirySchema, slipSchema, takenSchema } from './network-answers.ts'
import { inquiryBody, paymentBody, slipBody } from './network-schemas.ts'
import type { Operation } from './operation.ts'

const common = { tag: 'stores', auth: 'signature', method: 'post' } as const
/** Below `/network/v1`. */
export const networkOperations: readonly Operation[] = [
  {
    ...{ ...common, id: 'inquire', path: '/inquiries' },
    says: { ja: '番号から支払える請求を引く', en: 'What can be paid on a number' },
    body: inquiryBody,
    example: { number: '<NUMBER>' },
    answers: { 200: inquirySchema },
    refusals: [404, 422],
  },
  {
    ...{ ...common, id: 'printSlip', path: '/slips' },
    says: { ja: '申込券を出す（30分有効）', en: 'Print a slip, good for 30 minutes' },
    body: slipBody,
    example: { number: '<NUMBER>', invoice_ids: ['<INVOICE_ID>'] },
    answers: { 201: slipSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ ...common, id: 'collectPayment', path: '/payments' },
    says: { ja: '収納を知らせる（速報）', en: 'Tell a payment' },
    body: paymentBody,
    example: {
      ...{ slip: '<SLIP>', receipt: '<RECEIPT>', paid_at: '<PAID_AT>' },
      ...{ chain: '020', store: '000123' },
    },
    answers: { 201: takenSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ ...common, id: 'cancelPayment', path: '/payments/{receipt}/cancel' },
    says: { ja: '収納を取り消す（速報取消）', en: 'Undo a payment' },
    answers: { 200: takenSchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ ...common, id: 'confirmPayment', path: '/payments/{receipt}/confirm' },
    says: { ja: '収納を確定する（確報）', en: 'Confirm a payment' },
    answers: { 200: takenSchema },
    refusals: [404, 409, 422],
  },
]
