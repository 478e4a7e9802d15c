/** Standard Webhooks signatures: HMAC-SHA256 over `id.timestamp.body`, constant time, five-minute window. */
import type { Instant } from '../../../domain/jst-day.ts'
import type { NetworkSecret } from '../../../domain/network-client.ts'

/** A message may be this much older or newer than our clock, in seconds. */
export const SIGNATURE_WINDOW_S = 300
/** Longest id of a message, in characters. */
const MAX_ID = 128
/** Signatures of one message that are tried. */
const MAX_SIGNATURES = 10

export type SignedMessage = {
  readonly id: string
  readonly timestamp: string
  /** Space-separated `v1,<base64>`. */
  readonly signature: string
  readonly body: string
}

/** The client whose secret signed the message within the window, if one did. Every secret is tried, whichever fits. */
export const findSigner = async (
  { id, timestamp, signature, body }: SignedMessage,
  secrets: readonly NetworkSecret[],
  now: Instant,
): Promise<string | undefined> => {
  const seconds = Number(timestamp)
  const age = Math.abs(now.epochMilliseconds / 1_000 - seconds)
  if (id === '' || id.length > MAX_ID || !/^\d{1,12}$/.test(timestamp) || age > SIGNATURE_WINDOW_S)
    return undefined
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const given = signature
    .split(' ')
    .slice(0, MAX_SIGNATURES)
    .flatMap((part) => {
      const [version, code] = part.split(',')
      const bytes = version === 'v1' ? fromBase64(code ?? '') : undefined
      return bytes === undefined ? [] : [bytes]
    })
  const checks = await Promise.all(
    secrets.flatMap(({ client, secret }) =>
      given.map(async (code) => ((await verify(secret, code, signed)) ? [client] : [])),
    ),
  )
  return checks.flat()[0]
}

/** `subtle.verify` compares in constant time. */
const verify = async (
  secret: string,
  code: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  const raw = fromBase64(secret.replace(/^whsec_/, ''))
  if (raw === undefined) return false
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  return crypto.subtle.verify('HMAC', key, code, signed)
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.fromBase64(text)
  } catch {
    return undefined
  }
}
