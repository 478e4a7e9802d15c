import { afterEach, beforeEach, vi } from 'vitest'
import { createMemoryLimiter } from '../../../src/adapters/system/create-memory-limiter.ts'
import { describeLimiter } from '../../contract/limiter-contract.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describeLimiter('in memory', () => ({
  limiter: createMemoryLimiter(),
  wait: (seconds) => {
    vi.advanceTimersByTime(seconds * 1_000)
  },
}))
