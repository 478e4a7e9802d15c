/** Gathers what a person's App Home shows, and publishes it. */
import type { WebClient } from '@slack/web-api'
import { hasRole } from '../../domain/access.ts'
import { toJstDay } from '../../domain/jst-day.ts'
import { drawHome, type HomeState, readHomeState } from './draw-home.ts'
import { type Entered, enterChat, type Visitor } from './enter-chat.ts'
import type { SlackDeps } from './slack-deps.ts'
import { readLanguage } from './user-language.ts'

/** Items of one page. */
const PAGE_SIZE = 10
const WEEK_DAYS = 7

const openedSetting = ({ team, userId }: Visitor): string => `slack-home:${team}:${userId}`

/** Publishes a person's App Home; what they look at is remembered. */
export const showHome = async (
  deps: SlackDeps,
  client: WebClient,
  visitor: Visitor,
  state: HomeState,
): Promise<void> => {
  const who = { ...visitor, channel: '' }
  const entered = await enterChat(deps, client, who, deps.clock.now())
  const value = JSON.stringify(state)
  await deps.store.commit([{ kind: 'set-setting', name: openedSetting(who), value }])
  const view = entered.ok
    ? await gather(deps, client, who, entered.value, state)
    : ({ type: 'home', blocks: entered.failure.blocks } as const)
  await client.views.publish({ user_id: who.userId, view })
}

/** Shows what has changed to somebody who has opened App Home before, on the page they are on. */
export const refreshHome = async (deps: SlackDeps, client: WebClient, who: Visitor): Promise<void> => {
  const opened = await deps.store.setting(openedSetting(who))
  if (opened === undefined) return
  // What was done is done, whether or not its page can be drawn anew.
  await showHome(deps, client, who, readHomeState(opened)).catch((error: unknown) =>
    deps.log.error('home not shown', { error: String(error) }),
  )
}

const gather = async (
  deps: SlackDeps,
  client: WebClient,
  who: Visitor,
  { merchant, person }: Entered,
  state: HomeState,
) => {
  const { store } = deps
  const now = deps.clock.now()
  const today = toJstDay(now)
  const cursor = state.pages.at(-1)
  const isPayments = state.filter === 'problem'
  const filter = {
    open: { status: 'open' },
    week: { status: 'open', dueTo: today.add({ days: WEEK_DAYS }) },
    overdue: { status: 'expired' },
  } as const
  const [figures, counts, language, invoices, payments] = await Promise.all([
    store.figuresOf(merchant.id, today),
    store.statusCounts(merchant.id),
    readLanguage(store, client, who.userId, now),
    state.filter === 'problem'
      ? nothing
      : store.invoices(merchant.id, filter[state.filter], PAGE_SIZE, cursor),
    isPayments ? store.payments(merchant.id, { problem: 'undecided' }, PAGE_SIZE, cursor) : nothing,
  ])
  return drawHome({
    ...{ merchant, today, figures, state, language, baseUrl: deps.baseUrl },
    invoices: invoices.items,
    payments: payments.items,
    nextCursor: invoices.nextCursor ?? payments.nextCursor,
    isNew: Object.values(counts).every((count) => count === 0),
    settings: hasRole(person.role, 'manager') ? { limits: deps.limits, channel: deps.channel } : undefined,
  })
}

const nothing = { items: [], nextCursor: undefined } as const
