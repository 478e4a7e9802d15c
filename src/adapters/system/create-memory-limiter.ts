/** Counts requests in the memory of one process. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limiter } from '../../ports.ts'

/** A limiter for a process that answers all requests itself; what it counted is gone with it. */
export const createMemoryLimiter = (): Limiter => {
  const limiters = new Map<string, RateLimiterMemory>()
  return {
    take: async ({ name, points, seconds }, who) => {
      const known = limiters.get(name)
      const limiter = known ?? new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
      if (known === undefined) limiters.set(name, limiter)
      try {
        await limiter.consume(who)
        return undefined
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext)
        throw refused
      }
    },
    // Each window ends by its own timer.
    forget: async () => undefined,
  }
}
