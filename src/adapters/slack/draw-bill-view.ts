/** Draws the modal in which a bill is registered: customer, total or lines, due day, number, delivery. */
import type { KnownBlock, ModalView } from '@slack/web-api'
import * as z from 'zod'
import { latestDueDay } from '../../domain/invoice.ts'
import { MAX_LINE_DESCRIPTION, MAX_LINES } from '../../domain/invoice-lines.ts'
import { type Day, endOfMonth, formatDay, isAfter } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import { MAX_LENGTHS } from '../../domain/raw-invoice.ts'
import { actionButton, actions, context } from './block-kit.ts'
import { choiceField, field, option, plain, type Say, sayIn, textField } from './view-kit.ts'

/** Names of the view and of what acts in it before it is submitted. */
export const BILL_VIEW = 'bill-view'
export const PICK_CUSTOMER = 'pick-customer'
export const ADD_LINE = 'add-line'
export const DROP_LINE = 'drop-line'

const shape = z.object({
  /** Where the result is told; '' when it was opened from nowhere. */
  channel: z.string().max(40),
  lines: z.number().int().min(0).max(MAX_LINES),
  /** Counts the customers picked: the e-mail field is a new one for each. */
  round: z.number().int(),
  /** The same for every repeat: it is registered once. */
  key: z.string().max(200),
})
/** What the modal carries along as `private_metadata`. */
export type BillMeta = z.infer<typeof shape>

