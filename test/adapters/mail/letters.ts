/** Letters for tests, one of each kind, and a renderer over the mail templates as they stand in the folder. */
import { fileURLToPath } from 'node:url'
import { compileMails } from '../../../scripts/compile-mails.ts'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import type { Language } from '../../../src/domain/language.ts'
import { defaultMailSettings, type MailLook, type Wording } from '../../../src/domain/mail-settings.ts'
import type { Merchant } from '../../../src/domain/merchant.ts'
import { settlePeriod } from '../../../src/domain/settlement.ts'
import { toSettlementCsv } from '../../../src/domain/settlement-table.ts'
import { toSheetContent } from '../../../src/domain/sheet.ts'
import { toYen, zeroYen } from '../../../src/domain/yen.ts'
import type { Letter, Render } from '../../../src/ports.ts'
import { makeInvoice, makeMerchant, makePayment, someDay } from '../../support/make-invoice.ts'

export const customerUrl = 'https://pay.example.jp/s/abcdefghijklmnopqrstuvwxyz012345'
export const consoleUrl = 'https://pay.example.jp/console'
export const sender = 'notice@pitpost.example'
export const pdf = new TextEncoder().encode('%PDF-1.7\nお支払いシート\n%%EOF\n')

export const compileTemplates = (): Promise<Readonly<Record<string, string>>> =>
  compileMails(fileURLToPath(new URL('../../../templates/mail', import.meta.url)))

export const makeRender = async (): Promise<Render> => createRenderer(await compileTemplates())

export type LetterChanges = {
  readonly to?: string
  readonly language?: Language
  readonly look?: Partial<MailLook>
  readonly wording?: Wording
  readonly invoice?: Partial<Invoice>
  readonly merchant?: Partial<Merchant>
}

const frameOf = ({ to, language, look, wording }: LetterChanges) => ({
  to: to ?? 'hanako@example.com',
  language: language ?? ('ja' as const),
  look: { ...defaultMailSettings.look, ...look },
  wording,
  attach: false,
})

const sheetOf = ({ invoice, merchant }: LetterChanges) =>
  toSheetContent(makeInvoice({ reference: '2612-0001', ...invoice }), makeMerchant(merchant), customerUrl)

const sheetFrame = (changes: LetterChanges) => ({ ...frameOf(changes), sheet: sheetOf(changes) })

type Of<K extends Letter['kind']> = Letter & { readonly kind: K }
type NoticeChanges = LetterChanges & Partial<Pick<Of<'notice'>, 'audience' | 'form' | 'ownNumber' | 'attach'>>

export const makeNotice = (changes: NoticeChanges = {}): Of<'notice'> => {
  const { audience = 'customer', form = 'full', ownNumber = false, attach = true } = changes
  return {
    kind: 'notice',
    ...sheetFrame(changes),
    audience,
    form,
    ownNumber,
    attach,
    pdf: attach ? pdf : undefined,
  }
}

export const makeReceipt = (changes: LetterChanges = {}): Of<'receipt'> => ({
  kind: 'receipt',
  ...sheetFrame(changes),
  payment: makePayment(),
})

export const makeReminder = (daysLeft: number, changes: LetterChanges = {}): Of<'reminder'> => ({
  kind: 'reminder',
  ...sheetFrame(changes),
  daysLeft,
})

export const makeUndone = (payable: boolean, changes: LetterChanges = {}): Of<'payment-undone'> => ({
  kind: 'payment-undone',
  ...sheetFrame(changes),
  payment: makePayment({ state: 'cancelled' }),
  payable,
})

export const makeExpired = (changes: LetterChanges = {}): Of<'invoice-expired'> => ({
  kind: 'invoice-expired',
  ...sheetFrame(changes),
})

export const makeCancelled = (
  replacedByUrl: string | undefined,
  changes: LetterChanges = {},
): Of<'invoice-cancelled'> => ({ kind: 'invoice-cancelled', ...sheetFrame(changes), replacedByUrl })

