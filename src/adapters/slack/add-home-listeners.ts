/** App Home: shown when opened, filtered, paged, and acted on. */
import type {
  App,
  BlockAction,
  ButtonAction,
  ConversationsSelectAction,
  OverflowAction,
  StaticSelectAction,
} from '@slack/bolt'
import type { ModalView, WebClient } from '@slack/web-api'
import { openBillView } from './add-bill-listeners.ts'
import { drawFailure, drawFileHelp, drawInvoices, drawSaid } from './draw-answer.ts'
import { FIRST_PAGE, HOME_FILTERS, type HomeState, readHomeState } from './draw-home.ts'
import { enterChat, visitorOf } from './enter-chat.ts'
import { sentTo } from './run-action.ts'
import { findChannelMerchant } from './run-command.ts'
import { sendSheet } from './send-sheet.ts'
import { refreshHome, showHome } from './show-home.ts'
import type { SlackDeps } from './slack-deps.ts'
import { readLanguage } from './user-language.ts'
import { plain, readField, type Say, sayIn, textField } from './view-kit.ts'

const FIND_VIEW = 'find-view'
const MAX_FOUND = 20

export const addHomeListeners = (app: App, deps: SlackDeps): void => {
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return
    const visitor = { team: body.team_id, userId: event.user, userName: event.user, channel: '' }
    await showHome(deps, client, visitor, FIRST_PAGE)
  })
  addPaging(app, deps)
  addQuickActions(app, deps)
  app.action<BlockAction<OverflowAction>>('home-item', async ({ ack, body, action, client }) => {
    await ack()
    await actOnItem(deps, client, body, action.selected_option.value)
  })
  app.action<BlockAction<ConversationsSelectAction>>(
    'home-channel',
    async ({ ack, body, action, client }) => {
      await ack()
      await chooseChannel(deps, client, body, action.selected_conversation)
    },
  )
}

/** Managers decide which channel hears of bills and payments. */
const chooseChannel = async (
  deps: SlackDeps,
  client: WebClient,
  body: BlockAction,
  channel: string,
): Promise<void> => {
  const visitor = visitorOf(body, '')
  const now = deps.clock.now()
  const entered = await enterChat(deps, client, visitor, now)
  if (!entered.ok) return
  const { merchant, person } = entered.value
  const request = {
    ...{ merchantId: merchant.id, role: person.role, changes: { slack_channel: channel } },
    actor: { kind: 'slack', name: person.name } as const,
  }
  const changed = await deps.story.changeMerchant(request, now)
  if (!changed.ok) await client.chat.postMessage({ channel: body.user.id, ...drawFailure(changed.failure) })
  await refreshHome(deps, client, visitor)
}

const addPaging = (app: App, deps: SlackDeps): void => {
  const turn = (client: WebClient, body: BlockAction, change: (state: HomeState) => HomeState) =>
    showHome(deps, client, visitorOf(body, ''), change(readHomeState(body.view?.private_metadata)))
  app.action<BlockAction<StaticSelectAction>>('home-filter', async ({ ack, body, action, client }) => {
    await ack()
    const filter = HOME_FILTERS.find((name) => name === action.selected_option?.value) ?? 'open'
    await turn(client, body, () => ({ filter, pages: [] }))
  })
  app.action<BlockAction<ButtonAction>>('home-next', async ({ ack, body, action, client }) => {
    await ack()
    await turn(client, body, ({ filter, pages }) => ({
      filter,
      pages: [...pages, action.value ?? ''].slice(-20),
    }))
  })
  app.action<BlockAction>('home-previous', async ({ ack, body, client }) => {
    await ack()
    await turn(client, body, ({ filter, pages }) => ({ filter, pages: pages.slice(0, -1) }))
  })
}

