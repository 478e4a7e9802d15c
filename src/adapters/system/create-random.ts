/** Randomness from the platform's cryptographic source. */
import { monotonicFactory } from 'ulid'
import type { Random } from '../../ports.ts'

/** Bytes of a token: 192 bits. */
const TOKEN_BYTES = 24
/** `crypto.getRandomValues` fills at most this many bytes a call. */
const MAX_BYTES_PER_CALL = 65_536
/** Bytes at or above this would make some digits likelier than others. */
const FAIR_LIMIT = 250

export const createRandom = (): Random => {
  const nextUlid = monotonicFactory()
  return {
    token: () =>
      crypto
        .getRandomValues(new Uint8Array(TOKEN_BYTES))
        .toBase64({ alphabet: 'base64url', omitPadding: true }),
    id: (prefix) => `${prefix}_${nextUlid().toLowerCase()}`,
    digits: (count) => {
      const parts: string[] = []
      let length = 0
      while (length < count) {
        const size = Math.min(MAX_BYTES_PER_CALL, Math.ceil((count - length) * 1.1) + 16)
        const fair = crypto.getRandomValues(new Uint8Array(size)).filter((byte) => byte < FAIR_LIMIT)
        const digits = Array.from(fair, (byte) => byte % 10).join('')
        parts.push(digits)
        length += digits.length
      }
      return parts.join('').slice(0, count)
    },
  }
}
