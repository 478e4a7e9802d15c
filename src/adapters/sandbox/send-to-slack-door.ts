/** Sends what Slack would send to `/slack/events`, signed as Slack signs. */
import type { Clock } from '../../ports.ts'
import { isJson, type Json } from './check-elements.ts'

export type SlackDoorAddress = {
  readonly clock: Clock
  /** Where this server hears itself, without a trailing slash. */
  readonly selfUrl: string
  readonly signingSecret: string
}

/** Commands and interactions are forms, events are JSON; the answer is what Slack acts on, undefined when empty. */
export const sendToSlackDoor = async (
  { clock, selfUrl, signingSecret }: SlackDoorAddress,
  sent: URLSearchParams | Json,
): Promise<Json | undefined> => {
  const isForm = sent instanceof URLSearchParams
  const body = isForm ? sent.toString() : JSON.stringify(sent)
  const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1_000))
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(signingSecret), algorithm, false, ['sign'])
  const signed = encoder.encode(`v0:${timestamp}:${body}`)
  const code = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))
  const answer = await fetch(`${selfUrl}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${code.toHex()}`,
    },
  })
  const text = await answer.text()
  if (!answer.ok || !text.startsWith('{')) return undefined
  const told: unknown = JSON.parse(text)
  return isJson(told) ? told : undefined
}
