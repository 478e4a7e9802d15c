/** Letters for tests, and a renderer over the mail templates as they stand in the folder. */
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import type { Merchant } from '../../../src/domain/merchant.ts'
import { toSheetContent } from '../../../src/domain/sheet.ts'
import type { Letter, Render } from '../../../src/ports.ts'
import { makeInvoice, makeMerchant, makePayment } from '../../support/make-invoice.ts'
import { compileMails } from './compile-mails.ts'

export const customerUrl = 'https://pay.example.jp/s/abcdefghijklmnopqrstuvwxyz012345'
export const sender = 'notice@pitpost.example'
export const pdf = new TextEncoder().encode('%PDF-1.7\nお支払いシート\n%%EOF\n')

export const makeRender = async (): Promise<Render> => createRenderer(await compileMails())

export type LetterChanges = {
  readonly to?: string
  readonly audience?: 'customer' | 'merchant'
  readonly invoice?: Partial<Invoice>
  readonly merchant?: Partial<Merchant>
}

const sheetOf = ({ invoice, merchant }: LetterChanges) =>
  toSheetContent(makeInvoice({ reference: '2612-0001', ...invoice }), makeMerchant(merchant), customerUrl)

export const makeNotice = (changes: LetterChanges = {}): Letter & { readonly kind: 'notice' } => ({
  kind: 'notice',
  to: changes.to ?? 'hanako@example.com',
  audience: changes.audience ?? 'customer',
  sheet: sheetOf(changes),
  pdf,
})

export const makeReceipt = (changes: LetterChanges = {}): Letter & { readonly kind: 'receipt' } => ({
  kind: 'receipt',
  to: changes.to ?? 'hanako@example.com',
  sheet: sheetOf(changes),
  payment: makePayment(),
})
