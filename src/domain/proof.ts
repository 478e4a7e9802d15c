/** Proof of what was printed: which sheets are looked at before they leave, and whether one would scan. */
import type { Instant } from './jst-day.ts'
import type { Text } from './result.ts'
import type { SheetContent } from './sheet.ts'

/** One of so many sheets of a job is looked at, unless the settings say otherwise. */
export const PROOF_ONE_IN = 100

/** Mails that were held back because a sheet among them would not have scanned. */
export type ProofStop = {
  readonly id: string
  readonly merchantId: string
  /** The file they came from; undefined for invoices that were registered one by one. */
  readonly batchId: string | undefined
  /** The invoice whose sheet failed. */
  readonly invoiceId: string
  readonly reason: Text
  readonly stoppedAt: Instant
  /** When somebody let them go again; they are then printed anew and all looked at. */
  readonly resumedAt: Instant | undefined
  readonly resumedBy: string | undefined
}

/** Places of the sheets to look at among so many: at least one, spread evenly; every one when `oneIn` is 1. */
export const pickSamples = (count: number, oneIn: number): readonly number[] => {
  const samples = Math.ceil(count / oneIn)
  return Array.from({ length: samples }, (_, sample) => Math.floor(((sample + 0.5) * count) / samples))
}

/** Why a sheet must not leave, from the codes that a scanner read on each of its pages; undefined when it may. */
export const judgeSheet = (
  sheet: Pick<SheetContent, 'number' | 'paymentBarcode' | 'customerUrl'>,
  pages: readonly (readonly string[])[],
): Text | undefined => {
  const [codes = [], ...others] = pages
  if (pages.length === 0 || others.length > 0) {
    return {
      ja: `シートが1ページではありません（${pages.length}ページ）。`,
      en: `the sheet has ${pages.length} pages, not one.`,
    }
  }
  const wanted: readonly string[] = [
    sheet.number,
    sheet.customerUrl,
    ...(sheet.paymentBarcode === undefined ? [] : [sheet.paymentBarcode]),
  ]
  const missing = wanted.find((code) => !codes.includes(code))
  if (missing !== undefined) {
    return {
      ja: `バーコードかQRコード（${missing}）を読み取れません。`,
      en: `the barcode or QR code (${missing}) cannot be read.`,
    }
  }
  const stranger = codes.find((code) => !wanted.includes(code))
  if (stranger === undefined) return undefined
  const shown = [...stranger].slice(0, 60).join('')
  return {
    ja: `この請求のものではないコードが読み取れます（${shown}）。`,
    en: `a code that is not this invoice’s can be read (${shown}).`,
  }
}
