/** The documents to download (S19). */
import type { Text } from './result.ts'

export const documentNames = [
  'service-guide',
  'fee-table',
  'file-format',
  'application-form',
  'card-design',
] as const
export type DocumentName = (typeof documentNames)[number]

export const isDocumentName = (text: string): text is DocumentName =>
  (documentNames as readonly string[]).includes(text)

export const documentTitles: Readonly<Record<DocumentName, Text>> = {
  'service-guide': { ja: 'サービスのご案内', en: 'Service guide' },
  'fee-table': { ja: '料金表', en: 'Fee table' },
  'file-format': { ja: 'ファイル登録の手引き', en: 'File format guide' },
  'application-form': { ja: 'お申込書', en: 'Application form' },
  'card-design': { ja: 'ジョイントカード デザイン仕様書', en: 'Joint card design specification' },
}

/** What each of them is for, in a line. */
export const documentUses: Readonly<Record<DocumentName, Text>> = {
  'service-guide': {
    ja: 'しくみ、できること、使えるコンビニ、精算の流れ',
    en: 'how it works, what it can do, stores, settlement',
  },
  'fee-table': {
    ja: '料金プラン、精算の例、締め日とお振込日',
    en: 'plans, an example, closing and payout days',
  },
  'file-format': {
    ja: 'CSVファイルの列、書き方、例',
    en: 'columns of the CSV file, how to write them, examples',
  },
  'application-form': { ja: '印刷して、ご記入・ご提出ください', en: 'to print, fill in and hand in' },
  'card-design': {
    ja: '会員証などに番号とバーコードを載せるときの寸法と色',
    en: 'measures and colours for number and barcode on your own card',
  },
}
