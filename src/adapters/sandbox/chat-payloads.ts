/** Sends what Slack sends when a person types, presses, chooses, submits or opens. */
import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../ports.ts'
import type { Json } from './check-elements.ts'
import { sendToSlackDoor } from './send-to-slack-door.ts'
import type { SlackPerson } from './slack-people.ts'

export type ChatActor = {
  readonly person: SlackPerson
  readonly userId: string
  readonly channel: { readonly id: string; readonly name: string }
}

export type SendDeps = {
  readonly client: WebClient
  readonly clock: Clock
  readonly selfUrl: string
  readonly signingSecret: string
}

export const TEAM_ID = 'T000000001'

/** A `trigger_id` that the emulated Slack takes for three seconds. */
const makeTrigger = async (client: WebClient, userId: string, viewId?: string): Promise<string> => {
  const view = viewId === undefined ? {} : { view_id: viewId }
  const made: object = await client.apiCall('views.generateTriggerId', { user_id: userId, ...view })
  return 'trigger_id' in made ? String(made.trigger_id) : ''
}

const answersTo = ({ selfUrl }: SendDeps, id: string): string => `${selfUrl}/sandbox/chat/answers/${id}`

export const sendCommand = async (
  deps: SendDeps,
  { person, userId, channel }: ChatActor,
  typed: string,
  answerId: string,
): Promise<void> => {
  const [command = '', ...rest] = typed.split(/\s+/)
  await sendToSlackDoor(
    deps,
    new URLSearchParams({
      command,
      text: rest.join(' '),
      user_id: userId,
      user_name: person.name,
      channel_id: channel.id,
      channel_name: channel.name,
      team_id: TEAM_ID,
      trigger_id: await makeTrigger(deps.client, userId),
      response_url: answersTo(deps, answerId),
    }),
  )
}

/** Anything that comes as a `payload`; the answer is Slack's to read. */
export const sendInteraction = async (
  deps: SendDeps,
  { person, userId }: ChatActor,
  payload: Json,
  more: { readonly answerId?: string; readonly viewId?: string } = {},
): Promise<Json | undefined> => {
  const { answerId, viewId } = more
  const whole = {
    team: { id: TEAM_ID, domain: 'sandbox' },
    user: { id: userId, username: person.name, name: person.name },
    trigger_id: await makeTrigger(deps.client, userId, viewId),
    ...(answerId === undefined ? {} : { response_url: answersTo(deps, answerId) }),
    ...payload,
  }
  return sendToSlackDoor(deps, new URLSearchParams({ payload: JSON.stringify(whole) }))
}

export const sendEvent = (deps: SendDeps, event: Json): Promise<Json | undefined> =>
  sendToSlackDoor(deps, {
    type: 'event_callback',
    team_id: TEAM_ID,
    event_id: `Ev${crypto.randomUUID()}`,
    event,
  })
