/** The chat's modals: filled in, acted in, submitted, closed, as Slack's own client does it. */
import type { Context, Hono } from 'hono'
import { actorOf, patiently } from './chat-actor.ts'
import { inputsOf, missingOf, readForm } from './chat-forms.ts'
import { type ChatActor, sendInteraction } from './chat-payloads.ts'
import { findElement, toAction } from './chat-room.ts'
import { type ChatDeps, readPlace, toAddress } from './chat-screen.ts'
import { isJson, type Json } from './check-elements.ts'

/** Route `/view`: one form, and which of its buttons was pressed. */
export const addChatViews = (pages: Hono, deps: ChatDeps): void => {
  pages.post('/view', async (c) => {
    const form = await c.req.parseBody({ all: true })
    const read = (name: string): readonly string[] =>
      [form[name]].flat().filter((value) => typeof value === 'string')
    const place = readPlace((name) => read(name)[0])
    const actor = await actorOf(deps, place)
    const view = deps.memory.modals(actor.userId).at(-1)
    const id = String(view?.['id'] ?? '')
    if (view !== undefined && id === read('view')[0]) {
      const values = readForm(
        view,
        Object.fromEntries(Object.keys(form).map((name) => [name, read(name)])),
        deps.forms.of(id).values,
      )
      deps.forms.keep(id, { values, errors: {} })
      const [what = 'submit', block = '', action = '', value = ''] = (read('press')[0] ?? '').split('|')
      const moved = { block, action, value }
      await move(deps, actor, view, what, moved, (name) => read(name)[0] ?? '')
    }
    return c.redirect(toAddress(place).replace('#end', ''), 303)
  })
  // What the page's script asks while somebody types.
  pages.post('/suggest.json', async (c: Context) => {
    const { as, block, action, typed } = await c.req.json<Record<string, string>>()
    const actor = await actorOf(
      deps,
      readPlace((name) => (name === 'as' ? as : undefined)),
    )
    const view = deps.memory.modals(actor.userId).at(-1)
    if (view === undefined) return c.json({ options: [] })
    const options = await search(
      deps,
      actor,
      view,
      { block: block ?? '', action: action ?? '', value: '' },
      typed ?? '',
    )
    return c.json({ options })
  })
}

type Moved = { readonly block: string; readonly action: string; readonly value: string }

const move = async (
  deps: ChatDeps,
  actor: ChatActor,
  view: Json,
  what: string,
  moved: Moved,
  read: (name: string) => string,
): Promise<void> => {
  const id = String(view['id'])
  switch (what) {
    case 'close':
      deps.memory.close(actor.userId, 'one')
      return
    case 'search':
      await search(deps, actor, view, moved, read(`q|${moved.block}|${moved.action}`))
      return
    case 'pick':
      await pick(deps, actor, view, moved)
      return
    case 'act': {
      const found = findElement(view['blocks'], moved.action)
      await act(deps, actor, view, toAction(found, { actionId: moved.action, value: moved.value }))
      return
    }
    default: {
      const { values } = deps.forms.of(id)
      const text = actor.person.locale === 'en-US' ? 'Please fill this in.' : '入力してください。'
      const errors = missingOf(view, values, text)
      if (Object.keys(errors).length > 0) deps.forms.keep(id, { errors })
      else await submit(deps, actor, view)
    }
  }
}

const withState = ({ forms }: ChatDeps, view: Json): Json => ({
  ...view,
  state: { values: forms.of(String(view['id'])).values },
})

const search = async (
  deps: ChatDeps,
  actor: ChatActor,
  view: Json,
  { block, action }: Moved,
  typed: string,
): Promise<readonly unknown[]> => {
  const id = String(view['id'])
  const answer = await sendInteraction(
    deps,
    actor,
    {
      type: 'block_suggestion',
      action_id: action,
      block_id: block,
      value: typed,
      view: withState(deps, view),
    },
    { viewId: id },
  )
  const options = Array.isArray(answer?.['options']) ? answer['options'] : []
  deps.forms.keep(id, { found: { [block]: { [action]: { options, typed } } } })
  return options
}

/** A suggestion is chosen; the app hears of it where the block says so. */
const pick = async (
  deps: ChatDeps,
  actor: ChatActor,
  view: Json,
  { block, action, value }: Moved,
): Promise<void> => {
  const id = String(view['id'])
  const { values, found } = deps.forms.of(id)
  const options = found[block]?.[action]?.['options']
  const option = (Array.isArray(options) ? options : []).filter(isJson).find((one) => one['value'] === value)
  if (option === undefined) return
  const chosen = { type: 'external_select', selected_option: option }
  deps.forms.keep(id, { values: { ...values, [block]: { [action]: chosen } }, found: {} })
  const input = inputsOf(view).find((one) => one.id === block)
  if (input?.block['dispatch_action'] !== true) return
  await act(deps, actor, view, {
    ...chosen,
    action_id: action,
    block_id: block,
    action_ts: String(Date.now() / 1_000),
  })
}

const act = async (deps: ChatDeps, actor: ChatActor, view: Json, action: Json): Promise<void> => {
  const id = String(view['id'])
  const seen = deps.memory.nextView()
  await sendInteraction(
    deps,
    actor,
    {
      ...{ type: 'block_actions', container: { type: 'view', view_id: id }, view: withState(deps, view) },
      actions: [action],
    },
    { viewId: id },
  )
  await patiently(seen)
}

/** What the app answers decides: errors at fields, another view, or closed. */
const submit = async (deps: ChatDeps, actor: ChatActor, view: Json): Promise<void> => {
  const { client, memory, forms } = deps
  const id = String(view['id'])
  const seen = memory.nextView()
  const answer = await sendInteraction(
    deps,
    actor,
    { type: 'view_submission', view: withState(deps, view) },
    { viewId: id },
  )
  const next = answer?.['view']
  switch (answer?.['response_action']) {
    case 'errors':
      if (isJson(answer['errors'])) forms.keep(id, { errors: answer['errors'] as Record<string, string> })
      return
    case 'update':
      await client.apiCall('views.update', { view_id: id, view: JSON.stringify(next) })
      return
    case 'push': {
      const made: object = await client.apiCall('views.generateTriggerId', {
        user_id: actor.userId,
        view_id: id,
      })
      const trigger = 'trigger_id' in made ? made.trigger_id : ''
      await client.apiCall('views.push', { trigger_id: trigger, view: JSON.stringify(next) })
      return
    }
    case 'clear':
      memory.close(actor.userId, 'all')
      break
    default:
      memory.close(actor.userId, 'one')
  }
  // The result is told to the person in a moment.
  await patiently(seen)
}
