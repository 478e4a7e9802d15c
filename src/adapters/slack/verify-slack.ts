/** Slack's request signature: HMAC-SHA256 over `v0:timestamp:body`, constant time, five-minute window. */
import type { Instant } from '../../domain/jst-day.ts'

/** A request may be this much older or newer than our clock, in seconds. */
const WINDOW_S = 300

/** Whether Slack signed exactly this body, just now. */
export const isFromSlack = async (
  request: { readonly timestamp: string; readonly signature: string; readonly body: string },
  signingSecret: string,
  now: Instant,
): Promise<boolean> => {
  const { timestamp, signature, body } = request
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.epochMilliseconds / 1_000 - Number(timestamp)) > WINDOW_S) return false
  const code = /^v0=([0-9a-f]{64})$/.exec(signature)?.[1]
  if (code === undefined) return false
  const encoder = new TextEncoder()
  const secret = encoder.encode(signingSecret)
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ])
  // `verify` compares in constant time.
  return crypto.subtle.verify(
    'HMAC',
    key,
    Uint8Array.fromHex(code),
    encoder.encode(`v0:${timestamp}:${body}`),
  )
}
