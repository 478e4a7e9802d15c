/** Draws money that arrived, that waits for a decision, that was decided about, or that was undone. */
import { nameChain } from '../../domain/chain.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatJstTime } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import { CENTRE_ID } from '../../domain/merchant.ts'
import { toToldReceipt } from '../../domain/network-client.ts'
import type { Payment, PaymentProblem } from '../../domain/payment.ts'
import type { Text } from '../../domain/result.ts'
import { formatYen } from '../../domain/yen.ts'
import type { ChatLine, PaymentDecision } from '../../ports.ts'
import { actionButton, actions, context, type Drawn, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** What is wrong, and what to do about it. */
const problems: Readonly<Record<PaymentProblem, { readonly title: Text; readonly todo: Text }>> = {
  late: {
    title: { ja: '期限を過ぎた入金', en: 'Late payment' },
    todo: {
      ja: '期限のあとに支払われました。受け入れるか返金するかを決めてください。',
      en: 'It was paid after the due day. Accept it, or give it back.',
    },
  },
  duplicate: {
    title: { ja: '二重の入金', en: 'Paid twice' },
    todo: {
      ja: 'すでに支払い済みの請求です。お客さまへの返金をご検討ください。',
      en: 'This invoice had been paid already. Consider a refund.',
    },
  },
  'amount-mismatch': {
    title: { ja: '金額の違う入金', en: 'Wrong amount' },
    todo: {
      ja: '請求と違う金額が支払われました。お客さまにご確認ください。',
      en: 'Not the amount that was billed. Ask the customer.',
    },
  },
  unknown: {
    title: { ja: '請求の分からない入金', en: 'Unknown payment' },
    todo: {
      ja: 'どの請求か分かりません。お店かお客さまにご確認ください。',
      en: 'Nobody knows which invoice it is for. Ask the store or the customer.',
    },
  },
  'after-cancel': {
    title: { ja: '取り消した請求への入金', en: 'Paid after cancellation' },
    todo: {
      ja: '取り消した請求に支払われました。返金をご検討ください。',
      en: 'The invoice had been cancelled. Consider a refund.',
    },
  },
}

const unclaimed: Text = {
  ja: '加盟店が分からないため、センターが預かっています。',
  en: 'Held by the centre: nobody knows whose it is.',
}
const keptOut: Text = {
  ja: '決めるまで精算には入りません。',
  en: 'Kept out of settlements until somebody decides.',
}
const decided: Readonly<Record<NonNullable<Payment['resolution']>, Text>> = {
  accept: { ja: '受け入れました', en: 'Accepted' },
  refunded: { ja: '返金済みにしました', en: 'Refunded' },
}

/** `baseUrl` is where the console is. */
export const drawPayment = (
  { payment, invoice, decision }: Extract<ChatLine, { kind: 'payment' }>,
  { baseUrl, language }: { readonly baseUrl: string; readonly language: Language },
): Drawn => {
  const say = ({ ja, en }: Text): string => (language === 'ja' ? ja : en)
  const who = invoice === undefined ? say({ ja: '（請求なし）', en: '(no invoice)' }) : nameOf(invoice)
  const what = invoice === undefined ? toldOf(payment, language) : escapeMrkdwn(invoice.subject)
  const amount = formatYen(payment.amountYen)
  const place = `${nameChain(payment.chain, language)} ${escapeMrkdwn(payment.store)}`
  const { plain, title } = headOf(payment, say)
  const expected =
    invoice !== undefined && payment.problem === 'amount-mismatch'
      ? say({
          ja: `（請求は ${formatYen(invoice.amountYen)}）`,
          en: ` (billed ${formatYen(invoice.amountYen)})`,
        })
      : ''
  return {
    text: `${plain}${language === 'ja' ? '：' : ': '}${who} ${what} ${amount}${language === 'ja' ? `（${place}）` : ` (${place})`}`,
    blocks: [
      section(`${title}\n*${amount}*${expected}　${who}　${what}`),
      ...decisionOf(payment, decision, say),
      context(
        `${place} ・ ${formatJstTime(payment.paidAt)} ・ ${say({ ja: '受付', en: 'Receipt' })} ${escapeMrkdwn(toToldReceipt(payment.receipt))}`,
      ),
      ...buttonOf(payment, invoice, baseUrl, say),
    ],
  }
}

export const nameOf = ({ customer }: Invoice): string =>
  `${escapeMrkdwn(customer.name)} ${customer.honorific}`

const isUndecided = ({ problem, state, resolution }: Payment): boolean =>
  problem !== undefined && state !== 'cancelled' && resolution === undefined

const buttonOf = (
  payment: Payment,
  invoice: Invoice | undefined,
  baseUrl: string,
  say: (text: Text) => string,
) => {
  if (isUndecided(payment)) {
    const console = linkButton(
      'decide-payment',
      say({ ja: 'コンソールで決める', en: 'Decide in the console' }),
      `${baseUrl}/payments/${payment.id}`,
    )
    // Whose money it is has to be found out first.
    const accept = say({ ja: '受け入れる', en: 'Accept' })
    const refund = say({ ja: '返金済みにする', en: 'Refunded' })
    return [
      actions(
        ...(payment.invoiceId === undefined
          ? []
          : [actionButton('accept-payment', accept, payment.id, 'primary')]),
        actionButton('refund-payment', refund, payment.id),
        console,
      ),
    ]
  }
  const open = say({ ja: '請求を開く', en: 'Open' })
  return invoice === undefined
    ? []
    : [actions(linkButton('open-invoice', open, `${baseUrl}/invoices/${invoice.id}`))]
}

/** What the till or the file named, when no invoice is known by it. */
const toldOf = ({ told }: Payment, language: Language): string => {
  if (told === undefined) return ''
  return `${language === 'ja' ? 'お店が伝えた内容：' : 'The store said: '}${escapeMrkdwn(told)}`
}

/** Who decided what, when and why. */
const decisionOf = (
  { resolution }: Payment,
  decision: PaymentDecision | undefined,
  say: (text: Text) => string,
) => {
  if (resolution === undefined) return []
  const by = decision === undefined ? '' : `　${escapeMrkdwn(decision.by)} ・ ${formatJstTime(decision.at)}`
  const note = decision === undefined || decision.note === '' ? '' : `\n>${escapeMrkdwn(decision.note)}`
  return [section(`☑️ *${say(decided[resolution])}*${by}${note}`)]
}

const headOf = (
  { state, problem, resolution, merchantId }: Payment,
  say: (text: Text) => string,
): { readonly plain: string; readonly title: string } => {
  if (state === 'cancelled') {
    const plain = say({ ja: '入金取消', en: 'Payment undone' })
    const title = say({ ja: '入金が取り消されました（速報取消）', en: 'Payment undone at the till' })
    const what = say({
      ja: '請求はまた支払えるか、期限切れになっています。',
      en: 'The invoice can be paid again, or has run out.',
    })
    return { plain, title: `↩️ *${title}*\n${what}` }
  }
  if (problem === undefined) {
    const title =
      state === 'confirmed'
        ? say({ ja: '入金がありました（確報）', en: 'Paid, and certain' })
        : say({ ja: '入金がありました（速報）', en: 'Paid' })
    return { plain: say({ ja: '入金', en: 'Paid' }), title: `💴 *${title}*` }
  }
  const { title, todo } = problems[problem]
  if (resolution !== undefined) return { plain: say(decided[resolution]), title: `*${say(title)}*` }
  const held = problem === 'unknown' && merchantId === CENTRE_ID ? `\n${say(unclaimed)}` : ''
  return {
    plain: say({ ja: '要確認の入金', en: 'Payment to look at' }),
    title: `⚠️ *${say(title)}*\n${say(todo)}${held}\n${say(keptOut)}`,
  }
}
