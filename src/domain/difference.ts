/** A difference between what is kept and what follows from the history: where, which rule, what was expected. */
import type { Text } from './result.ts'

export type BookRule = keyof typeof bookRules

export type Difference = {
  /** What it is about, by kind and id, such as `invoice inv_…` or `ledger settled:set_…`. */
  readonly where: string
  readonly rule: BookRule
  /** What follows from the history. */
  readonly expected: string
  /** What is kept. */
  readonly found: string
}

/** What each rule says, as a person is told that it is broken. */
export const bookRules = {
  'invoice-history': {
    ja: '請求の履歴が、1から続く版になっていません',
    en: 'the history of an invoice is not one row for each version',
  },
  'invoice-move': {
    ja: '請求の状態の変わり方が正しくありません',
    en: 'an invoice made a move it cannot make',
  },
  'invoice-state': {
    ja: '請求が、履歴から決まるものと違います',
    en: 'an invoice is not what its history says',
  },
  'invoice-payment': {
    ja: '請求と、その請求を支払った入金が合いません',
    en: 'an invoice and the payment that paid it do not fit together',
  },
  'payment-history': {
    ja: '入金の履歴が、1から続く版になっていません',
    en: 'the history of a payment is not one row for each version',
  },
  'payment-move': {
    ja: '入金の状態の変わり方が正しくありません',
    en: 'a payment made a move it cannot make',
  },
  'payment-state': {
    ja: '入金が、履歴から決まるものと違います',
    en: 'a payment is not what its history says',
  },
  'ledger-entry': {
    ja: '仕訳が、出来事から決まるものと違います',
    en: 'the entries of an event are not what it posts',
  },
  'ledger-stray': { ja: '出来事のない仕訳です', en: 'entries without an event' },
  'ledger-sum': { ja: '仕訳の合計が0円ではありません', en: 'the entries of an event do not sum to zero' },
  'ledger-balance': {
    ja: '勘定の残高が合いません',
    en: 'the balance of an account is not the sum of its events',
  },
  'settlement-missing': {
    ja: 'お知らせの日を過ぎた精算が確定していません',
    en: 'a settlement is not fixed though its notice day has passed',
  },
  'settlement-period': {
    ja: '精算の期間が、契約から決まるものと違います',
    en: 'the period of a settlement is not the one that was agreed',
  },
  'settlement-state': { ja: '精算の状態が正しくありません', en: 'the state of a settlement is not right' },
  'settlement-amount': {
    ja: '精算が、その中身から計算し直したものと違います',
    en: 'a settlement is not what is computed anew from what it holds',
  },
  'settlement-claim': {
    ja: '入るべき精算に入っていません（または入ってはいけない精算に入っています）',
    en: 'it is not in the settlement it belongs to',
  },
  'kept-bytes': {
    ja: '保存したシートや収納データが、もとのものと違います',
    en: 'a stored sheet or collection data file is not what it was',
  },
  stray: { ja: '持ち主のない行です', en: 'a row that belongs to nothing' },
} as const satisfies Readonly<Record<string, Text>>

/** The difference when two values are not alike, as a list to be spread. */
export const compare = (
  where: string,
  rule: BookRule,
  what: string,
  expected: unknown,
  found: unknown,
): readonly Difference[] => {
  const [wanted, got] = [toText(expected), toText(found)]
  return wanted === got ? [] : [{ where, rule, expected: `${what} = ${wanted}`, found: `${what} = ${got}` }]
}

const toText = (value: unknown): string => {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
