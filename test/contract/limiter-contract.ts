/** What every limiter guarantees, in memory and in a database. */
import { describe, expect, it } from 'vitest'
import type { Limiter } from '../../src/ports.ts'

/** `open` answers a fresh one, and `wait` lets its time pass. */
export const describeLimiter = (
  name: string,
  open: () => { readonly limiter: Limiter; wait(seconds: number): void },
): void => {
  describe(`the limiter ${name}`, () => {
    const limit = { name: 'letters', points: 3, seconds: 60 }

    it('lets through as many as allowed, says when to come back, and starts anew then', async () => {
      const { limiter, wait } = open()
      const takes = await Promise.all([1, 2, 3, 4].map(() => limiter.take(limit, 'a')))
      expect(takes.filter((taken) => taken === undefined)).toHaveLength(3)
      const after = takes.find((taken) => taken !== undefined) ?? 0
      expect(after).toBeGreaterThan(50_000)
      expect(after).toBeLessThanOrEqual(60_000)
      wait(59)
      expect(await limiter.take(limit, 'a')).toBeGreaterThan(0)
      wait(2)
      expect(await limiter.take(limit, 'a')).toBeUndefined()
    })

    it('counts each key and each limit by itself', async () => {
      const { limiter } = open()
      for (let round = 0; round < 3; round += 1) await limiter.take(limit, 'a')
      expect(await limiter.take(limit, 'a')).toBeGreaterThan(0)
      expect(await limiter.take(limit, 'b')).toBeUndefined()
      expect(await limiter.take({ ...limit, name: 'pages' }, 'a')).toBeUndefined()
    })

    it('forgets what is over and nothing else', async () => {
      const { limiter, wait } = open()
      for (let round = 0; round < 4; round += 1) await limiter.take(limit, 'a')
      await limiter.forget()
      expect(await limiter.take(limit, 'a')).toBeGreaterThan(0)
      wait(61)
      await limiter.forget()
      expect(await limiter.take(limit, 'a')).toBeUndefined()
    })
  })
}
