/** Draws money that arrived, that waits for a decision, or that was undone. */
import { toChainName } from '../../domain/chain.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatJstTime } from '../../domain/jst-day.ts'
import { CENTRE_ID } from '../../domain/merchant.ts'
import { toToldReceipt } from '../../domain/network-client.ts'
import type { Payment, PaymentProblem } from '../../domain/payment.ts'
import { formatYen } from '../../domain/yen.ts'
import { actions, context, type Drawn, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

export const nameOf = ({ customer }: Invoice): string =>
  `${escapeMrkdwn(customer.name)} ${customer.honorific}`

/** What is wrong, and what to do about it. */
const problemTexts: Readonly<Record<PaymentProblem, string>> = {
  late: '⚠️ *期限を過ぎた入金* Late payment\n期限のあとに支払われました。受け入れるか返金するかを決めてください。',
  duplicate: '⚠️ *二重の入金* Paid twice\nすでに支払い済みの請求です。お客さまへの返金をご検討ください。',
  'amount-mismatch':
    '⚠️ *金額の違う入金* Wrong amount\n請求と違う金額が支払われました。お客さまにご確認ください。',
  unknown:
    '⚠️ *請求の分からない入金* Unknown payment\nどの請求か分かりません。お店かお客さまにご確認ください。',
  'after-cancel':
    '⚠️ *取り消した請求への入金* Paid after cancellation\n取り消した請求に支払われました。返金をご検討ください。',
}

const unclaimed =
  '\n加盟店が分からないため、センターが預かっています。 Held by the centre: nobody knows whose it is.'

export const drawPayment = (payment: Payment, invoice: Invoice | undefined, baseUrl: string): Drawn => {
  const who = invoice === undefined ? '（請求なし）' : nameOf(invoice)
  const what = invoice === undefined ? toldOf(payment) : escapeMrkdwn(invoice.subject)
  const amount = formatYen(payment.amountYen)
  const place = `${toChainName(payment.chain)} ${escapeMrkdwn(payment.store)}`
  const { plain, title } = headOf(payment)
  const expected =
    invoice !== undefined && payment.problem === 'amount-mismatch'
      ? `（請求は ${formatYen(invoice.amountYen)}）`
      : ''
  const button = isUndecided(payment)
    ? linkButton('decide-payment', '決める', `${baseUrl}/payments/${payment.id}`)
    : invoice && linkButton('open-invoice', '請求を開く', `${baseUrl}/invoices/${invoice.id}`)
  return {
    text: `${plain}：${who} ${what} ${amount}（${place}）`,
    blocks: [
      section(`${title}\n*${amount}*${expected}　${who}　${what}`),
      context(
        `${place} ・ ${formatJstTime(payment.paidAt)} ・ 受付 ${escapeMrkdwn(toToldReceipt(payment.receipt))}`,
      ),
      ...(button === undefined ? [] : [actions(button)]),
    ],
  }
}

const isUndecided = ({ problem, state, resolution }: Payment): boolean =>
  problem !== undefined && state !== 'cancelled' && resolution === undefined

/** What the till or the file named, when no invoice is known by it. */
const toldOf = ({ told }: Payment): string =>
  told === undefined ? '' : `お店が伝えた内容：${escapeMrkdwn(told)}`

const headOf = (payment: Payment): { readonly plain: string; readonly title: string } => {
  const { state, problem, merchantId } = payment
  if (state === 'cancelled') {
    return {
      plain: '入金取消',
      title:
        '↩️ *入金が取り消されました（速報取消）* Payment undone\n請求はまた支払えるか、期限切れになっています。',
    }
  }
  if (problem === undefined) {
    return state === 'confirmed'
      ? { plain: '入金', title: '💴 *入金がありました（確報）* Paid, and certain' }
      : { plain: '入金', title: '💴 *入金がありました（速報）* Paid' }
  }
  const note =
    '\n決めるまで精算には入りません。コンソールの「入金」で決めてください。 Kept out of settlements until resolved.'
  const held = problem === 'unknown' && merchantId === CENTRE_ID ? unclaimed : ''
  return { plain: '要確認の入金', title: `${problemTexts[problem]}${held}${note}` }
}
