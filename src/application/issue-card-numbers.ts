/** Fills a merchant's pool: numbers for cards, issued ahead of the customers who will get them (S11, S12). */
import type { Instant } from '../domain/jst-day.ts'
import { ok, type Result, refuse } from '../domain/result.ts'
import type { Change, IssuedNumber } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { issueNumbers } from './issue-numbers.ts'
import type { World } from './world.ts'

/** Numbers of one order. */
export const MAX_CARD_NUMBERS = 10_000

export type IssueRequest = {
  readonly merchantId: string
  readonly count: number
  readonly kind: IssuedNumber['kind']
  readonly alongside?: (numbers: readonly IssuedNumber[]) => Promise<readonly Change[]> | readonly Change[]
}

/** Fresh numbers of the merchant; all of them, or none. */
export const issueCardNumbers = (
  world: Pick<World, 'store' | 'random' | 'surroundings'>,
  { merchantId, count, kind, alongside }: IssueRequest,
  now: Instant,
): Promise<Result<readonly IssuedNumber[]>> =>
  commitWithRetry(world.store, async () => {
    if (!Number.isSafeInteger(count) || count < 1 || count > MAX_CARD_NUMBERS) {
      return refuse({
        field: 'count',
        value: String(count),
        rule: 'count-range',
        message: {
          ja: '枚数：1から10,000までの整数にしてください。もっと要るときは分けて発行してください。',
          en: 'count: must be a whole number from 1 to 10,000; issue more in several orders.',
        },
      })
    }
    const drawn = await issueNumbers(world, count)
    const numbers = drawn.map((number): IssuedNumber => ({ number, merchantId, kind, issuedAt: now }))
    const more = (await alongside?.(numbers)) ?? []
    return ok({ changes: [{ kind: 'issue-numbers', numbers }, ...more], value: numbers })
  })
