import { describe, expect, it } from 'vitest'
import { createPacer } from '../../../src/adapters/mail/create-pacer.ts'

const createTime = () => {
  let at = 0
  return {
    now: () => at,
    sleep: async (ms: number) => {
      at += ms
    },
  }
}

describe('the pace of requests', () => {
  it('lets the first go at once and keeps the others apart', async () => {
    const time = createTime()
    const { turn } = createPacer(2, time)
    const starts: number[] = []
    await Promise.all([1, 2, 3, 4].map(() => turn().then(() => starts.push(time.now()))))
    expect(starts).toEqual([0, 550, 1_100, 1_650])
  })

  it('is what the last answer said', async () => {
    const time = createTime()
    const { turn, learn } = createPacer(2, time)
    await turn()
    learn({ 'ratelimit-limit': '10', 'ratelimit-remaining': '9', 'ratelimit-reset': '1' })
    await turn()
    expect(time.now()).toBeCloseTo(110)
    learn({ 'ratelimit-limit': '60', 'ratelimit-policy': '60;w=60' })
    await turn()
    expect(time.now()).toBeCloseTo(110 + 1_100)
  })

  it('stops for everybody when the window is used up or a wait is asked for', async () => {
    const time = createTime()
    const { turn, learn } = createPacer(100, time)
    await turn()
    learn({ 'ratelimit-remaining': '0', 'ratelimit-reset': '3' })
    await turn()
    expect(time.now()).toBe(3_000)
    learn({ 'retry-after': '2' })
    learn({ 'retry-after': '1' })
    await turn()
    expect(time.now()).toBe(5_000)
  })

  it('waits a minute at most, whatever is asked, and takes no notice of nonsense', async () => {
    const time = createTime()
    const { turn, learn } = createPacer(10, time)
    await turn()
    learn({ 'retry-after': '86400' })
    await turn()
    expect(time.now()).toBe(60_000)
    learn({ 'ratelimit-limit': '0', 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT', 'ratelimit-reset': '-1' })
    learn(null)
    await turn()
    expect(time.now()).toBe(60_110)
  })
})
