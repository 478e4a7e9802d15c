/** Where a text of an invoice is too wide for its place, and what will be shown there. */
import { cutToColumns } from './display-width.ts'
import type { Customer, Invoice } from './invoice.ts'
import { fieldLabels, type RawField } from './raw-invoice.ts'
import type { Text } from './result.ts'
import { cutToEm } from './text-width.ts'

/** Columns (half-width characters) of the bill's name on the screen of a store's terminal. */
export const TERMINAL_SUBJECT_COLUMNS = 40
/** Columns of the bill's name on the slip (申込券) that the terminal prints. */
export const SLIP_SUBJECT_COLUMNS = 30
/** Full-width characters of the bill's name on the part of the sheet that is cut off: two lines. */
export const STUB_SUBJECT_EM = 46
/** Full-width characters of the kana above the name on the sheet: two lines. */
export const SHEET_KANA_EM = 66

/** The places where a text may be cut. */
export type CutPlace = 'terminal' | 'slip' | 'sheet-stub' | 'sheet-name'

export type TextCut = {
  readonly field: RawField
  readonly place: CutPlace
  /** The text as it will be seen there. */
  readonly shown: string
  readonly message: Text
}

/** A cut in a file of invoices, by its row. */
export type RowCut = TextCut & { readonly row: number }

/** Cuts of a file that are listed; in a file of 4,000 every row may have some. */
export const MAX_LISTED_CUTS = 200

/** Every cut of an invoice's texts; empty when each is shown in full. Nothing is refused for it. */
export const listCuts = ({
  subject,
  customer,
}: Pick<Invoice, 'subject'> & { readonly customer: Pick<Customer, 'kana'> }): readonly TextCut[] => [
  ...cutAt('subject', 'terminal', subject, cutToColumns(subject, TERMINAL_SUBJECT_COLUMNS)),
  ...cutAt('subject', 'slip', subject, cutToColumns(subject, SLIP_SUBJECT_COLUMNS)),
  ...cutAt('subject', 'sheet-stub', subject, cutToEm(subject, STUB_SUBJECT_EM)),
  ...cutAt('kana', 'sheet-name', customer.kana ?? '', cutToEm(customer.kana ?? '', SHEET_KANA_EM)),
]

/** What each place is called in front of people. */
const places: Readonly<Record<CutPlace, Text>> = {
  terminal: { ja: '店頭端末の画面', en: 'the store’s terminal' },
  slip: { ja: '申込券', en: 'the terminal’s slip' },
  'sheet-stub': { ja: 'シートの切り取り部分', en: 'the sheet’s stub' },
  'sheet-name': { ja: 'シートの宛名', en: 'the sheet’s address' },
}

const cutAt = (field: RawField, place: CutPlace, text: string, shown: string): readonly TextCut[] => {
  if (shown === text) return []
  const [label, where] = [fieldLabels[field], places[place]]
  const message = {
    ja: `${label.ja}：${where.ja}では「${shown}」までしか表示されません。`,
    en: `${label.en}: on ${where.en} only “${shown}” is shown.`,
  }
  return [{ field, place, shown, message }]
}
