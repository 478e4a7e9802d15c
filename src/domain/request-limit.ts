/** How often somebody may ask for something, and whom requests are counted for. */
import type { Failure } from './result.ts'

/** `points` requests within `seconds`; the name keeps the counts of different limits apart. */
export type RequestLimit = { readonly name: string; readonly points: number; readonly seconds: number }

/** Requests of one API key within a minute, unless the settings say otherwise: ten a second. */
export const API_PER_MINUTE = 600

/** One counts as much as its whole network: an IPv6 line has 2^64 addresses of its own. */
export const toAddressKey = (address: string | undefined): string => {
  const bare = (address ?? 'unknown').trim().toLowerCase().replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1]
  if (mapped !== undefined) return mapped
  if (!bare.includes(':')) return bare
  const [head = '', tail] = bare.split('::')
  const left = head.split(':').filter((group) => group !== '')
  const right = (tail ?? '').split(':').filter((group) => group !== '')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** Why a request is turned away for now. */
export const tooMany = (retryAfterMs: number): Failure => ({ kind: 'too-many-requests', retryAfterMs })
