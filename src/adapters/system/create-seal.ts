/** Encrypts secrets that must be kept: AES-256-GCM with a key from the environment, bound to what they are for. */
import type { Seal } from '../../ports.ts'

/** Bytes of a key, and of the number that is used once. */
const KEY_BYTES = 32
const NONCE_BYTES = 12
const VERSION = 'v1'

/** `key` is base64 of 32 random bytes; a sealed text opens with the same key and purpose only. */
export const createSeal = (key: string): Seal => {
  const bytes = Uint8Array.fromBase64(key)
  if (bytes.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes`)
  const imported = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const encoder = new TextEncoder()
  return {
    close: async (text, purpose) => {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(purpose) }
      const sealed = await crypto.subtle.encrypt(algorithm, await imported, encoder.encode(text))
      return `${VERSION}.${iv.toBase64()}.${new Uint8Array(sealed).toBase64()}`
    },
    open: async (sealed, purpose) => {
      const [version, nonce = '', body = ''] = sealed.split('.')
      if (version !== VERSION) return undefined
      try {
        const iv = Uint8Array.fromBase64(nonce)
        const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(purpose) }
        const text = await crypto.subtle.decrypt(algorithm, await imported, Uint8Array.fromBase64(body))
        return new TextDecoder().decode(text)
      } catch {
        // Another key, another purpose, or changed on the way: all the same to whoever asks.
        return undefined
      }
    },
  }
}
