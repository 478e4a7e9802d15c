/** First start: the merchant of the configuration comes to be, and keys given there are let in. */
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { ensureApiKey } from './sign-in.ts'
import type { World } from './world.ts'

export type CentreSetup = {
  readonly merchant: Omit<Merchant, 'id' | 'since'>
  readonly apiKey: string | undefined
}

/** The merchant; the one that is there already is left as it is. */
export const setUpCentre = async (
  world: Pick<World, 'store' | 'random'>,
  { merchant, apiKey }: CentreSetup,
  now: Instant,
): Promise<Merchant> => {
  const [known] = await world.store.merchants()
  const centre = known ?? { ...merchant, id: world.random.id('mer'), since: toJstDay(now) }
  if (known === undefined) await world.store.commit([{ kind: 'add-merchant', merchant: centre }])
  if (apiKey !== undefined) await ensureApiKey(world, apiKey, centre.id, now)
  return centre
}
