/** Signs requests the way stores and Slack do. */

const hmac = async (secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> => {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}

/** Headers of a Standard Webhooks message; `secret` is base64. */
export const signForNetwork = async (
  secret: string,
  body: string,
  at: Temporal.Instant,
  id = `msg_${crypto.randomUUID()}`,
): Promise<Record<string, string>> => {
  const timestamp = String(Math.floor(at.epochMilliseconds / 1_000))
  const code = await hmac(Uint8Array.fromBase64(secret), `${id}.${timestamp}.${body}`)
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${code.toBase64()}`,
  }
}

/** Headers of a request from Slack. */
export const signForSlack = async (
  secret: string,
  body: string,
  at: Temporal.Instant,
): Promise<Record<string, string>> => {
  const timestamp = String(Math.floor(at.epochMilliseconds / 1_000))
  const code = await hmac(new TextEncoder().encode(secret), `v0:${timestamp}:${body}`)
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${code.toHex()}`,
  }
}
