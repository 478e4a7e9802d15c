/** A person says that an address may be written to again. */
import type { Actor } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { suppressionKey } from './suppression-key.ts'
import { tellLine } from './tell-line.ts'
import type { World } from './world.ts'

export type LiftRequest = { readonly merchantId: string; readonly address: string; readonly actor: Actor }

/** Nothing is sent by it: what was parked meanwhile is sent again by hand. */
export const liftSuppression = async (
  world: World,
  { merchantId, address, actor }: LiftRequest,
  now: Instant,
): Promise<Result<undefined>> => {
  const key = suppressionKey(address)
  const found = (await world.store.suppressed([key])).get(key)
  if (found?.merchantId !== merchantId) return fail({ kind: 'not-found', what: 'address', id: address })
  const { deliveryId } = found
  const line = { kind: 'bounce-line', deliveryId } as const
  await world.store.commit([
    { kind: 'lift-suppression', address: key, at: now, actor },
    { kind: 'name-mender', id: deliveryId, name: actor.name },
    tellLine(world, merchantId, line, `lifted:${now.epochMilliseconds}`, now),
  ])
  return ok(undefined)
}
