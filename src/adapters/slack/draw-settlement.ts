/** Draws what managers read of a settlement: at the closing day what is known, on the notice day every yen. */
import { toChainName } from '../../domain/chain.ts'
import { formatDay } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Settlement } from '../../domain/settlement.ts'
import { formatYen, toYen, type Yen } from '../../domain/yen.ts'
import type { StoredSettlement } from '../../ports.ts'
import { actions, context, type Drawn, fields, header, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** On the closing day: provisional, since confirmations may still come. */
export const drawClosed = (stored: StoredSettlement, merchant: Merchant, baseUrl: string): Drawn => {
  const { settlement } = stored
  const { totals } = settlement
  return {
    text: `締めました（${periodOf(settlement)}）：収納 ${totals.paidCount}件 ${formatYen(totals.grossYen)}（見込み）`,
    blocks: [
      header(`📅 ${settlement.closingDay.month}月${settlement.closingDay.day}日 締め（見込み）`),
      section(
        `${escapeMrkdwn(merchant.name)}　${periodOf(settlement)}\nPeriod closed. 確報を待って、通知日に確定します。`,
      ),
      ...figures(settlement, 'お振込見込み額'),
      datesOf(settlement),
      openButton(stored, baseUrl),
    ],
  }
}

/** On the notice day: fixed, with each fee, by chain, and when it is paid out. */
export const drawDigest = (stored: StoredSettlement, merchant: Merchant, baseUrl: string): Drawn => {
  const { settlement } = stored
  const { totals, payoutDay } = settlement
  const when = payoutDay === undefined ? '次回へ繰越' : `${formatDay(payoutDay, 'ja')}お振込`
  return {
    text: `精算のお知らせ（${periodOf(settlement)}）：${formatYen(totals.payoutYen)}（${when}）`,
    blocks: [
      header(`💰 精算のお知らせ Settlement ${formatYen(totals.payoutYen)}`),
      section(`${escapeMrkdwn(merchant.name)}　${periodOf(settlement)}`),
      ...figures(settlement, 'お振込額'),
      ...(settlement.byChain.length === 0 ? [] : [section(`*お店ごと By chain*\n${chainsOf(settlement)}`)]),
      datesOf(settlement),
      openButton(stored, baseUrl),
    ],
  }
}

const periodOf = ({ from, closingDay }: Settlement): string =>
  `${from.month}/${from.day}〜${closingDay.month}/${closingDay.day}`

const figures = ({ totals }: Settlement, payoutName: string) => {
  const minus = (amount: Yen): string => formatYen(toYen(0 - amount))
  const rows: (readonly [string, string])[] = [
    ['収納 Collected', `${formatYen(totals.grossYen)}（${totals.paidCount}件）`],
    ['利用料金（収納あり）', minus(totals.paidFeeYen)],
    ['利用料金（収納なし）', `${minus(totals.unpaidFeeYen)}（${totals.unpaidCount}件）`],
    ['収入印紙相当額', `${minus(totals.stampYen)}（${totals.stampCount}件）`],
    ['FAX通信費', minus(totals.faxFeeYen)],
    ['精算入金手数料', minus(totals.payoutFeeYen)],
    ['消費税（料金分）', minus(totals.taxYen)],
    ['前回からの繰越', formatYen(totals.carriedInYen)],
    [payoutName, `*${formatYen(totals.payoutYen)}*`],
    ['次回への繰越', formatYen(totals.carriedOutYen)],
  ]
  return [fields(rows)]
}

const chainsOf = ({ byChain }: Settlement): string =>
  byChain
    .map(({ chain, count, amountYen }) => `${toChainName(chain)}　${formatYen(amountYen)}（${count}件）`)
    .join('\n')

const datesOf = ({ noticeDay, payoutDay }: Settlement) =>
  context(
    `通知日 ${formatDay(noticeDay, 'ja')} ・ お振込日 ${payoutDay === undefined ? 'なし（次回へ繰越）' : formatDay(payoutDay, 'ja')}`,
  )

const openButton = ({ id }: StoredSettlement, baseUrl: string) =>
  actions(linkButton('open-settlement', '明細を開く', `${baseUrl}/settlements/${id}`))
