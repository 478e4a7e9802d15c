/** Draws App Home: today's figures, what is open, quick actions, and for managers the settings of the chat. */
import type { HomeView, KnownBlock } from '@slack/web-api'
import * as z from 'zod'
import type { Invoice } from '../../domain/invoice.ts'
import { type Day, formatDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Payment } from '../../domain/payment.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { Figures, Tally } from '../../ports.ts'
import { actionButton, actions, context, fields, header, linkButton, section } from './block-kit.ts'
import { drawHomeSettings } from './draw-home-settings.ts'
import { toProblemText } from './home-words.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { EXAMPLE } from './parse-command.ts'
import type { BillLimits } from './register-bill.ts'
import { option, type Say, sayIn } from './view-kit.ts'

export const HOME_FILTERS = ['open', 'week', 'overdue', 'problem'] as const
export type HomeFilter = (typeof HOME_FILTERS)[number]

const shape = z.object({
  filter: z.enum(HOME_FILTERS),
  /** Cursors of the pages before this one, oldest first; the last is this page's. */
  pages: z.array(z.string().max(100)).max(20),
})
/** Which list is shown, and how far a person has turned its pages. */
export type HomeState = z.infer<typeof shape>
export const FIRST_PAGE: HomeState = { filter: 'open', pages: [] }

export const readHomeState = (text: string | undefined): HomeState => {
  try {
    return shape.safeParse(JSON.parse(text ?? '')).data ?? FIRST_PAGE
  } catch {
    return FIRST_PAGE
  }
}

export type Home = {
  readonly merchant: Merchant
  readonly today: Day
  readonly figures: Figures
  readonly state: HomeState
  readonly invoices: readonly Invoice[]
  /** Instead of invoices where payments with a problem are listed. */
  readonly payments: readonly Payment[]
  readonly nextCursor: string | undefined
  /** Nothing was ever registered. */
  readonly isNew: boolean
  readonly settings: { readonly limits: BillLimits; readonly channel: string } | undefined
  readonly baseUrl: string
  readonly language: Language
}

export const drawHome = (home: Home): HomeView => {
  const say = sayIn(home.language)
  return {
    type: 'home',
    callback_id: 'home',
    private_metadata: JSON.stringify(home.state),
    blocks: [
      header(`${home.merchant.name}　${formatDay(home.today, home.language)}`),
      fields(figurePairs(home.figures, say)),
      quickActions(home, say),
      { type: 'divider' },
      ...(home.isNew ? teach(say) : listBlocks(home, say)),
      ...drawHomeSettings(home, say),
    ],
  }
}

const figurePairs = (figures: Figures, say: Say): readonly (readonly [string, string])[] => {
  const tell = ({ count, yen }: Tally): string =>
    say(`${formatYen(toYen(yen))}（${count}件）`, `${formatYen(toYen(yen))} (${count})`)
  return [
    [say('💴 今日の入金', '💴 Collected today'), tell(figures.collected)],
    [say('🧾 今日の登録', '🧾 Registered today'), tell(figures.registered)],
    [say('⏰ 今日が期限', '⏰ Due today'), tell(figures.due)],
    [say('⌛ 期限切れ（30日）', '⌛ Overdue (30 days)'), tell(figures.overdue)],
    [say('📬 未払いの合計', '📬 Open in all'), tell(figures.open)],
  ]
}

const quickActions = ({ baseUrl }: Home, say: Say): KnownBlock =>
  actions(
    actionButton('home-new', say('請求を登録', 'Register a bill'), 'new', 'primary'),
    actionButton('home-find', say('さがす', 'Find'), 'find'),
    actionButton('home-file', say('ファイルで登録', 'Register a file'), 'file'),
    linkButton('open-console', say('コンソールを開く', 'Open the console'), baseUrl),
  )

