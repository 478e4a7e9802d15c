/** Issues fresh Smart Pit numbers: random, right check digit, never one that exists. */
import { composeNumber, NUMBER_LENGTH, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import type { World } from './world.ts'

/** So many draws for one lot that a full number space shows as an error, not as a hang. */
const MAX_ROUNDS = 20
/** A lot from this size on is drawn from one random stretch of the number space. */
const LARGE_LOT = 5_000
/** Of such a stretch at most one number in so many is issued at once: guessing is as hopeless as in a pool of ten million. */
const SPARSITY = 1_000

/** Rounds in the first stretch of a lot; if it is that full, another one is tried. */
const ROUNDS_PER_STRETCH = 3
/** Most numbers drawn for each that is missing, when nearly all are taken. */
const MAX_SURPLUS = 64

/** That many numbers nobody holds yet, in no order. They are taken only once the caller commits them. */
export const issueNumbers = async (
  world: Pick<World, 'store' | 'random' | 'surroundings'>,
  count: number,
): Promise<readonly SmartPitNumber[]> => {
  const { numberPrefix } = world.surroundings
  const fresh = new Set<SmartPitNumber>()
  let stretch = drawStretch(world, numberPrefix, count)
  for (let round = 0; fresh.size < count && round < MAX_ROUNDS; round += 1) {
    if (round > 0 && round % ROUNDS_PER_STRETCH === 0) stretch = drawStretch(world, numberPrefix, count)
    const drawn = draw(world, stretch, (count - fresh.size) * Math.min(MAX_SURPLUS, 2 ** round))
    const taken = await world.store.takenNumbers([...drawn])
    for (const number of drawn) if (!taken.has(number) && fresh.size < count) fresh.add(number)
  }
  if (fresh.size < count) throw new Error(`the numbers with prefix ${numberPrefix} are used up`)
  return [...fresh]
}

/**
 * The first digits of a lot. Numbers all over the space would touch a page of the database each, and a lot of ten thousand
 * would write the whole table anew: a large lot keeps to one stretch, each lot to another.
 */
const drawStretch = ({ random }: Pick<World, 'random'>, prefix: string, count: number): string => {
  const digits = NUMBER_LENGTH - 1 - prefix.length
  if (count < LARGE_LOT) return prefix
  return prefix + random.digits(Math.max(0, digits - Math.ceil(Math.log10(count * SPARSITY))))
}

const draw = (
  { random }: Pick<World, 'random'>,
  stretch: string,
  count: number,
): ReadonlySet<SmartPitNumber> => {
  const free = NUMBER_LENGTH - 1 - stretch.length
  const stream = random.digits(count * free)
  const drawn = new Set<SmartPitNumber>()
  for (let i = 0; i < count; i += 1) drawn.add(composeNumber(stretch, stream.slice(i * free, (i + 1) * free)))
  return drawn
}
