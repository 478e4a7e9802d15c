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
  // Without a secret anybody could sign.
  if (signingSecret === '') return false
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.epochMilliseconds / 1_000 - Number(timestamp)) > WINDOW_S) return false
  const code = /^v0=([0-9a-f]{64})$/.exec(signature)?.[1]
  if (code === undefined) return false
  // `verify` compares in constant time.
  return crypto.subtle.verify(
    'HMAC',
    await keyOf(signingSecret),
    Uint8Array.fromHex(code),
    new TextEncoder().encode(`v0:${timestamp}:${body}`),
  )
}

let last: { readonly secret: string; readonly key: Promise<CryptoKey> } | undefined

/** Made once for a secret: each request waits for as little as possible. */
const keyOf = (secret: string): Promise<CryptoKey> => {
  if (last?.secret !== secret) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const bytes = new TextEncoder().encode(secret)
    last = { secret, key: crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']) }
  }
  return last.key
}
