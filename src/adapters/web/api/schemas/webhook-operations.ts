/** The calls of the document about webhooks, and what they carry. */
import * as z from 'zod'
import type { Text } from '../../../../domain/result.ts'
import type { WebhookEvent } from '../../../../domain/webhook.ts'
import { invoiceSchema } from './invoice-answers.ts'
import type { Operation } from './operation.ts'
import { paymentSchema } from './payment-answers.ts'
import { instant, pageOf } from './schema-parts.ts'
import { settlementSchema } from './settlement-schemas.ts'
import {
  newWebhookSchema,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
  webhookSchema,
} from './webhook-answers.ts'
import { webhookBody, webhookChangeBody, webhookLogQuery } from './webhook-schemas.ts'

const says: Readonly<Record<WebhookEvent, Text>> = {
  'invoice.registered': { ja: '請求を登録した', en: 'An invoice was registered' },
  'invoice.expired': { ja: '請求の期限が切れた', en: 'An invoice ran out' },
  'invoice.cancelled': { ja: '請求を取り消した', en: 'An invoice was cancelled' },
  'payment.preliminary': { ja: '入金があった（速報）', en: 'A payment was told by a till' },
  'payment.confirmed': { ja: '入金が確定した（確報）', en: 'A payment became certain' },
  'payment.cancelled': { ja: '入金が取り消された（速報取消）', en: 'A payment was undone' },
  'payment.problem': { ja: '決める必要のある入金があった', en: 'A payment waits for a decision' },
  'settlement.closed': { ja: '精算を締めた', en: 'A settlement was closed' },
  'settlement.paid': { ja: '精算を振り込んだ', en: 'A settlement was paid out' },
}
const subjects = { invoice: invoiceSchema, payment: paymentSchema, settlement: settlementSchema }

/** Each event with the body it is sent with. */
export const webhookMessages = Object.entries(says).map(([event, text]) => ({
  event,
  says: text,
  // Each name begins with the kind of its subject.
  body: z.object({
    type: z.literal(event),
    timestamp: instant,
    data: subjects[event.split('.')[0] as keyof typeof subjects],
  }),
}))

const tag = 'webhooks'
const admin = { tag, role: 'admin' } as const
export const webhookOperations: readonly Operation[] = [
  {
    ...{ ...admin, id: 'addWebhook', method: 'post', path: '/webhooks' },
    says: {
      ja: 'Webhookを加える（シークレットは一度だけ表示）',
      en: 'Add a webhook; its secret is shown once',
    },
    ...{ body: webhookBody, example: { url: 'https://example.com/hooks' } },
    answers: { 201: newWebhookSchema },
    refusals: [403, 409, 422],
  },
  {
    ...{ id: 'listWebhooks', method: 'get', path: '/webhooks', tag },
    says: { ja: 'Webhookの一覧', en: 'The webhooks' },
    answers: { 200: pageOf(webhookSchema, 'WebhookPage') },
    refusals: [],
  },
  {
    ...{ id: 'getWebhook', method: 'get', path: '/webhooks/{id}', tag },
    says: { ja: 'Webhook1件', en: 'One webhook' },
    answers: { 200: webhookSchema },
    refusals: [404],
  },
  {
    ...{ ...admin, id: 'changeWebhook', method: 'put', path: '/webhooks/{id}' },
    says: { ja: '送り先・できごと・停止と再開を変える', en: 'Change address and events, switch off and on' },
    ...{ body: webhookChangeBody, example: { enabled: true } },
    answers: { 200: webhookSchema },
    refusals: [403, 404, 409, 422],
  },
  {
    ...{ ...admin, id: 'removeWebhook', method: 'delete', path: '/webhooks/{id}' },
    says: { ja: 'Webhookを消す（送信の記録も）', en: 'Remove a webhook with its log' },
    answers: { 204: 'nothing' },
    refusals: [403, 404, 409],
  },
  {
    ...{ ...admin, id: 'rotateWebhookSecret', method: 'post', path: '/webhooks/{id}/secret' },
    says: {
      ja: 'シークレットを替える（前のものも24時間は署名）',
      en: 'A new secret; the old one signs for a day, too',
    },
    answers: { 200: newWebhookSchema },
    refusals: [403, 404],
  },
  {
    ...{ ...admin, id: 'testWebhook', method: 'post', path: '/webhooks/{id}/test' },
    says: { ja: 'テストを送る', en: 'Send a test' },
    answers: { 202: webhookDeliverySchema },
    refusals: [403, 404],
  },
  {
    ...{ id: 'listWebhookDeliveries', method: 'get', path: '/webhooks/{id}/deliveries', tag },
    says: { ja: '送信の記録（新しい順）', en: 'What was sent, newest first' },
    query: webhookLogQuery,
    answers: { 200: pageOf(webhookDeliverySchema, 'WebhookDeliveryPage') },
    refusals: [404, 422],
  },
  {
    ...{ id: 'getWebhookDelivery', method: 'get', path: '/webhook-deliveries/{id}', tag },
    says: { ja: '送信1件と、すべての試み', en: 'One message with every try' },
    answers: { 200: webhookDeliveryDetailSchema },
    refusals: [404],
  },
  {
    ...{ ...admin, id: 'resendWebhook', method: 'post', path: '/webhook-deliveries/{id}/send-again' },
    says: { ja: 'もう一度送る（同じ内容）', en: 'Send the same message again' },
    answers: { 202: webhookDeliverySchema },
    refusals: [403, 404],
  },
]
