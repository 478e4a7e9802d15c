/** The words of the customer's page. */
import type { CustomerState } from './customer-pages.ts'

type StateWords = { readonly title: string; readonly text: string }

export type CustomerWords = {
  readonly heading: string
  readonly to: string
  readonly what: string
  readonly amount: string
  readonly due: string
  readonly number: string
  readonly sheet: string
  /** The way to the invoice that took its place. */
  readonly successor: string
  readonly how: string
  readonly cash: string
  readonly ask: string
  readonly states: Readonly<Record<CustomerState, StateWords>>
}

export const customerWords: Readonly<Record<'ja' | 'en', CustomerWords>> = {
  ja: {
    heading: 'コンビニでのお支払い',
    to: 'お名前',
    what: 'ご請求内容',
    amount: 'お支払い金額（税込）',
    due: 'お支払い期限',
    number: 'スマートピット番号（13けた）',
    sheet: 'お支払いシート（PDF）を開く',
    successor: '新しいご請求を開く',
    how: 'お支払いのしかた',
    cash: 'お支払いは現金のみです。申込券は30分以内にレジへお持ちください。',
    ask: 'ご請求の内容についてのお問い合わせ：',
    states: {
      open: { title: '', text: '' },
      paid: { title: 'お支払いを確認しました', text: 'ありがとうございます。' },
      expired: {
        title: 'お支払い期限を過ぎました',
        text: 'この請求はもうお支払いいただけません。下のお問い合わせ先にご連絡ください。',
      },
      cancelled: {
        title: 'この請求は取り消されました',
        text: 'お支払いの必要はありません。ご不明な点は下のお問い合わせ先へどうぞ。',
      },
      replaced: {
        title: 'この請求は新しい請求に替わりました',
        text: '新しい請求の内容をお確かめのうえ、そちらをお支払いください。',
      },
    },
  },
  en: {
    heading: 'Pay at a convenience store',
    to: 'Name',
    what: 'For',
    amount: 'Amount (tax included)',
    due: 'Pay by',
    number: 'Smart Pit number (13 digits)',
    sheet: 'Open the payment sheet (PDF)',
    successor: 'Open the new bill',
    how: 'How to pay',
    cash: 'Cash only. Take the slip to the register within 30 minutes.',
    ask: 'Questions about this bill:',
    states: {
      open: { title: '', text: '' },
      paid: { title: 'We have received your payment', text: 'Thank you.' },
      expired: {
        title: 'The due day has passed',
        text: 'This bill can no longer be paid. Please contact the sender below.',
      },
      cancelled: { title: 'This bill was cancelled', text: 'There is nothing to pay. Questions: see below.' },
      replaced: { title: 'This bill was replaced', text: 'Please look at the new bill and pay that one.' },
    },
  },
}
