/** Draws the line about a mail that came back, with the way to put it right; afterwards who did so, and how. */
import type { Invoice } from '../../domain/invoice.ts'
import type { Language } from '../../domain/language.ts'
import { formatYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actionButton, actions, context, type Drawn, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { type Say, sayIn, withConfirm } from './view-kit.ts'

/** Longest reason that is shown, in characters. */
const MAX_REASON = 300

type BounceLine = Extract<ChatLine, { kind: 'bounce' }>

/** The delivery is of a mail; its address is whom it did not reach. */
export const drawBounce = (
  line: BounceLine,
  { baseUrl, language }: { readonly baseUrl: string; readonly language: Language },
): Drawn => {
  const { delivery, invoice } = line
  const say = sayIn(language)
  const { message, outcome, lastError } = delivery
  const to = 'to' in message ? message.to : ''
  const isUnwelcome = outcome?.kind === 'complained'
  const title = isUnwelcome
    ? say('迷惑メールとして報告されました', 'Reported as unwelcome')
    : say('メールが届きませんでした', 'Mail came back')
  const brief = isUnwelcome
    ? say('迷惑メールの報告', 'Reported as unwelcome')
    : say('メール不達', 'Mail came back')
  const who =
    invoice === undefined
      ? ''
      : `\n${addressee(invoice)}　${escapeMrkdwn(invoice.subject)}　${formatYen(invoice.amountYen)}`
  const done = mendingOf(line, say)
  const reason = (outcome?.detail ?? lastError ?? '').slice(0, MAX_REASON)
  return {
    text: `${brief}${language === 'ja' ? '：' : ': '}${to}${invoice === undefined ? '' : `${say(`（${addressee(invoice)}）`, ` (${addressee(invoice)})`)}`}`,
    blocks: [
      section(
        `${isUnwelcome ? '🚫' : '📭'} *${title}*\n\`${escapeMrkdwn(to)}\`${who}${done === undefined ? `\n${todoOf(isUnwelcome, say)}` : ''}`,
      ),
      ...(done === undefined ? [] : [section(`☑️ *${done}*${byOf(line)}`)]),
      ...(reason === '' ? [] : [context(escapeMrkdwn(reason))]),
      actions(
        ...buttonsOf(line, say),
        linkButton('open-mail', say('メールを開く', 'Open the mail'), `${baseUrl}/mails/${delivery.id}`),
        ...(invoice === undefined
          ? []
          : [
              linkButton(
                'open-invoice',
                say('請求を開く', 'Open the bill'),
                `${baseUrl}/invoices/${invoice.id}`,
              ),
            ]),
      ),
    ],
  }
}

const addressee = ({ customer }: Invoice): string => `${escapeMrkdwn(customer.name)} ${customer.honorific}`

const todoOf = (isUnwelcome: boolean, say: Say): string =>
  isUnwelcome
    ? say(
        'この宛先には、もう送りません。電話などでご確認ください。',
        'Nothing more is sent there. Ask by telephone.',
      )
    : say(
        '宛先が正しいかお確かめください。直すまで、この宛先には送りません。',
        'Check the address: nothing more is sent there until somebody mends it.',
      )

/** Undefined while nobody has put it right. */
const mendingOf = ({ delivery, again, isHeld }: BounceLine, say: Say): string | undefined => {
  if (again !== undefined && 'to' in again.message) {
    const to = escapeMrkdwn(again.message.to)
    return say(`${to} に送り直しました`, `Sent again to ${to}`)
  }
  if (delivery.mendedName === undefined || isHeld) return undefined
  return delivery.status === 'parked' || delivery.outcome !== undefined
    ? say('この宛先に、また送れるようにしました', 'Mails may go to this address again')
    : say('もう一度送りました', 'Sent once more')
}

const byOf = ({ delivery }: BounceLine): string =>
  delivery.mendedName === undefined ? '' : `　${escapeMrkdwn(delivery.mendedName)}`

/** Only what can still be done. */
const buttonsOf = ({ delivery, again, isHeld }: BounceLine, say: Say) => {
  if (again !== undefined) return []
  const mend = actionButton(
    'mend-mail',
    say('宛先を直して送り直す', 'Mend and send again'),
    delivery.id,
    'primary',
  )
  if (!isHeld) return delivery.mendedName === undefined || delivery.outcome !== undefined ? [mend] : []
  const lift = withConfirm(
    actionButton('lift-address', say('この宛先にまた送る', 'Allow this address again'), delivery.id),
    {
      title: say('この宛先にまた送りますか？', 'Allow this address again?'),
      text: say(
        '宛先が正しいと分かっているときだけにしてください。届かない宛先に送りつづけると、ほかのメールも届きにくくなります。',
        'Only when you know that it is right: mails to dead addresses make other mails harder to deliver.',
      ),
      yes: say('また送る', 'Allow'),
      no: say('やめる', 'Cancel'),
    },
  )
  return [mend, lift]
}
