/** Sheets as merchants send them, from the plainest to the fullest. */
import type { InvoiceLine } from '../../../src/domain/invoice.ts'
import type { SheetContent } from '../../../src/domain/sheet.ts'
import { composeNumber } from '../../../src/domain/smart-pit-number.ts'
import { toYen } from '../../../src/domain/yen.ts'
import { makeInvoice } from '../../support/make-invoice.ts'
import { makeSheet } from './open-printer.ts'

const customer = { ...makeInvoice().customer, kana: undefined, email: undefined }
const agency = { agencyCode: '912345', clientCode: '01234' }
const address = '〒100-0001 東京都千代田区千代田1-2-3 さくらビル4階'

/** A ring and two bars. */
export const logoSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 60"><circle cx="30" cy="30" r="26" fill="#d4588f"/>' +
  '<circle cx="30" cy="30" r="10" fill="#fff"/><path d="M70 15h140v12H70zM70 35h110v10H70z" fill="#333"/></svg>'
const logo = `data:image/svg+xml;base64,${Buffer.from(logoSvg).toString('base64')}`

const line = (description: string, amountYen: number, taxRate: 10 | 8, quantity?: number): InvoiceLine => ({
  description,
  quantity,
  unitPriceYen: quantity === undefined ? undefined : toYen(amountYen / quantity),
  amountYen: toYen(amountYen),
  taxRate,
})

/** What most customers get: no lines, no note, no agency. */
export const plainSheet = (): SheetContent =>
  makeSheet({ number: composeNumber('29', '8017178801'), reference: '2612-0001' }, { address })

/** A company's bill with everything a merchant may have: agency, logo, lines of two rates, a note, issued again. */
export const richSheet = (): SheetContent => ({
  ...makeSheet(
    {
      number: composeNumber('29', '1771080083'),
      customer: {
        ...customer,
        name: '株式会社髙﨑製作所 東京本社 総務部',
        kana: 'タカサキセイサクショ',
        honorific: '御中',
      },
      subject: '12月分 英会話研修と軽食',
      amountYen: toYen(123_000),
      taxYen: toYen(10_818),
      reference: '2612-0002',
      barcodeReference: '5678901234567890',
      reissueCount: 1,
      lines: [
        line('ビジネス英会話研修（全8回）', 88_000, 10, 8),
        line('教材', 11_000, 10, 5),
        line('お弁当とお茶', 21_600, 8, 20),
        line('会場費', 2_400, 10, 1),
      ],
      note: '年末は28日まで、年始は4日から開いています。\nご不明な点は受付までお問い合わせください。',
    },
    { address, ...agency },
  ),
  logo,
})

/** Everything at its longest. */
export const fullestSheet = (): SheetContent => ({
  ...makeSheet(
    {
      number: composeNumber('29', '8888888888'),
      customer: {
        ...customer,
        name: '髙橋﨑山德永邊見濵田齋藤神谷'.repeat(5).slice(0, 60),
        kana: 'タカハシ'.repeat(20),
      },
      subject: '冬期講習の受講料、'.repeat(10).slice(0, 60),
      amountYen: toYen(300_000),
      taxYen: toYen(27_272),
      barcodeReference: '9876543210987654',
      reissueCount: 9,
      lines: Array.from({ length: 10 }, (_, n) =>
        line(
          `${n + 1}回目の授業料と教材費、`.padEnd(60, '説明が長くつづく'),
          30_000,
          n % 3 === 0 ? 8 : 10,
          3,
        ),
      ),
      note: `${'年末年始の休校日のお知らせです。'.repeat(20).slice(0, 299)}終`,
      reference: '2612-0001-ABCDEFG-0000000001-XYZXYZXYZX0',
    },
    {
      name: '学校法人さくら国際教育総合学園'.repeat(4).slice(0, 60),
      address: address.repeat(3).slice(0, 100),
      ...agency,
    },
  ),
  logo,
})
