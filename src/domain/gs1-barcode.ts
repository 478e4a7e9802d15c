/** The 44-digit payment barcode (GS1-128, 標準料金代理収納; domain.md section 5): build, parse, show. */
import { MAX_AMOUNT_YEN } from './invoice.ts'
import type { Day } from './jst-day.ts'
import { fail, ok, type Result, type Text } from './result.ts'
import { computeCheckDigit } from './smart-pit-number.ts'
import { toYen, type Yen } from './yen.ts'

declare const barcodeBrand: unique symbol

/** 44 digits: AI `91`, agency 6, free use 21, re-issue 1, due day 6, stamp flag 1, amount 6, check digit. */
export type PaymentBarcode = string & { readonly [barcodeBrand]: true }

export type BarcodeFields = {
  /** 請求書発行企業コード, 6 digits. */
  readonly agency: string
  /** 21 digits; see `toFreeUse`. */
  readonly freeUse: string
  /** How often the bill was issued again, 0 to 9. */
  readonly reissueCount: number
  /** 2000 to 2099; undefined = no due day. */
  readonly dueDay: Day | undefined
  /** From `needsStampFlag`. */
  readonly stampFlag: boolean
  readonly amountYen: Yen
}

export type BarcodeFault = {
  readonly rule:
    | 'barcode-agency'
    | 'barcode-free-use'
    | 'barcode-reissue'
    | 'barcode-due'
    | 'barcode-amount'
    | 'barcode-format'
    | 'barcode-check'
  readonly message: Text
}

/** Builds the barcode; amounts over ¥300,000 are not barcoded. */
export const buildBarcode = (fields: BarcodeFields): Result<PaymentBarcode, BarcodeFault> => {
  const { agency, freeUse, reissueCount, dueDay, stampFlag, amountYen } = fields
  if (!/^\d{6}$/.test(agency)) {
    return fault(
      'barcode-agency',
      '請求書発行企業コードは数字6けたです。設定を確かめてください。',
      'the agency code has 6 digits; check the settings.',
    )
  }
  if (!/^\d{21}$/.test(freeUse)) {
    return fault('barcode-free-use', '自由使用欄は数字21けたです。', 'the free-use field has 21 digits.')
  }
  if (!Number.isInteger(reissueCount) || reissueCount < 0 || reissueCount > 9) {
    return fault('barcode-reissue', '再発行は9回までです。', 'a bill can be issued again 9 times at most.')
  }
  if (dueDay !== undefined && (dueDay.year < 2000 || dueDay.year > 2099)) {
    return fault(
      'barcode-due',
      '支払期限は2000年から2099年までです。',
      'the due day must lie between 2000 and 2099.',
    )
  }
  if (amountYen < 1 || amountYen > MAX_AMOUNT_YEN) {
    return fault(
      'barcode-amount',
      '1円から300,000円までの請求にだけバーコードを印刷できます。',
      'only bills of ¥1 to ¥300,000 carry a barcode.',
    )
  }
  const amount = String(amountYen).padStart(6, '0')
  const body = `91${agency}${freeUse}${reissueCount}${writeDue(dueDay)}${stampFlag ? '1' : '0'}${amount}`
  // 43 digits by the checks above.
  return ok((body + computeCheckDigit(body)) as PaymentBarcode)
}

/** Reads 44 digits, as scanned or as printed under the bars (brackets, hyphens, spaces and line breaks are skipped). */
export const parseBarcode = (
  text: string,
): Result<BarcodeFields & { readonly barcode: PaymentBarcode }, BarcodeFault> => {
  const digits = text.replace(/[-()\s]/g, '')
  if (!/^91\d{42}$/.test(digits)) {
    return fault(
      'barcode-format',
      '91で始まる44けたの数字ではありません。',
      'is not 44 digits that start with 91.',
    )
  }
  if (!isPaymentBarcode(digits)) {
    return fault(
      'barcode-check',
      'チェックデジットが合いません。読み直してください。',
      'has a wrong check digit; scan it again.',
    )
  }
  const due = readDue(digits.slice(30, 36))
  if (due === 'none-such')
    return fault('barcode-due', '支払期限がない日付です。', 'has a due day that does not exist.')
  return ok({
    barcode: digits,
    agency: digits.slice(2, 8),
    freeUse: digits.slice(8, 29),
    reissueCount: Number(digits.slice(29, 30)),
    dueDay: due,
    stampFlag: digits[36] === '1',
    amountYen: toYen(Number(digits.slice(37, 43))),
  })
}

/** 44 digits, AI 91, with a right check digit. */
export const isPaymentBarcode = (text: string): text is PaymentBarcode =>
  /^91\d{42}$/.test(text) && computeCheckDigit(text.slice(0, -1)) === text.at(-1)

/** The free-use field as it is commonly filled: client code 5, reference 16, padded with zeros on the left. */
export const toFreeUse = (clientCode: string, reference: string): string => {
  if (!/^\d{1,5}$/.test(clientCode) || !/^\d{1,16}$/.test(reference)) {
    throw new RangeError('a client code has up to 5 digits, a reference up to 16')
  }
  return clientCode.padStart(5, '0') + reference.padStart(16, '0')
}

/** The two lines of text under the bars: `(91)NNNNNN-…` and `YYMMDD-N-NNNNNN-N`. */
export const toBarcodeText = (barcode: PaymentBarcode): readonly [string, string] => [
  `(91)${barcode.slice(2, 8)}-${barcode.slice(8, 30)}`,
  `${barcode.slice(30, 36)}-${barcode.slice(36, 37)}-${barcode.slice(37, 43)}-${barcode.slice(43)}`,
]

const NO_DUE = '999999'

const writeDue = (dueDay: Day | undefined): string =>
  dueDay?.toString().replaceAll('-', '').slice(2) ?? NO_DUE

const readDue = (digits: string): Day | undefined | 'none-such' => {
  if (digits === NO_DUE) return undefined
  const [year, month, day] = [
    2000 + Number(digits.slice(0, 2)),
    Number(digits.slice(2, 4)),
    Number(digits.slice(4)),
  ]
  if (month < 1 || month > 12 || day < 1) return 'none-such'
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return day > first.daysInMonth ? 'none-such' : first.with({ day })
}

const fault = (rule: BarcodeFault['rule'], ja: string, en: string): Result<never, BarcodeFault> =>
  fail({ rule, message: { ja, en } })
