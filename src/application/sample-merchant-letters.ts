/** The letters to a merchant, filled with an example. */
import { MAILED_LINK_MINUTES } from '../domain/access.ts'
import { endOfMonth } from '../domain/jst-day.ts'
import type { Payment } from '../domain/payment.ts'
import { type Settlement, settlePeriod } from '../domain/settlement.ts'
import { toSettlementCsv } from '../domain/settlement-table.ts'
import { sumYen, toYen } from '../domain/yen.ts'
import { type SampleLetter, type SampleRequest, sampleInvoice, samplePayment } from './sample-facts.ts'

const NO_FILE = new Uint8Array()
const ROWS = [1, 2, 3, 4, 5]

/** Every message to a merchant in every state. */
export const sampleMerchantLetters = (request: SampleRequest): readonly SampleLetter[] => {
  const { today, baseUrl } = request
  const frame = frameOf(request)
  const invoices = ROWS.map((n) => sampleInvoice(request, n))
  const totalYen = sumYen(invoices.map(({ amountYen }) => amountYen))
  const open = { ...frame, day: today, items: invoices, count: ROWS.length + 37, totalYen }
  return [
    ...sampleCollections(request),
    {
      name: 'bounce-notice',
      state: 'bounced',
      title: 'メールの不達',
      letter: {
        kind: 'bounce-notice',
        ...frame,
        invoice: invoices[0],
        what: 'notice',
        address: 'hanako@gmial.example',
        reason: '550 5.1.1 The email account that you tried to reach does not exist',
        url: `${baseUrl}/invoices`,
      },
    },
    ...sampleStatements(request),
    {
      name: 'sign-in',
      state: 'asked',
      title: 'サインインのリンク',
      letter: {
        kind: 'sign-in',
        ...frame,
        personName: '佐藤 一郎',
        links: [{ merchantName: request.merchant.name, url: `${baseUrl}/sign-in/sample` }],
        minutes: MAILED_LINK_MINUTES,
      },
    },
    {
      name: 'slack-removed',
      state: 'removed',
      title: 'Slackの接続が切れた',
      letter: {
        kind: 'slack-removed',
        ...frame,
        teamName: 'さくら学習塾のSlack',
        url: `${baseUrl}/settings/slack`,
      },
    },
    {
      name: 'open-items',
      state: 'weekly',
      title: '未入金の一覧（週1回）',
      letter: { kind: 'open-items', ...open, url: `${baseUrl}/invoices?status=open` },
    },
  ]
}

const frameOf = ({ merchant, settings, language }: SampleRequest) => ({
  to: merchant.email ?? 'office@example.jp',
  language,
  look: settings.look,
  wording: undefined,
  attach: false,
  merchant,
})

const sampleCollections = (request: SampleRequest): readonly SampleLetter[] => {
  const payments: readonly Payment[] = ROWS.map((n) => ({
    ...samplePayment(request, n),
    problem: n === 3 ? 'late' : undefined,
  }))
  const items = payments.map((payment, n) => ({ payment, invoice: sampleInvoice(request, n + 1) }))
  const frame = { ...frameOf(request), day: request.today, url: `${request.baseUrl}/payments` }
  const day = { ...frame, pace: 'daily', items, count: ROWS.length, totalYen: toYen(66_000) } as const
  const one = { ...frame, pace: 'each', items: items.slice(0, 1), count: 1, totalYen: toYen(13_200) } as const
  return [
    {
      name: 'collection-notice',
      state: 'daily',
      title: '収納のお知らせ（1日分）',
      letter: { kind: 'collection-notice', ...day, pdf: undefined },
    },
    {
      name: 'collection-notice',
      state: 'amended',
      title: '収納のお知らせ（あとから届いた入金を含む）',
      letter: { kind: 'collection-notice', ...day, pace: 'amended', pdf: undefined },
    },
    {
      name: 'collection-notice',
      state: 'each',
      title: '収納のお知らせ（1件ごと）',
      letter: { kind: 'collection-notice', ...one, pdf: undefined },
    },
    {
      name: 'collection-fax',
      state: 'daily',
      title: '収納のお知らせ（FAXゲートウェイあて）',
      letter: { kind: 'collection-fax', ...day, attach: true, pdf: NO_FILE },
    },
  ]
}

const sampleStatements = (request: SampleRequest): readonly SampleLetter[] => {
  const statement = (state: string, title: string, settlement: Settlement): SampleLetter => ({
    name: 'settlement-statement',
    state,
    title,
    letter: {
      kind: 'settlement-statement',
      ...frameOf(request),
      attach: true,
      stored: { id: 'set_sample', status: 'fixed', settlement },
      csv: toSettlementCsv(settlement),
      pdf: NO_FILE,
      url: `${request.baseUrl}/settlements`,
    },
  })
  return [
    statement('payout', '精算書', sampleSettlement(request, ROWS)),
    statement('carried-over', '精算書（繰越）', sampleSettlement(request, [])),
  ]
}

const sampleSettlement = (request: SampleRequest, rows: readonly number[]): Settlement => {
  const closingDay = endOfMonth(request.today)
  return settlePeriod({
    merchantId: request.merchant.id,
    cycle: 'month-end',
    from: closingDay.with({ day: 1 }),
    closingDay,
    isHoliday: () => false,
    payments: rows.map((n) => ({
      ...{ paymentId: `pay_sample_${n}`, invoiceId: `inv_sample_${n}`, reference: `2612-000${n}` },
      ...{
        customerName: sampleInvoice(request, n).customer.name,
        subject: sampleInvoice(request, n).subject,
      },
      ...{ amountYen: toYen(13_200), taxYen: toYen(1_200), collectedDay: request.today, chain: '020' },
    })),
    unpaid: [],
    planOn: () => request.merchant.plan,
    faxCount: 2,
    carriedInYen: toYen(0),
  })
}
