import { deliverySchema, suppressionSchema } from './delivery-answers.ts'
import { againBody, deliveryQuery } from './delivery-schemas.ts'
import type { Operation } from './operation.ts'
import { pageOf } from './schema-parts.ts'

const tag = 'mails'
export const deliveryOperations: readonly Operation[] = [
  {
    ...{ id: 'listTroubledMails', method: 'get', path: '/deliveries', tag },
    says: { ja: '届かなかったメール', en: 'Mails that came to nothing' },
    query: deliveryQuery,
    answers: { 200: pageOf(deliverySchema, 'DeliveryPage') },
    refusals: [422],
  },
  {
    ...{ id: 'sendAgain', method: 'post', path: '/deliveries/{id}/send-again', tag },
    says: { ja: 'もう一度送る（宛先を直して）', en: 'Send again, to a mended address' },
    ...{ body: againBody, bodyOptional: true, example: {} },
    answers: { 202: deliverySchema },
    refusals: [404, 409, 422],
  },
  {
    ...{ id: 'listSuppressions', method: 'get', path: '/suppressions', tag },
    says: { ja: '送信を止めている宛先', en: 'Addresses that are not written to' },
    answers: { 200: pageOf(suppressionSchema, 'SuppressionPage') },
    refusals: [],
  },
  {
    ...{ id: 'liftSuppression', method: 'delete', path: '/suppressions/{address}', tag },
    says: { ja: '宛先の停止を解く', en: 'Write to an address again' },
    answers: { 204: 'nothing' },
    refusals: [404],
  },
]
