/** An invoice and a payment to show letters with. */
import type { Invoice } from '../domain/invoice.ts'
import { atTime, type Day } from '../domain/jst-day.ts'
import type { Language } from '../domain/language.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Payment } from '../domain/payment.ts'
import { composeNumber } from '../domain/smart-pit-number.ts'
import { toYen } from '../domain/yen.ts'
import type { Letter } from '../ports.ts'

export type SampleRequest = {
  readonly merchant: Merchant
  readonly settings: MailSettings
  readonly language: Language
  readonly today: Day
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
}

/** A letter under the name and state that the gallery shows it by. */
export type SampleLetter = {
  readonly name: string
  readonly state: string
  readonly title: string
  readonly letter: Letter
}

/** An invoice as most are. */
export const sampleInvoice = ({ merchant, language, today }: SampleRequest, n = 1): Invoice => ({
  id: `inv_sample_${n}`,
  merchantId: merchant.id,
  number: composeNumber('29', String(1_234_567_890 + n)),
  status: 'open',
  version: 1,
  token: 'sample',
  customer: {
    name: language === 'ja' ? '髙橋 花子' : 'Emma Miller',
    kana: undefined,
    honorific: '様',
    email: 'hanako@example.com',
    phone: '090-0000-0000',
    language,
  },
  subject: language === 'ja' ? '12月分 月謝' : 'Lessons in December',
  amountYen: toYen(13_200),
  taxYen: toYen(1_200),
  lines: [],
  dueDay: today.add({ days: 10 }),
  reference: `2612-000${n}`,
  deliver: 'customer',
  note: undefined,
  repeat: false,
  remind: true,
  registeredAt: atTime(today, 10),
  paidAt: undefined,
  paidPaymentId: undefined,
  barcodeReference: undefined,
  reissueCount: 0,
  batchId: undefined,
  replaces: undefined,
  replacedBy: undefined,
})

/** Its payment at a store. */
export const samplePayment = ({ merchant, today }: SampleRequest, n = 1): Payment => ({
  id: `pay_sample_${n}`,
  merchantId: merchant.id,
  invoiceId: `inv_sample_${n}`,
  number: undefined,
  told: undefined,
  receipt: `sample-${n}`,
  line: 0,
  chain: ['020', '030', '080'][n % 3] ?? '020',
  store: '000123',
  amountYen: toYen(13_200),
  paidAt: atTime(today, 14, 5),
  recordedAt: atTime(today, 14, 5),
  state: 'preliminary',
  problem: undefined,
  resolution: undefined,
  confirmedAt: undefined,
  settlementId: undefined,
  version: 1,
})
