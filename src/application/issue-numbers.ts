/** Issues fresh Smart Pit numbers: random, right check digit, never one that exists. */
import { composeNumber, NUMBER_LENGTH, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import type { World } from './world.ts'

/** So many draws for one lot that a full number space shows as an error, not as a hang. */
const MAX_ROUNDS = 20

/** That many numbers nobody holds yet. They are taken only once the caller commits them. */
export const issueNumbers = async (
  world: Pick<World, 'store' | 'random' | 'surroundings'>,
  count: number,
): Promise<readonly SmartPitNumber[]> => {
  const { numberPrefix } = world.surroundings
  const digits = NUMBER_LENGTH - 1 - numberPrefix.length
  const fresh = new Set<SmartPitNumber>()
  for (let round = 0; fresh.size < count && round < MAX_ROUNDS; round += 1) {
    const drawn = new Set<SmartPitNumber>()
    const wanted = count - fresh.size
    const stream = world.random.digits(wanted * digits)
    for (let i = 0; i < wanted; i += 1) {
      drawn.add(composeNumber(numberPrefix, stream.slice(i * digits, (i + 1) * digits)))
    }
    const taken = await world.store.takenNumbers([...drawn])
    for (const number of drawn) if (!taken.has(number)) fresh.add(number)
  }
  if (fresh.size < count) throw new Error(`the numbers with prefix ${numberPrefix} are used up`)
  return [...fresh]
}
