/** The double-entry ledger: the postings of every event that moves money; each sums to zero. */
import { CENTRE_ID } from './merchant.ts'
import type { Payment } from './payment.ts'
import type { Settlement } from './settlement.ts'
import { sumYen, toYen, type Yen } from './yen.ts'

/** Debits are positive. Assets: what the stores owe, the bank. All others are what the centre owes, or has earned. */
export type Account =
  | 'store-receivable'
  | 'bank'
  /** Owed to the merchant, not yet certain (速報). */
  | 'merchant-preliminary'
  /** Owed to the merchant, certain (確報), not settled. */
  | 'merchant-confirmed'
  /** Balance between two settlements; a debit when the merchant owes it. */
  | 'merchant-carried'
  /** Settled, on its way to the merchant's bank. */
  | 'merchant-payout'
  /** Money with a problem, until a person decides. */
  | 'suspense'
  | 'fee-income'
  | 'stamp-income'
  | 'tax-payable'

export type Entry = {
  readonly account: Account
  readonly merchantId: string
  readonly amountYen: Yen
}

/** The entries of one event; none when the event moves no money between accounts. */
export type Posting = readonly Entry[]

/** The part of a payment that decides where its money is, as it stood before the event. */
export type LedgerPayment = Pick<Payment, 'merchantId' | 'amountYen' | 'state' | 'problem' | 'resolution'>

/** 速報 (or 確報 without one): a till took money for an invoice. */
export const postCollection = (payment: LedgerPayment): Posting =>
  transfer(
    payment,
    'store-receivable',
    payment.state === 'confirmed' ? 'merchant-confirmed' : 'merchant-preliminary',
  )

/** Money that does not fit an invoice: late, double, wrong amount, unknown, after a cancellation. */
export const postProblemPayment = (payment: LedgerPayment): Posting =>
  transfer(payment, 'store-receivable', 'suspense')

/** 速報取消: out of wherever the money is. After a refund the suspense account keeps the claim on whoever was refunded. */
export const postReversal = (payment: LedgerPayment): Posting =>
  transfer(payment, holderOf(payment), 'store-receivable')

/** 確報: certain now; money in suspense stays there. */
export const postConfirmation = (payment: LedgerPayment): Posting =>
  holderOf(payment) === 'merchant-preliminary'
    ? transfer(payment, 'merchant-preliminary', 'merchant-confirmed')
    : []

/** Certain money of the centre itself, an initial fee (S13), is income and tax at once: the centre is never settled. */
export const asCentreIncome = (posting: Posting, taxYen: Yen): Posting =>
  post(
    posting.flatMap((entry) => {
      if (entry.account !== 'merchant-confirmed' || entry.merchantId !== CENTRE_ID) return [entry]
      // Credits are negative; a payment of another amount than billed still holds its tax at most once.
      const tax = Math.min(taxYen, -entry.amountYen)
      return [
        { ...entry, account: 'fee-income', amountYen: toYen(entry.amountYen + tax) },
        { ...entry, account: 'tax-payable', amountYen: toYen(-tax) },
      ] as const
    }),
  )

/** A person decided that the money is the merchant's (until then an unknown payment is the centre's). */
export const postAcceptance = (payment: LedgerPayment, merchantId: string): Posting =>
  post([
    { account: 'suspense', merchantId: payment.merchantId, amountYen: payment.amountYen },
    {
      account: payment.state === 'confirmed' ? 'merchant-confirmed' : 'merchant-preliminary',
      merchantId,
      amountYen: toYen(-payment.amountYen),
    },
  ])

/** A person gave the money back to the payer. */
export const postRefund = (payment: LedgerPayment): Posting => transfer(payment, 'suspense', 'bank')

/** A settlement: the collected money becomes fees, tax, a payout and a balance carried over. */
export const postSettlement = ({ merchantId, totals }: Settlement): Posting => {
  const entry = (account: Account, amount: number): Entry => ({
    account,
    merchantId,
    amountYen: toYen(amount),
  })
  return post([
    entry('merchant-confirmed', totals.grossYen),
    entry('fee-income', -totals.taxableYen),
    entry('stamp-income', -totals.stampYen),
    entry('tax-payable', -totals.taxYen),
    entry('merchant-carried', totals.carriedInYen - totals.carriedOutYen),
    entry('merchant-payout', -totals.payoutYen),
  ])
}

/** The payout of a settlement left the bank. */
export const postPayout = ({ merchantId, totals }: Settlement): Posting =>
  transfer({ merchantId, amountYen: totals.payoutYen }, 'merchant-payout', 'bank')

/** Throws when a posting does not sum to zero: that is a bug. */
export const assertBalanced = (posting: Posting): Posting => {
  const sum = sumYen(posting.map(({ amountYen }) => amountYen))
  if (sum !== 0) throw new RangeError(`a posting is out of balance by ${sum} yen`)
  return posting
}

/** Balance of an account, debits positive; of one merchant when given. */
export const balanceOf = (entries: Iterable<Entry>, account: Account, merchantId?: string): Yen => {
  let total = 0
  for (const entry of entries) {
    if (entry.account === account && (merchantId === undefined || entry.merchantId === merchantId))
      total += entry.amountYen
  }
  return toYen(total)
}

const holderOf = (payment: LedgerPayment): Account => {
  if (payment.problem !== undefined && payment.resolution !== 'accept') return 'suspense'
  return payment.state === 'confirmed' ? 'merchant-confirmed' : 'merchant-preliminary'
}

const transfer = (
  { merchantId, amountYen }: Pick<LedgerPayment, 'merchantId' | 'amountYen'>,
  debit: Account,
  credit: Account,
): Posting =>
  post([
    { account: debit, merchantId, amountYen },
    { account: credit, merchantId, amountYen: toYen(-amountYen) },
  ])

const post = (entries: readonly Entry[]): Posting =>
  assertBalanced(entries.filter(({ amountYen }) => amountYen !== 0))
