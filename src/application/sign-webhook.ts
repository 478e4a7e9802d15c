/** Signs a message as the Standard Webhooks specification says. */
import type { Instant } from '../domain/jst-day.ts'

/** The headers of a message; one signature for each secret, so that secrets can be changed without a gap. */
export const signWebhook = async (
  secrets: readonly string[],
  id: string,
  at: Instant,
  body: string,
): Promise<Readonly<Record<string, string>>> => {
  const timestamp = String(Math.floor(at.epochMilliseconds / 1_000))
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, signed)))
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  }
}

const sign = async (secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> => {
  const raw = Uint8Array.fromBase64(secret.replace(/^whsec_/, ''))
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)).toBase64()
}
