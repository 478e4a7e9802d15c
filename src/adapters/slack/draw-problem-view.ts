/** Draws the modals in which a person decides about money, or puts an address right. */
import type { ModalView } from '@slack/web-api'
import * as z from 'zod'
import type { Delivery } from '../../domain/delivery.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { formatJstTime } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Payment } from '../../domain/payment.ts'
import { formatYen } from '../../domain/yen.ts'
import { section } from './block-kit.ts'
import { nameOf } from './draw-payment.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { plain, sayIn, textField } from './view-kit.ts'

export const DECISION_VIEW = 'decide-payment'
export const ADDRESS_VIEW = 'mend-address'
/** The fields in which errors are shown. */
export const NOTE = 'note'
export const ADDRESS = 'to'

/** Longest note of a decision, in characters: as in the console. */
const MAX_NOTE = 300
const MAX_ADDRESS = 254

const decisionMeta = z.object({
  merchantId: z.string(),
  paymentId: z.string(),
  decision: z.enum(['accept', 'refunded']),
})
const addressMeta = z.object({ merchantId: z.string(), deliveryId: z.string() })
export type DecisionMeta = z.infer<typeof decisionMeta>
export type AddressMeta = z.infer<typeof addressMeta>

export const readDecisionMeta = (text: string): DecisionMeta | undefined => read(decisionMeta, text)
export const readAddressMeta = (text: string): AddressMeta | undefined => read(addressMeta, text)

export const drawDecisionView = (
  meta: DecisionMeta,
  payment: Payment,
  invoice: Invoice | undefined,
  language: Language,
): ModalView => {
  const say = sayIn(language)
  const isAccept = meta.decision === 'accept'
  const who = invoice === undefined ? '' : `　${nameOf(invoice)}　${escapeMrkdwn(invoice.subject)}`
  const what = isAccept
    ? say(
        'この入金を自社の売上として受け入れ、次の精算に入れます。',
        'It counts as yours and goes into the next settlement.',
      )
    : say(
        'お客さまに返したことを記録します。精算には入りません。',
        'It is recorded as given back, and stays out of settlements.',
      )
  return {
    type: 'modal',
    callback_id: DECISION_VIEW,
    private_metadata: JSON.stringify(meta),
    title: plain(
      isAccept ? say('入金を受け入れる', 'Accept payment') : say('返金済みにする', 'Record a refund'),
    ),
    submit: plain(isAccept ? say('受け入れる', 'Accept') : say('返金済みにする', 'Refunded')),
    close: plain(say('やめる', 'Cancel')),
    blocks: [
      section(`*${formatYen(payment.amountYen)}*${who}\n${formatJstTime(payment.paidAt)}`),
      section(what),
      textField(
        NOTE,
        {
          label: say('メモ（決めた理由）', 'Note (why)'),
          placeholder: isAccept
            ? say('例：1日遅れだが受け入れる', 'such as: one day late, accepted')
            : say('例：11/25 に現金で返金', 'such as: given back in cash on 25 Nov'),
        },
        { max: MAX_NOTE, multiline: true },
      ),
    ],
  }
}

export const drawAddressView = (meta: AddressMeta, { message }: Delivery, language: Language): ModalView => {
  const say = sayIn(language)
  return {
    type: 'modal',
    callback_id: ADDRESS_VIEW,
    private_metadata: JSON.stringify(meta),
    title: plain(say('宛先を直して送る', 'Mend and send again')),
    submit: plain(say('送り直す', 'Send again')),
    close: plain(say('やめる', 'Cancel')),
    blocks: [
      section(
        say(
          '正しいメールアドレスを入れてください。これからのお知らせも、この宛先に送ります。',
          'Type the right address. What follows goes there, too.',
        ),
      ),
      textField(
        ADDRESS,
        { label: say('メールアドレス', 'E-mail address') },
        { max: MAX_ADDRESS, initial: 'to' in message ? message.to : undefined },
      ),
    ],
  }
}

const read = <T>(shape: z.ZodType<T>, text: string): T | undefined => {
  try {
    const parsed = shape.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
