import { chatBody } from './chat-schemas.ts'
import { logoSchema, merchantSchema } from './merchant-answers.ts'
import { mailBody, merchantBody } from './merchant-schemas.ts'
import type { Operation } from './operation.ts'

const tag = 'merchant'
export const merchantOperations: readonly Operation[] = [
  {
    ...{ id: 'getMerchant', method: 'get', path: '/merchant', tag },
    says: { ja: '自社の情報と契約', en: 'The merchant and its terms' },
    answers: { 200: merchantSchema },
    refusals: [404],
  },
  {
    ...{ id: 'changeMerchant', method: 'put', path: '/merchant', tag },
    says: { ja: '自社の情報を変える（書いた項目だけ）', en: 'Change what is named; null clears' },
    body: merchantBody,
    example: { phone: '03-0000-0000' },
    answers: { 200: merchantSchema },
    refusals: [403, 404, 409, 422],
    role: 'manager',
  },
  {
    ...{ id: 'getLogo', method: 'get', path: '/merchant/logo', tag },
    says: { ja: 'ロゴ', en: 'The logo' },
    answers: { 200: 'image/*' },
    refusals: [404],
  },
  {
    ...{ id: 'setLogo', method: 'put', path: '/merchant/logo', tag },
    says: { ja: 'ロゴを登録する（PNG・JPEG・SVG）', en: 'Set the logo' },
    upload: { raw: 'image/*' },
    answers: { 200: logoSchema },
    refusals: [403, 404, 409, 422, 503],
    role: 'manager',
  },
  {
    ...{ id: 'removeLogo', method: 'delete', path: '/merchant/logo', tag },
    says: { ja: 'ロゴを外す', en: 'Remove the logo' },
    answers: { 200: logoSchema },
    refusals: [403, 404, 409],
    role: 'manager',
  },
  {
    ...{ id: 'getMailSettings', method: 'get', path: '/merchant/mail', tag },
    says: { ja: 'メールの設定', en: 'How mails look and when they leave' },
    answers: { 200: mailBody },
    refusals: [],
  },
  {
    ...{ id: 'getChatSettings', method: 'get', path: '/merchant/chat', tag },
    says: { ja: 'チャットのまとめの設定', en: 'Which digests are read in the chat' },
    answers: { 200: chatBody },
    refusals: [],
  },
  {
    ...{ id: 'setChatSettings', method: 'put', path: '/merchant/chat', tag },
    says: {
      ja: 'チャットのまとめを決める（省いたものは既定）',
      en: 'Choose them; what is left out takes its default',
    },
    body: chatBody,
    example: { morning: { on: true } },
    answers: { 200: chatBody },
    refusals: [403, 409, 422],
    role: 'manager',
  },
  {
    ...{ id: 'setMailSettings', method: 'put', path: '/merchant/mail', tag },
    says: {
      ja: 'メールの設定を決める（省いたものは既定）',
      en: 'Choose them; what is left out takes its default',
    },
    body: mailBody,
    example: { sender_name: 'さくら学習塾' },
    answers: { 200: mailBody },
    refusals: [403, 422],
    role: 'manager',
  },
]
