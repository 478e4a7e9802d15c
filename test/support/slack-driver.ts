/** Does in Slack what people do: commands, buttons, shortcuts, modals, files; over signed requests, as Slack sends them. */

import { createServer } from 'node:http'
import { WebClient } from '@slack/web-api'
import { personOf } from '../../src/adapters/sandbox/slack-people.ts'
import { signForSlack } from './sign.ts'
import type { TestSandbox } from './start-sandbox.ts'

type Json = Readonly<Record<string, unknown>>
/** A view as Slack holds it. */
export type OpenView = Json & { readonly id: string; readonly blocks: readonly Json[] }
/** What was typed or chosen, by block: a text for the plain input of a block, or an action's value. */
export type Given = Readonly<Record<string, Json>>

export type SlackDriver = Awaited<ReturnType<typeof createSlackDriver>>

/** A text typed into a block's input. */
export const typed = (value: string): Json => ({ value: { type: 'plain_text_input', value } })
export const chosen = (value: string, action = 'value'): Json => ({
  [action]: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: value }, value } },
})
export const day = (date: string): Json => ({ value: { type: 'datepicker', selected_date: date } })

export const createSlackDriver = async (sandbox: TestSandbox) => {
  const { services } = sandbox
  if (services === undefined) throw new Error('not a sandbox')
  const { memory, botToken, apiUrl } = services.emulator
  const client = new WebClient(botToken, { slackApiUrl: apiUrl })
  const users = new Map((await client.users.list({})).members?.map(({ name, id }) => [name, id ?? '']))
  const channels = new Map(
    (await client.conversations.list({})).channels?.map(({ name, id }) => [name, id ?? '']),
  )
  const userOf = (key: string): string => users.get(key) ?? ''
  const channelOf = (name: string): string => channels.get(name) ?? ''
  const answers = await listenForAnswers()

  const trigger = async (as: string, viewId?: string): Promise<string> => {
    const view = viewId === undefined ? {} : { view_id: viewId }
    const made: object = await client.apiCall('views.generateTriggerId', { user_id: userOf(as), ...view })
    return 'trigger_id' in made ? String(made.trigger_id) : ''
  }
  const post = async (body: string, type: string, more: Record<string, string> = {}): Promise<Response> => {
    const signed = await signForSlack(sandbox.slackSigningSecret, body, await sandbox.now())
    return sandbox.fetch('/slack/events', {
      method: 'POST',
      body,
      headers: { ...signed, 'content-type': type, ...more },
    })
  }
  const sendForm = (form: Record<string, string>, more?: Record<string, string>): Promise<Response> =>
    post(new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded', more)
  const interact = (payload: Json, more?: Record<string, string>): Promise<Response> =>
    sendForm({ payload: JSON.stringify(payload) }, more)
  const frame = async (as: string, viewId?: string) => ({
    team: { id: 'T000000001', domain: 'sandbox' },
    user: { id: userOf(as), username: as, name: as },
    trigger_id: await trigger(as, viewId),
  })

  return {
    client,
    memory,
    userOf,
    channelOf,
    answers: answers.texts,
    answersUrl: answers.url,
    close: answers.close,
    trigger,
    post,
    sendForm,
    interact,
    /** A slash command; its answer is among `answers`. */
    command: async (text: string, as = 'tanaka', channel = 'bills'): Promise<Response> =>
      sendForm({
        command: '/pit',
        text,
        user_id: userOf(as),
        user_name: as,
        channel_id: channelOf(channel),
        channel_name: channel,
        team_id: 'T000000001',
        trigger_id: await trigger(as),
        response_url: answers.url,
      }),
    shortcut: async (id: string, as = 'tanaka'): Promise<Response> =>
      interact({ type: 'shortcut', callback_id: id, ...(await frame(as)) }),
    messageShortcut: async (id: string, message: Json, as = 'tanaka', channel = 'bills'): Promise<Response> =>
      interact({
        type: 'message_action',
        callback_id: id,
        channel: { id: channelOf(channel), name: channel },
        message,
        message_ts: message['ts'],
        response_url: answers.url,
        ...(await frame(as)),
      }),
    /** A button of a message. */
    press: async (
      actionId: string,
      message: Json,
      { as = 'tanaka', channel = 'bills' } = {},
    ): Promise<Response> => {
      const blocks = (message['blocks'] ?? []) as { elements?: Json[]; accessory?: Json }[]
      const element = blocks
        .flatMap(({ elements = [], accessory }) => [
          ...elements,
          ...(accessory === undefined ? [] : [accessory]),
        ])
        .find(({ action_id: id }) => id === actionId)
      if (element === undefined) throw new Error(`no ${actionId} in ${JSON.stringify(message)}`)
      return interact({
        type: 'block_actions',
        channel: { id: channelOf(channel), name: channel },
        container: { type: 'message', message_ts: message['ts'], channel_id: channelOf(channel) },
        message,
        response_url: answers.url,
        actions: [{ ...element, action_ts: '1', block_id: 'b' }],
        ...(await frame(as)),
      })
    },
    /** Something that acts inside a view before it is submitted. */
    act: async (view: OpenView, action: Json, as = 'tanaka', state: Given = {}): Promise<Response> =>
      interact({
        type: 'block_actions',
        container: { type: 'view', view_id: view.id },
        view: { ...view, state: { values: state } },
        actions: [{ action_ts: '1', block_id: 'b', ...action }],
        ...(await frame(as, view.id)),
      }),
    suggest: async (
      view: OpenView,
      actionId: string,
      value: string,
      as = 'tanaka',
    ): Promise<readonly Json[]> => {
      const answer = await interact({
        type: 'block_suggestion',
        action_id: actionId,
        block_id: 'customer_name',
        value,
        view,
        ...(await frame(as)),
      })
      return ((await answer.json()) as { options: Json[] }).options
    },
    /** What Slack is answered; undefined when the view just closes. */
    submit: async (view: OpenView, given: Given, as = 'tanaka'): Promise<Json | undefined> => {
      const answer = await interact({
        type: 'view_submission',
        view: { ...view, state: { values: given } },
        ...(await frame(as)),
      })
      const text = await answer.text()
      return text === '' ? undefined : (JSON.parse(text) as Json)
    },
    event: (event: Json, eventId: string, more: Record<string, string> = {}): Promise<Response> =>
      post(
        JSON.stringify({ type: 'event_callback', team_id: 'T000000001', event_id: eventId, event }),
        'application/json',
        more,
      ),
    /** Drops a file into a channel; the message it came with. */
    upload: async (name: string, content: string | Uint8Array, { as = 'tanaka', channel = 'bills' } = {}) => {
      const person = new WebClient(personOf(as).token, { slackApiUrl: apiUrl })
      await person.filesUploadV2({
        channel_id: channelOf(channel),
        filename: name,
        file: Buffer.from(content),
      })
      const { messages = [] } = await client.conversations.history({ channel: channelOf(channel) })
      const message = messages.find(({ files = [] }) => files[0]?.name === name)
      if (message === undefined) throw new Error('the file did not arrive')
      return JSON.parse(JSON.stringify(message)) as Json & { readonly ts: string }
    },
    /** What was answered in a message's thread. */
    thread: async (ts: string, channel = 'bills') => {
      const { messages = [] } = await client.conversations.replies({ channel: channelOf(channel), ts })
      return messages.filter((message) => message.ts !== ts)
    },
    /** The bytes of a file in the chat. */
    fetchFile: async (url: string): Promise<Uint8Array> => {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${botToken}` } })
      return new Uint8Array(await answer.arrayBuffer())
    },
    /** The person's topmost modal. */
    modal: (as = 'tanaka'): OpenView | undefined => memory.modals(userOf(as)).at(-1) as OpenView | undefined,
    home: (as = 'tanaka') => memory.home(userOf(as)) as OpenView | undefined,
    /** What only this person sees, newest last. */
    told: (as = 'tanaka') => memory.ephemerals.filter(({ userId }) => userId === userOf(as)),
  }
}

/** A `response_url` that takes every answer. */
const listenForAnswers = async () => {
  const texts: Json[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    texts.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json)
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    texts,
    url: `http://127.0.0.1:${port}/response_url/1`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