const addQuickActions = (app: App, deps: SlackDeps): void => {
  const sayTo = async (client: WebClient, userId: string): Promise<Say> =>
    sayIn(await readLanguage(deps.store, client, userId, deps.clock.now()))
  app.action<BlockAction>('home-new', async ({ ack, body, client }) => {
    await ack()
    const merchant = await findChannelMerchant(deps, visitorOf(body, ''))
    const channel = merchant?.slackChannel ?? deps.channel
    await openBillView(deps, client, { userId: body.user.id, channel, triggerId: body.trigger_id })
  })
  app.action<BlockAction>('home-find', async ({ ack, body, client }) => {
    await ack()
    const view = drawFind(await sayTo(client, body.user.id))
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
  app.action<BlockAction>('home-file', async ({ ack, body, client }) => {
    await ack()
    const say = await sayTo(client, body.user.id)
    const { blocks } = drawFileHelp(`${deps.baseUrl}/files/new`)
    const title = plain(say('ファイルで登録', 'Register a file'), 24)
    const view: ModalView = { type: 'modal', title, close: plain(say('閉じる', 'Close'), 24), blocks }
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
  app.view(FIND_VIEW, async ({ ack, body, view, client }) => {
    const text = readField(view.state, 'text') ?? ''
    const entered = await enterChat(deps, client, visitorOf(body, ''), deps.clock.now())
    const kept = await deps.store.setting(`slack-language:${body.user.id}`)
    const say = sayIn(kept?.startsWith('en') === true ? 'en' : 'ja')
    const { blocks } = entered.ok ? await drawFound(deps, entered.value.merchant.id, text) : entered.failure
    await ack({
      response_action: 'update',
      view: { ...drawFind(say), blocks: [...drawFind(say).blocks, ...blocks] },
    })
  })
}

const drawFound = async ({ store }: SlackDeps, merchantId: string, text: string) => {
  const { items, nextCursor } = await store.invoices(merchantId, { text }, MAX_FOUND)
  return drawInvoices(items, text, nextCursor !== undefined)
}

const drawFind = (say: Say): ModalView => ({
  type: 'modal',
  callback_id: FIND_VIEW,
  title: plain(say('請求をさがす', 'Find a bill'), 24),
  submit: plain(say('さがす', 'Find'), 24),
  close: plain(say('閉じる', 'Close'), 24),
  blocks: [
    textField(
      'text',
      {
        label: say(
          '名前・フリガナ・請求番号・スマートピット番号',
          'Name, kana, reference or Smart Pit number',
        ),
      },
      { max: 60 },
    ),
  ],
})

/** What is chosen from an item's menu; its answer comes as a direct message. */
const actOnItem = async (
  deps: SlackDeps,
  client: WebClient,
  body: BlockAction,
  value: string,
): Promise<void> => {
  const [what, invoiceId = ''] = value.split(':')
  if (what === 'open') return
  const visitor = visitorOf(body, '')
  const now = deps.clock.now()
  const entered = await enterChat(deps, client, visitor, now)
  const invoice = await deps.store.invoice(invoiceId)
  if (!entered.ok || invoice === undefined || invoice.merchantId !== entered.value.merchant.id) return
  if (what === 'sheet') {
    const { text, blocks } = drawInvoices([invoice], `${invoice.customer.name} ${invoice.subject}`, false)
    const posted = await client.chat.postMessage({ channel: visitor.userId, text, blocks })
    await sendSheet(deps, client, invoice, { channel: posted.channel ?? '', threadTs: posted.ts })
    return
  }
  const actor = { kind: 'slack', name: entered.value.person.name } as const
  const request = { merchantId: invoice.merchantId, invoiceId, to: undefined, actor }
  const sent = await deps.story.notifyAgain(request, now)
  const { text, blocks } = sent.ok ? drawSaid(sentTo(sent.value.customer.email)) : drawFailure(sent.failure)
  await client.chat.postMessage({ channel: visitor.userId, text, blocks })
  await refreshHome(deps, client, visitor)
}
