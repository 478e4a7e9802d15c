/** Time that passes as fast as it is waited for: what is tested is something else than waiting. */
import type { Timing } from '../../src/adapters/mail/create-pacer.ts'

export const createQuickTiming = (): Timing => {
  let at = 0
  return {
    now: () => at,
    sleep: async (ms) => {
      // Whoever has its turn leaves before time goes on.
      await new Promise((resolve) => setImmediate(resolve))
      at += ms
    },
  }
}
