/** Nouns for tests, right in every rule, changed only where a test says so. */
import type { Invoice } from '../../src/domain/invoice.ts'
import type { Merchant } from '../../src/domain/merchant.ts'
import type { Payment } from '../../src/domain/payment.ts'
import { composeNumber } from '../../src/domain/smart-pit-number.ts'
import { toYen } from '../../src/domain/yen.ts'

let count = 0
const nextCount = (): number => {
  count += 1
  return count
}

export const someDay = Temporal.PlainDate.from('2026-11-23')
export const someInstant = Temporal.Instant.from('2026-11-23T01:00:00Z')

export const makeNumber = () => composeNumber('29', String(nextCount()).padStart(10, '0'))

export const makeMerchant = (changes: Partial<Merchant> = {}): Merchant => ({
  id: `mer_${nextCount()}`,
  name: 'さくら学習塾',
  email: 'office@sakura.example.jp',
  phone: '03-0000-0000',
  registrationNumber: undefined,
  slackChannel: undefined,
  fax: undefined,
  fileOption: true,
  agencyCode: undefined,
  clientCode: undefined,
  address: undefined,
  logo: undefined,
  plan: 'plan-130',
  cycle: 'month-end',
  since: someDay,
  ...changes,
})

export const makeInvoice = (changes: Partial<Invoice> = {}): Invoice => {
  const n = nextCount()
  return {
    id: `inv_${String(n).padStart(8, '0')}`,
    merchantId: 'mer_x',
    number: makeNumber(),
    status: 'open',
    version: 1,
    token: `token-${n}-0123456789abcdef`,
    customer: {
      name: '髙橋 花子',
      kana: 'タカハシ ハナコ',
      honorific: '様',
      email: 'hanako@example.com',
      phone: undefined,
      language: 'ja',
    },
    subject: '12月分 月謝',
    amountYen: toYen(13_200),
    taxYen: toYen(1_200),
    lines: [],
    dueDay: someDay.add({ days: 30 }),
    reference: undefined,
    deliver: 'customer',
    note: undefined,
    repeat: false,
    remind: true,
    registeredAt: someInstant,
    paidAt: undefined,
    paidPaymentId: undefined,
    barcodeReference: String(n).padStart(16, '0'),
    reissueCount: 0,
    batchId: undefined,
    replaces: undefined,
    replacedBy: undefined,
    ...changes,
  }
}

export const makePayment = (changes: Partial<Payment> = {}): Payment => ({
  id: `pay_${nextCount()}`,
  merchantId: 'mer_x',
  invoiceId: undefined,
  number: undefined,
  told: undefined,
  receipt: `r-${nextCount()}`,
  line: 0,
  chain: '020',
  store: '000123',
  amountYen: toYen(13_200),
  paidAt: someInstant,
  recordedAt: someInstant,
  state: 'preliminary',
  problem: undefined,
  resolution: undefined,
  confirmedAt: undefined,
  settlementId: undefined,
  version: 1,
  ...changes,
})
