/** Turns away whoever asks too often, and says when to come back. */
import type { Context, MiddlewareHandler } from 'hono'
import { type RequestLimit, toAddressKey } from '../../domain/request-limit.ts'
import type { Limiter } from '../../ports.ts'

/** Whom a request comes from, as the runtime knows it; counted as one with its network. */
export const addressOf = (c: Context): string => {
  // Handed in by compose's fetch; requests made without one are counted together.
  const { address } = (c.env ?? {}) as { readonly address?: string }
  return toAddressKey(address)
}

export type LimitChoice = {
  readonly limiter: Limiter
  readonly limit: RequestLimit
  /** Whom it is counted for; undefined lets the request through uncounted. */
  readonly keyOf: (c: Context) => string | undefined
  readonly refuse: (c: Context, retryAfterMs: number) => Response | Promise<Response>
}

/** Counts each request and lets through as many as the limit allows. */
export const limitRequests =
  ({ limiter, limit, keyOf, refuse }: LimitChoice): MiddlewareHandler =>
  async (c, next) => {
    const key = keyOf(c)
    const retryAfterMs = key === undefined ? undefined : await limiter.take(limit, key)
    if (retryAfterMs === undefined) return next()
    c.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
    return refuse(c, retryAfterMs)
  }
