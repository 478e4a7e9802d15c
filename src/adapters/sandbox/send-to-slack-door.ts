/** Sends what Slack would send to `/slack/events`, signed as Slack signs. */
import type { Clock } from '../../ports.ts'

export type SlackDoorAddress = {
  readonly clock: Clock
  /** Where this server hears itself, without a trailing slash. */
  readonly selfUrl: string
  readonly signingSecret: string
}

export const sendToSlackDoor = async (
  { clock, selfUrl, signingSecret }: SlackDoorAddress,
  form: URLSearchParams,
): Promise<void> => {
  const body = form.toString()
  const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1_000))
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(signingSecret), algorithm, false, ['sign'])
  const signed = encoder.encode(`v0:${timestamp}:${body}`)
  const code = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))
  await fetch(`${selfUrl}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${code.toHex()}`,
    },
  })
}
