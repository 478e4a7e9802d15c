/** Draws what managers read of a settlement: at the closing day what is known, on the notice day every yen. */
import { nameChain } from '../../domain/chain.ts'
import { formatDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Settlement } from '../../domain/settlement.ts'
import { formatYen, negateYen, toYen } from '../../domain/yen.ts'
import type { ChatLine, StoredSettlement } from '../../ports.ts'
import { actions, context, type Drawn, fields, header, linkButton, section } from './block-kit.ts'
import { drawMention } from './draw-mention.ts'
import { spanOf } from './draw-morning.ts'
import { drawPictures } from './draw-pictures.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { type Say, sayIn } from './view-kit.ts'

type Context = { readonly baseUrl: string; readonly language: Language }

/** On the closing day: provisional, since confirmations may still come. */
export const drawClosed = (
  { stored, merchant }: Extract<ChatLine, { kind: 'settlement-closed' }>,
  { baseUrl, language }: Context,
): Drawn => {
  const say = sayIn(language)
  const { settlement } = stored
  const { closingDay, totals } = settlement
  const period = spanOf(settlement.from, closingDay, language)
  return {
    text: say(
      `締めました（${period}）：収納 ${totals.paidCount}件 ${formatYen(totals.grossYen)}（見込み）`,
      `Closed ${period}: ${totals.paidCount} payments, ${formatYen(totals.grossYen)} (provisional)`,
    ),
    blocks: [
      header(
        say(
          `📅 ${closingDay.month}月${closingDay.day}日 締め（見込み）`,
          `📅 Closed ${formatDay(closingDay, 'en')} (provisional)`,
        ),
      ),
      section(
        `${escapeMrkdwn(merchant.name)}　${period}\n${say('確報を待って、通知日に確定します。', 'Fixed on the notice day, once confirmations are in.')}`,
      ),
      fields(figuresOf(settlement, say('お振込見込み額', 'Payout, as far as known'), say)),
      datesOf(settlement, language),
      openButton(stored, baseUrl, say),
    ],
  }
}

/** On the notice day: fixed, with each fee, by chain, against the last period, and when it is paid out. */
export const drawDigest = (
  { stored, merchant, earlier, mention, digest }: Extract<ChatLine, { kind: 'settlement-digest' }>,
  { baseUrl, language }: Context,
): Drawn => {
  const say = sayIn(language)
  const { settlement } = stored
  const { totals, payoutDay } = settlement
  const period = spanOf(settlement.from, settlement.closingDay, language)
  const when =
    payoutDay === undefined
      ? say('次回へ繰越', 'carried over')
      : say(`${formatDay(payoutDay, 'ja')}お振込`, `paid out ${formatDay(payoutDay, 'en')}`)
  return {
    text: say(
      `精算のお知らせ（${period}）：${formatYen(totals.payoutYen)}（${when}）`,
      `Settlement ${period}: ${formatYen(totals.payoutYen)} (${when})`,
    ),
    blocks: [
      header(
        say(
          `💰 精算のお知らせ ${formatYen(totals.payoutYen)}`,
          `💰 Settlement ${formatYen(totals.payoutYen)}`,
        ),
      ),
      section(`${drawMention(mention)}${escapeMrkdwn(merchant.name)}　${period}`),
      fields(figuresOf(settlement, say('お振込額', 'Paid out'), say)),
      ...comparisonOf(settlement, earlier?.settlement, language),
      ...chainsOf(settlement, language),
      ...drawPictures(digest?.pictures ?? []),
      datesOf(settlement, language),
      openButton(stored, baseUrl, say),
    ],
  }
}

const figuresOf = ({ totals }: Settlement, payoutName: string, say: Say): (readonly [string, string])[] => {
  const times = (count: number): string => say(`（${count}件）`, ` (${count})`)
  return [
    [say('収納', 'Collected'), `${formatYen(totals.grossYen)}${times(totals.paidCount)}`],
    [say('利用料金（収納あり）', 'Fees, paid bills'), formatYen(negateYen(totals.paidFeeYen))],
    [
      say('利用料金（収納なし）', 'Fees, unpaid bills'),
      `${formatYen(negateYen(totals.unpaidFeeYen))}${times(totals.unpaidCount)}`,
    ],
    [
      say('収入印紙相当額', 'Stamp-duty equivalent'),
      `${formatYen(negateYen(totals.stampYen))}${times(totals.stampCount)}`,
    ],
    [say('FAX通信費', 'FAX'), formatYen(negateYen(totals.faxFeeYen))],
    [say('精算入金手数料', 'Payout fee'), formatYen(negateYen(totals.payoutFeeYen))],
    [say('消費税（料金分）', 'Tax on fees'), formatYen(negateYen(totals.taxYen))],
    [say('前回からの繰越', 'Carried in'), formatYen(totals.carriedInYen)],
    [payoutName, `*${formatYen(totals.payoutYen)}*`],
    [say('次回への繰越', 'Carried over'), formatYen(totals.carriedOutYen)],
  ]
}

/** Against the period before; periods of another length are no comparison, and are compared all the same. */
const comparisonOf = ({ totals }: Settlement, earlier: Settlement | undefined, language: Language) => {
  if (earlier === undefined) return []
  const say = sayIn(language)
  const period = spanOf(earlier.from, earlier.closingDay, language)
  const difference = totals.grossYen - earlier.totals.grossYen
  const sign = difference > 0 ? '+' : ''
  const was = `${formatYen(earlier.totals.grossYen)} ${say(`${earlier.totals.paidCount}件`, `(${earlier.totals.paidCount})`)}`
  return [
    context(
      say(
        `前回（${period}）の収納 ${was}　${sign}${formatYen(toYen(difference))}`,
        `Last period (${period}): ${was}, ${sign}${formatYen(toYen(difference))}`,
      ),
    ),
  ]
}

const chainsOf = ({ byChain }: Settlement, language: Language) => {
  const say = sayIn(language)
  return byChain.length === 0
    ? []
    : [
        section(
          `*${say('お店ごと', 'By chain')}*\n${byChain
            .map(
              ({ chain, count, amountYen }) =>
                `${nameChain(chain, language)}　${formatYen(amountYen)}${say(`（${count}件）`, ` (${count})`)}`,
            )
            .join('\n')}`,
        ),
      ]
}

const datesOf = ({ noticeDay, payoutDay }: Settlement, language: Language) => {
  const say = sayIn(language)
  const payout =
    payoutDay === undefined
      ? say('なし（次回へ繰越）', 'none (carried over)')
      : formatDay(payoutDay, language)
  return context(
    `${say('通知日', 'Notice')} ${formatDay(noticeDay, language)} ・ ${say('お振込日', 'Payout')} ${payout}`,
  )
}

const openButton = ({ id }: StoredSettlement, baseUrl: string, say: Say) =>
  actions(
    linkButton('open-settlement', say('明細を開く', 'Open the statement'), `${baseUrl}/settlements/${id}`),
  )
