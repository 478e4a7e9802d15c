/** Invoices like no others, but the same ones in each run, and their sheets. */
import type { Invoice } from '../../../src/domain/invoice.ts'
import { type SheetContent, toSheetContent } from '../../../src/domain/sheet.ts'
import { composeNumber } from '../../../src/domain/smart-pit-number.ts'
import { toYen } from '../../../src/domain/yen.ts'
import { makeInvoice, makeMerchant } from '../../../test/support/make-invoice.ts'

const families = [
  ...'佐藤鈴木高橋田中伊渡辺山本村小林加吉斎松井清上森池阿部石川前後岡長谷近遠青坂福西太三浦原野竹金',
]
const givens = [
  ...'花子美恵香織奈由真優愛菜里沙紀明幸代智広浩裕之健太郎翔一大介直樹和也拓哉誠隆学亮悠斗陽葵結衣莉',
]

export const merchant = makeMerchant({ registrationNumber: 'T1234567890123' })

let made = 0

/** The next invoice, never made before. */
export const makeNextInvoice = (): Invoice => {
  made += 1
  const n = made
  const pick = (from: readonly string[], step: number): string => from[(n * step + step) % from.length] ?? ''
  return makeInvoice({
    merchantId: merchant.id,
    number: composeNumber('29', String(n).padStart(10, '0')),
    customer: {
      ...makeInvoice().customer,
      name: `${pick(families, 7)}${pick(families, 11)} ${pick(givens, 5)}${pick(givens, 13)}`,
    },
    subject: `${(n % 12) + 1}月分 月謝`,
    amountYen: toYen(10_000 + (n % 200_000)),
    reference: `2612-${n}`,
  })
}

export const toSheet = (invoice: Invoice): SheetContent =>
  toSheetContent(invoice, merchant, `https://pay.example.jp/s/${invoice.token}`)

/** The next sheets, none of them printed before. */
export const makeSheets = (count: number): readonly SheetContent[] =>
  Array.from({ length: count }, () => toSheet(makeNextInvoice()))

/** Every character that these sheets can hold besides those of the template. */
export const allNames = [...families, ...givens].join('')