/** Every letter to a customer. */
export const customerLettersOf = (changes: LetterChanges = {}): Readonly<Record<string, Letter>> => ({
  'a notice': makeNotice(changes),
  'a notice with a link': makeNotice({ ...changes, attach: false }),
  'a new invoice on an own number': makeNotice({ ...changes, ownNumber: true }),
  'a notice for a mobile phone': makeNotice({ ...changes, form: 'short', attach: false }),
  'a notice for a mobile phone with the sheet': makeNotice({ ...changes, form: 'short' }),
  'a sheet for the merchant': makeNotice({ ...changes, audience: 'merchant' }),
  'a reminder': makeReminder(3, changes),
  'a reminder the day before': makeReminder(1, changes),
  'a last-day reminder': makeReminder(0, changes),
  'a receipt': makeReceipt(changes),
  'an undone payment': makeUndone(true, changes),
  'an undone payment after the due day': makeUndone(false, changes),
  'an expiry': makeExpired(changes),
  'a cancellation': makeCancelled(undefined, changes),
  'a replacement': makeCancelled(`${customerUrl}-new`, changes),
})

const merchantFrame = (changes: LetterChanges) => ({
  ...frameOf({ to: 'office@sakura.example.jp', ...changes }),
  merchant: makeMerchant(changes.merchant),
  url: consoleUrl,
})

/** Every letter to a merchant; lists hold `rows` rows. */
export const merchantLettersOf = (
  changes: LetterChanges = {},
  rows = 3,
): Readonly<Record<string, Letter>> => {
  const frame = merchantFrame(changes)
  const invoices = Array.from({ length: rows }, (_, n) =>
    makeInvoice({ reference: `2612-000${n}`, ...changes.invoice }),
  )
  const items = invoices.map((invoice, n) => ({
    payment: makePayment({ problem: n === 1 ? 'late' : undefined }),
    invoice: n === 2 ? undefined : invoice,
  }))
  const sums = { day: someDay, count: rows + 7, totalYen: toYen(13_200 * (rows + 7)) }
  const settlement = settlePeriod({
    merchantId: 'mer_x',
    cycle: 'month-end',
    from: Temporal.PlainDate.from('2026-11-01'),
    closingDay: Temporal.PlainDate.from('2026-11-30'),
    isHoliday: () => false,
    payments: invoices.map((invoice, n) => ({
      paymentId: `pay_${n}`,
      invoiceId: invoice.id,
      reference: invoice.reference,
      customerName: invoice.customer.name,
      subject: invoice.subject,
      amountYen: invoice.amountYen,
      taxYen: invoice.taxYen,
      collectedDay: someDay,
      chain: '020',
    })),
    unpaid: [],
    planOn: () => 'plan-130',
    faxCount: 2,
    carriedInYen: zeroYen,
  })
  const collected = { ...frame, ...sums, items }
  return {
    'a daily collection notice': {
      kind: 'collection-notice',
      ...collected,
      pace: 'daily',
      pdf: undefined,
    },
    'a notice of one collection': {
      kind: 'collection-notice',
      ...collected,
      pace: 'each',
      items: items.slice(0, 1),
      count: 1,
      totalYen: toYen(13_200),
      pdf: undefined,
    },
    'a collection notice by FAX': {
      kind: 'collection-fax',
      ...collected,
      pace: 'daily',
      to: '0312345678@fax.example.jp',
      attach: true,
      pdf,
    },
    'a bounce': {
      kind: 'bounce-notice',
      ...frame,
      invoice: makeInvoice({ reference: '2612-0001', ...changes.invoice }),
      what: 'notice',
      address: 'hanako@gmial.example.com',
      reason: '550 5.1.1 The email account that you tried to reach does not exist.',
    },
    'a settlement statement': {
      kind: 'settlement-statement',
      ...frame,
      attach: true,
      stored: { id: 'set_1', status: 'fixed', settlement },
      csv: toSettlementCsv(settlement),
      pdf,
    },
    'a sign-in link': {
      kind: 'sign-in',
      ...frame,
      personName: '佐藤 一郎',
      links: [
        { merchantName: merchantFrame(changes).merchant.name, url: 'https://pay.example.jp/sign-in/token' },
      ],
      minutes: 30,
    },
    'a lost Slack': { kind: 'slack-removed', ...frame, teamName: 'さくら学習塾' },
    'open items': { kind: 'open-items', ...frame, ...sums, items: invoices },
  }
}
