/** The check of the books in words: what was checked, every account, and each difference with its place. */
import type { AccountCheck, BooksReport } from '../application/verify-books.ts'
import { bookRules } from '../domain/difference.ts'
import { formatJstTime } from '../domain/jst-day.ts'
import type { Account } from '../domain/ledger.ts'
import type { Text } from '../domain/result.ts'
import { formatYen, toYen } from '../domain/yen.ts'

const accountNames: Readonly<Record<Account, Text>> = {
  'store-receivable': { ja: '店舗への未収金', en: 'owed by the stores' },
  bank: { ja: '銀行', en: 'bank' },
  'merchant-preliminary': { ja: '加盟店預り金（速報）', en: 'merchants, preliminary' },
  'merchant-confirmed': { ja: '加盟店預り金（確報）', en: 'merchants, confirmed' },
  'merchant-carried': { ja: '加盟店への繰越', en: 'merchants, carried over' },
  'merchant-payout': { ja: '加盟店への未払金', en: 'merchants, to be paid out' },
  suspense: { ja: '仮受金（要確認）', en: 'suspense' },
  'fee-income': { ja: '手数料収入', en: 'fee income' },
  'stamp-income': { ja: '収入印紙相当額', en: 'stamp-duty equivalents' },
  'tax-payable': { ja: '仮受消費税', en: 'consumption tax' },
}

/** Lines for a terminal, in Japanese and English. */
export const describeBooks = (report: BooksReport): readonly string[] => {
  const { counts, sums, accounts, differences, differenceCount } = report
  const yen = (amount: number): string => formatYen(toYen(amount)).padStart(16)
  const count = (amount: number): string => amount.toLocaleString('en').padStart(16)
  return [
    `帳簿の検証 / books checked at ${formatJstTime(report.checkedAt)} JST`,
    `${count(counts.invoices)}  請求 invoices`,
    `${count(counts.payments)}  入金 payments`,
    `${count(counts.settlements)}  精算 settlements`,
    `${count(counts.faxes)}  FAX`,
    `${count(counts.causes)}  仕訳のある出来事 events posted`,
    `${count(counts.sheets)}  保存したシート stored sheets`,
    `${count(counts.feeds)}  収納データのファイル collection data files`,
    `${yen(sums.collectedYen)}  収納 collected`,
    `${yen(sums.settledYen)}  精算した収納 settled of it`,
    `${yen(sums.paidOutYen)}  支払った精算金 paid out`,
    '',
    '勘定の残高（借方が正）、計算し直した値 / balances (debits positive), and as recomputed',
    ...accounts.map((account) => accountLine(account, yen)),
    `${yen(accounts.reduce((total, { foundYen }) => total + foundYen, 0))}  合計 sum (0)`,
    '',
    ...differences.flatMap(({ where, rule, expected, found }) => [
      `✗ ${where}`,
      `    ${bookRules[rule].ja} / ${bookRules[rule].en}`,
      `    正しくは expected  ${expected}`,
      `    いまは   found     ${found}`,
    ]),
    ...(differenceCount > differences.length
      ? [
          `  … ほか${differenceCount - differences.length}件 / and ${differenceCount - differences.length} more`,
        ]
      : []),
    differenceCount === 0
      ? '✓ 違いはありません。 / No differences.'
      : `✗ 違いが${differenceCount}件あります。 / ${differenceCount} differences.`,
  ]
}

const accountLine = (
  { account, expectedYen, foundYen }: AccountCheck,
  yen: (amount: number) => string,
): string => {
  const { ja, en } = accountNames[account] ?? { ja: account, en: account }
  const mark = expectedYen === foundYen ? '' : `  ✗ ${yen(expectedYen).trim()}`
  return `${yen(foundYen)}  ${ja} ${en}${mark}`
}
