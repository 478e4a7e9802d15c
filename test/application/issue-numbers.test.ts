/** Numbers are random, right, never issued twice, and not to be guessed from one another. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { issueNumbers } from '../../src/application/issue-numbers.ts'
import { isSmartPitNumber, type SmartPitNumber } from '../../src/domain/smart-pit-number.ts'
import type { Store } from '../../src/ports.ts'

const issue = (
  count: number,
  numberPrefix = '29',
  taken: (number: SmartPitNumber) => boolean = () => false,
) => {
  const takenNumbers: Store['takenNumbers'] = async (candidates) => new Set(candidates.filter(taken))
  const surroundings = {
    sandbox: true,
    baseUrl: '',
    numberPrefix,
    isHoliday: () => false,
    faxAddress: () => undefined,
    proofOneIn: 0,
    claimAtMost: 100,
  }
  // Of the store, only this is asked.
  return issueNumbers({ store: { takenNumbers } as Store, random: createRandom(), surroundings }, count)
}

describe('domain.md section 4, "Number format" and "never issued twice"', () => {
  it.each([1, 10, 4_999, 5_000, 20_000])(
    '%i numbers are right, of the prefix, and all different',
    async (count) => {
      const numbers = await issue(count)
      expect(new Set(numbers).size).toBe(count)
      expect(numbers.every((number) => isSmartPitNumber(number) && number.startsWith('29'))).toBe(true)
    },
  )

  it('a large lot lies in one stretch of which it fills a thousandth at most, each lot in another', async () => {
    const lots = [await issue(10_000), await issue(10_000), await issue(10_000)]
    for (const numbers of lots) {
      const places = numbers.map((number) => Number(number.slice(2, 12))).toSorted((a, b) => a - b)
      const width = (places.at(-1) ?? 0) - (places[0] ?? 0)
      expect(width).toBeGreaterThan(9_000_000)
      expect(width).toBeLessThan(10_000_000)
      // In no order: two that were handed out one after the other are not neighbours.
      expect(numbers).not.toEqual(numbers.toSorted())
    }
  })

  it('what is taken is not issued again, though nine of ten be taken', async () => {
    const isTaken = (number: SmartPitNumber): boolean => number.at(-2) !== '7'
    const numbers = await issue(500, '29', isTaken)
    expect(numbers.every((number) => !isTaken(number))).toBe(true)
  })

  it('a space that is used up is said, not searched for ever', async () => {
    expect(new Set(await issue(60, '2912345678')).size).toBe(60)
    await expect(issue(101, '2912345678')).rejects.toThrow('used up')
  })
})