export const readBillMeta = (text: string): BillMeta | undefined => {
  try {
    const parsed = shape.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Block ids of fields whose id is not the field's own name. */
export const emailBlock = ({ round }: Pick<BillMeta, 'round'>): string => `email-${round}`
export const lineBlock = (index: number, part: 'description' | 'amount' | 'tax_rate'): string =>
  `lines.${index}.${part}`

export type BillView = {
  readonly meta: BillMeta
  readonly today: Day
  readonly language: Language
  /** Of the customer that was picked. */
  readonly email?: string | undefined
}

export const drawBillView = ({ meta, today, language, email }: BillView): ModalView => {
  const say = sayIn(language)
  return {
    type: 'modal',
    callback_id: BILL_VIEW,
    private_metadata: JSON.stringify(meta),
    title: plain(say('請求を登録', 'Register a bill'), 24),
    submit: plain(say('登録する', 'Register'), 24),
    close: plain(say('やめる', 'Cancel'), 24),
    blocks: [
      ...customerFields(meta, say, email),
      textField(
        'subject',
        { label: say('件名', 'Subject'), placeholder: say('12月分 月謝', 'Lesson fee, December') },
        { max: MAX_LENGTHS.subject },
      ),
      ...amountFields(meta, say),
      dueField(today, say),
      ...otherFields(say),
    ],
  }
}

const customerFields = (meta: BillMeta, say: Say, email: string | undefined): readonly KnownBlock[] => [
  {
    type: 'input',
    block_id: 'customer_name',
    dispatch_action: true,
    label: plain(say('お客さま', 'Customer')),
    hint: plain(
      say(
        '前に登録したお客さまを、名前・フリガナ・メール・電話でさがせます。はじめての方は、名前を打って「新しいお客さま」を選びます。',
        'Find an earlier customer by name, kana, e-mail or phone; for a new one, type the name and pick “New customer”.',
      ),
    ),
    element: {
      type: 'external_select',
      action_id: PICK_CUSTOMER,
      min_query_length: 0,
      placeholder: plain(say('名前を打ってください', 'Type a name'), 150),
    },
  },
  textField(
    emailBlock(meta),
    {
      label: say('メールアドレス', 'E-mail'),
      optional: true,
      placeholder: 'hanako@example.com',
      hint: say('お客さまに通知するには必要です。', 'Needed to notify the customer.'),
    },
    { max: MAX_LENGTHS.email, initial: email },
  ),
]

const amountFields = (meta: BillMeta, say: Say): readonly KnownBlock[] => {
  const indexes = Array.from({ length: meta.lines }, (_, index) => index)
  const add = actionButton(
    ADD_LINE,
    meta.lines === 0 ? say('明細で入力する', 'Enter lines instead') : say('明細を追加', 'Add a line'),
    ADD_LINE,
  )
  const drop = actionButton(DROP_LINE, say('最後の明細を消す', 'Remove the last line'), DROP_LINE)
  return [
    ...(meta.lines === 0
      ? [
          textField(
            'amount',
            {
              label: say('請求金額（税込）', 'Amount, tax included'),
              placeholder: '13,200',
              hint: say('1円から300,000円まで', '¥1 to ¥300,000'),
            },
            { max: 20 },
          ),
        ]
      : [
          ...indexes.flatMap((index) => lineFields(index, say)),
          context(
            say(
              '金額は明細の合計になります（税込、10行まで）。',
              'The amount is the sum of the lines (tax included, at most 10).',
            ),
          ),
        ]),
    actions(...(meta.lines < MAX_LINES ? [add] : []), ...(meta.lines > 0 ? [drop] : [])),
    textField(
      'tax',
      {
        label: say('うち消費税', 'Tax within the amount'),
        optional: true,
        placeholder: '1,200',
      },
      { max: 20 },
    ),
  ]
}

const lineFields = (index: number, say: Say): readonly KnownBlock[] => [
  textField(
    lineBlock(index, 'description'),
    { label: say(`明細${index + 1}　内容`, `Line ${index + 1}: description`) },
    { max: MAX_LINE_DESCRIPTION },
  ),
  textField(
    lineBlock(index, 'amount'),
    { label: say(`明細${index + 1}　金額（税込）`, `Line ${index + 1}: amount, tax included`) },
    { max: 20 },
  ),
  choiceField(
    lineBlock(index, 'tax_rate'),
    { label: say(`明細${index + 1}　税率`, `Line ${index + 1}: tax rate`) },
    [
      option('10', '10%'),
      option('8', say('8%（軽減税率）', '8% (reduced)')),
      option('0', say('対象外', 'No tax')),
    ],
    '10',
  ),
]

/** The end of the next month, or the last day that is allowed. */
const sensibleDue = (today: Day): Day => {
  const wanted = endOfMonth(today.add({ months: 1 }))
  const latest = latestDueDay(today)
  return isAfter(wanted, latest) ? latest : wanted
}

const dueField = (today: Day, say: Say): KnownBlock => {
  const latest = latestDueDay(today)
  return field(
    'due',
    {
      label: say('支払期限', 'Due day'),
      hint: say(
        `今日（${formatDay(today, 'ja')}）から${formatDay(latest, 'ja')}まで`,
        `From today (${formatDay(today, 'en')}) to ${formatDay(latest, 'en')}`,
      ),
    },
    { type: 'datepicker', action_id: 'value', initial_date: sensibleDue(today).toString() },
  )
}

const otherFields = (say: Say): readonly KnownBlock[] => [
  choiceField(
    'deliver',
    { label: say('通知先', 'Notice goes to') },
    [
      option('customer', say('お客さま', 'the customer')),
      option('merchant', say('自社（商品に同封する）', 'us (to enclose with goods)')),
      option('both', say('お客さまと自社', 'both')),
      option('none', say('送らない', 'nobody')),
    ],
    'customer',
  ),
  textField(
    'number',
    {
      label: say('お持ちのスマートピット番号', 'The customer’s own Smart Pit number'),
      optional: true,
      placeholder: say('空欄なら新しい番号を発行します', 'Left empty, a new one is issued'),
    },
    { max: 20 },
  ),
  textField(
    'reference',
    { label: say('請求番号', 'Your reference'), optional: true, placeholder: '2612-0001' },
    { max: MAX_LENGTHS.reference },
  ),
  textField(
    'note',
    { label: say('備考', 'Note'), optional: true },
    { max: MAX_LENGTHS.note, multiline: true },
  ),
  choiceField(
    'language',
    { label: say('お客さまへの言語', 'Language for the customer') },
    [option('ja', '日本語'), option('en', 'English')],
    'ja',
  ),
  field(
    'more',
    { label: say('そのほか', 'More'), optional: true },
    {
      type: 'checkboxes',
      action_id: 'value',
      options: [
        option(
          'repeat',
          say('くり返し支払える（期限まで何度でも）', 'Can be paid again and again until the due day'),
        ),
        option('no-reminders', say('期限前のお知らせを送らない', 'Send no reminders before the due day')),
      ],
    },
  ),
]