const teach = (say: Say): readonly KnownBlock[] => [
  section(
    say(
      '*ようこそ。まだ請求がありません。* はじめ方は3通りです。',
      '*Welcome. There are no bills yet.* Three ways to begin:',
    ),
  ),
  section(
    [
      say('1️⃣ 上の「請求を登録」を押す', '1️⃣ Press “Register a bill” above'),
      say(`2️⃣ チャンネルで1行打つ：\`${EXAMPLE}\``, `2️⃣ Type one line in the channel: \`${EXAMPLE}\``),
      say(
        '3️⃣ CSV をチャンネルに入れて、メッセージの「︙」から「請求ファイルとして登録」',
        '3️⃣ Drop a CSV into the channel and choose “Register as bill file” from its menu',
      ),
    ].join('\n'),
  ),
  context(
    say(
      'お客さまに番号とシートがメールで届き、入金するとチャンネルに知らせが来ます。',
      'The customer gets a number and a sheet by mail; when it is paid, the channel hears of it.',
    ),
  ),
]

const filterName = (filter: HomeFilter, say: Say): string => {
  const names: Readonly<Record<HomeFilter, string>> = {
    open: say('未払いすべて', 'All open'),
    week: say('1週間以内に期限', 'Due within a week'),
    overdue: say('期限切れ', 'Overdue'),
    problem: say('決めていない入金', 'Payments to decide'),
  }
  return names[filter]
}

const listBlocks = (home: Home, say: Say): readonly KnownBlock[] => {
  const { state, invoices, payments, nextCursor } = home
  const options = HOME_FILTERS.map((filter) => option(filter, filterName(filter, say)))
  const chosen = options.find(({ value }) => value === state.filter)
  const items = [
    ...invoices.map((invoice) => invoiceBlock(invoice, home, say)),
    ...payments.map((payment) => paymentBlock(payment, home, say)),
  ]
  const turn = [
    ...(state.pages.length > 0 ? [actionButton('home-previous', say('← 前へ', '← Back'), 'previous')] : []),
    ...(nextCursor === undefined ? [] : [actionButton('home-next', say('次へ →', 'Next →'), nextCursor)]),
  ]
  return [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `*${filterName(state.filter, say)}*` },
      accessory: {
        type: 'static_select',
        action_id: 'home-filter',
        options,
        ...(chosen === undefined ? {} : { initial_option: chosen }),
      },
    },
    ...(items.length > 0 ? items : [context(say('✨ ありません。', '✨ Nothing here.'))]),
    ...(turn.length > 0 ? [actions(...turn)] : []),
  ]
}

const invoiceBlock = (invoice: Invoice, { baseUrl, language }: Home, say: Say): KnownBlock => {
  const { id, customer, subject, amountYen, dueDay, reference, status } = invoice
  const mark = status === 'expired' ? '⌛' : '🧾'
  const name = reference === undefined ? '' : `　#${escapeMrkdwn(reference)}`
  return {
    type: 'section',
    block_id: `item-${id}`,
    text: {
      type: 'mrkdwn',
      text: `${mark} *${formatYen(amountYen)}*　${escapeMrkdwn(customer.name)} ${customer.honorific}　${escapeMrkdwn(subject)}${name}\n${say(`${formatDay(dueDay, language)}まで`, `Due ${formatDay(dueDay, language)}`)}`,
    },
    accessory: {
      type: 'overflow',
      action_id: 'home-item',
      options: [
        { ...option(`open:${id}`, say('請求を開く', 'Open')), url: `${baseUrl}/invoices/${id}` },
        ...(status === 'open' ? [option(`sheet:${id}`, say('シートをもらう', 'Get the sheet'))] : []),
        ...(status === 'open' && customer.email !== undefined
          ? [option(`send:${id}`, say('お知らせを再送', 'Send the notice again'))]
          : []),
      ],
    },
  }
}

const paymentBlock = (payment: Payment, { baseUrl, language }: Home, say: Say): KnownBlock => ({
  type: 'section',
  block_id: `item-${payment.id}`,
  text: {
    type: 'mrkdwn',
    text: `⚠️ *${formatYen(payment.amountYen)}*　${toProblemText(payment.problem, language)}`,
  },
  accessory: linkButton('open-payment', say('決める', 'Decide'), `${baseUrl}/payments/${payment.id}`),
})
