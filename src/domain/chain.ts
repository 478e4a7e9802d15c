/** Convenience-store chains and the steps a customer takes in each (domain.md sections 3 and 6). */
import type { Language } from './language.ts'
import type { Text } from './result.ts'

/** Code of the chain's headquarters in collection data files. */
export const chainNames: Readonly<Record<string, string>> = {
  '010': 'セブン-イレブン',
  '020': 'ローソン',
  '030': 'ファミリーマート',
  '050': 'デイリーヤマザキ',
  '080': 'ミニストップ',
  '530': 'PayB',
  '730': 'ポプラ',
  '760': 'セイコーマート',
  '780': 'au PAY',
  '800': 'd払い',
  '820': 'PayPay',
}

export const toChainName = (code: string): string => chainNames[code] ?? code

const chainsInEnglish: Readonly<Record<string, string>> = {
  '010': '7-Eleven',
  '020': 'Lawson',
  '030': 'FamilyMart',
  '050': 'Daily Yamazaki',
  '080': 'MiniStop',
  '730': 'Poplar',
  '760': 'Seicomart',
  '800': 'd Payment',
}

/** What customers call the store. */
export const nameChain = (code: string, language: Language): string =>
  (language === 'en' ? chainsInEnglish[code] : undefined) ?? toChainName(code)

export type PayingGuide = {
  readonly key: 'loppi' | 'multi-copy'
  readonly stores: Text
  readonly terminal: Text
  readonly steps: readonly Text[]
}

/** How to pay with a Smart Pit number, per terminal. */
export const payingGuides: readonly PayingGuide[] = [
  {
    key: 'loppi',
    stores: { ja: 'ローソン・ミニストップ', en: 'Lawson, MiniStop' },
    terminal: { ja: '店内端末「Loppi」', en: 'Loppi terminal' },
    steps: [
      { ja: '「各種番号をお持ちの方」を押す', en: 'Press 各種番号をお持ちの方 (I have a number)' },
      { ja: '13けたの番号を入力し「次へ」', en: 'Type the 13 digits, press 次へ (Next)' },
      { ja: '「スマートピットお支払い」を押す', en: 'Press スマートピットお支払い (Smart Pit payment)' },
      { ja: '支払う請求を選んで「確定する」', en: 'Tick the bill, press 確定する (Confirm)' },
      { ja: '内容を確かめて「確定する」', en: 'Check it, press 確定する (Confirm)' },
      {
        ja: '出てきた申込券を30分以内にレジへ。現金で支払う',
        en: 'Take the slip to the register within 30 minutes and pay cash',
      },
    ],
  },
  {
    key: 'multi-copy',
    stores: { ja: 'ファミリーマート', en: 'FamilyMart' },
    terminal: { ja: '店内の「マルチコピー機」', en: 'Multi-copy machine' },
    steps: [
      {
        ja: '「金融サービス／国際送金など」を押す',
        en: 'Press 金融サービス／国際送金など (Financial services)',
      },
      {
        ja: '「スマートピット」を押し、案内を確認',
        en: 'Press スマートピット (Smart Pit), read and confirm',
      },
      { ja: '13けたの番号を入力し「OK」', en: 'Type the 13 digits, press OK' },
      { ja: '支払う請求を選ぶ', en: 'Choose the bill' },
      { ja: '内容を確かめる', en: 'Check it' },
      {
        ja: '出てきた申込券を30分以内にレジへ。現金で支払う',
        en: 'Take the slip to the register within 30 minutes and pay cash',
      },
    ],
  },
]
