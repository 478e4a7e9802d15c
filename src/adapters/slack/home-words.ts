/** Short names of what is wrong with a payment, for lists in the chat. */
import type { Language } from '../../domain/language.ts'
import type { PaymentProblem } from '../../domain/payment.ts'
import type { Text } from '../../domain/result.ts'

const names: Readonly<Record<PaymentProblem, Text>> = {
  late: { ja: '期限を過ぎた入金', en: 'paid late' },
  duplicate: { ja: '二重の入金', en: 'paid twice' },
  'amount-mismatch': { ja: '金額の違う入金', en: 'wrong amount' },
  unknown: { ja: '請求の分からない入金', en: 'unknown payment' },
  'after-cancel': { ja: '取り消した請求への入金', en: 'paid after cancellation' },
}

export const toProblemText = (problem: PaymentProblem | undefined, language: Language): string =>
  problem === undefined ? '' : names[problem][language]
