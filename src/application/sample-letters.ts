/** One letter of each kind and state, filled with an example, for people who want to see what leaves. */
import type { CustomerLetter } from '../domain/mail-settings.ts'
import { toSheetContent } from '../domain/sheet.ts'
import type { Letter } from '../ports.ts'
import { type SampleLetter, type SampleRequest, sampleInvoice, samplePayment } from './sample-facts.ts'
import { sampleMerchantLetters } from './sample-merchant-letters.ts'

const NO_FILE = new Uint8Array()
const attached = { attach: true, pdf: NO_FILE }
const linked = { attach: false, pdf: undefined }
const notice = { kind: 'notice', audience: 'customer', form: 'full', ownNumber: false } as const

/** Every message in every state. */
export const sampleLetters = (request: SampleRequest): readonly SampleLetter[] => [
  ...sampleNotices(request),
  ...sampleReminders(request),
  ...sampleEnds(request),
  ...sampleMerchantLetters(request),
]

const frameOf = (
  { merchant, settings, language, baseUrl, ...rest }: SampleRequest,
  letter?: CustomerLetter,
) => ({
  to: 'hanako@example.com',
  language,
  look: settings.look,
  wording: letter && settings.wordings[letter]?.[language],
  attach: false,
  sheet: toSheetContent(
    sampleInvoice({ merchant, settings, language, baseUrl, ...rest }),
    merchant,
    `${baseUrl}/s/sample`,
  ),
})

const sample = (name: string, state: string, title: string, letter: Letter): SampleLetter => ({
  name,
  state,
  title,
  letter,
})

const sampleNotices = (request: SampleRequest): readonly SampleLetter[] => {
  const full = { ...notice, ...frameOf(request, 'notice') }
  const own = { ...notice, ...frameOf(request, 'new-invoice'), ownNumber: true }
  const short = { ...notice, ...frameOf(request, 'short-notice'), form: 'short' } as const
  const sheet = { ...notice, ...frameOf(request), audience: 'merchant' } as const
  return [
    sample('notice', 'attached', 'お支払いのご案内', { ...full, ...attached }),
    sample('notice', 'linked', 'お支払いのご案内（シートはリンク）', { ...full, ...linked }),
    sample('new-invoice', 'attached', '新しいご請求（お持ちの番号）', { ...own, ...attached }),
    sample('new-invoice', 'linked', '新しいご請求（シートはリンク）', { ...own, ...linked }),
    sample('short-notice', 'linked', '携帯電話あて', { ...short, ...linked }),
    sample('short-notice', 'attached', '携帯電話あて（シート添付）', { ...short, ...attached }),
    sample('sheet', 'attached', '自社あてのお支払いシート', { ...sheet, ...attached }),
  ]
}

const sampleReminders = (request: SampleRequest): readonly SampleLetter[] => [
  sample('reminder', 'three-days', '期限の3日前', {
    kind: 'reminder',
    ...frameOf(request, 'reminder'),
    daysLeft: 3,
  }),
  sample('reminder', 'one-day', '期限の前日', {
    kind: 'reminder',
    ...frameOf(request, 'reminder'),
    daysLeft: 1,
  }),
  sample('last-day', 'today', '期限の当日', {
    kind: 'reminder',
    ...frameOf(request, 'last-day'),
    daysLeft: 0,
  }),
]

const sampleEnds = (request: SampleRequest): readonly SampleLetter[] => {
  const payment = samplePayment(request)
  const undone = { kind: 'payment-undone', ...frameOf(request, 'payment-undone'), payment } as const
  const cancelled = { kind: 'invoice-cancelled', ...frameOf(request, 'invoice-cancelled') } as const
  return [
    sample('receipt', 'paid', 'お支払いの確認（速報）', {
      kind: 'receipt',
      ...frameOf(request, 'receipt'),
      payment,
    }),
    sample('payment-undone', 'open', 'お支払いの取消', { ...undone, payable: true }),
    sample('payment-undone', 'expired', 'お支払いの取消（期限後）', { ...undone, payable: false }),
    sample('invoice-expired', 'expired', '期限切れ', {
      kind: 'invoice-expired',
      ...frameOf(request, 'invoice-expired'),
    }),
    sample('invoice-cancelled', 'cancelled', '請求の取消', { ...cancelled, replacedByUrl: undefined }),
    sample('invoice-cancelled', 'replaced', '請求の差し替え', {
      ...cancelled,
      replacedByUrl: `${request.baseUrl}/s/sample-new`,
    }),
  ]
}
