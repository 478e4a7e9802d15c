/** Asks for a sign-in link by mail: whether anybody has the address is looked up when the mail leaves, never in the answer. */
import { toMailAddressProblem } from '../domain/address-problem.ts'
import type { Instant } from '../domain/jst-day.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import { type RequestLimit, tooMany } from '../domain/request-limit.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import { toEmailKey } from '../domain/staff.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type SignInRequest = {
  readonly email: string
  /** Whom it is counted for: the IP address, as one with its network. */
  readonly from: string
}

/** Mails to one address, and requests from one place. */
const PER_MAILBOX: RequestLimit = { name: 'sign-in-mailbox', points: 5, seconds: 15 * 60 }
const PER_PLACE: RequestLimit = { name: 'sign-in-place', points: 20, seconds: 15 * 60 }

/** The same answer for every address that is one; the mail goes to those who are staff somewhere. */
export const requestSignIn = async (
  world: Pick<World, 'store' | 'random' | 'limiter'>,
  { email, from }: SignInRequest,
  now: Instant,
): Promise<Result<void>> => {
  const to = email.trim()
  const problem = toMailAddressProblem(to)
  if (problem !== undefined) return refuse(problem)
  const placeMs = await world.limiter.take(PER_PLACE, from)
  if (placeMs !== undefined) return fail(tooMany(placeMs))
  // Counted for unknown addresses, too: a refusal says nothing about who is known.
  const mailboxMs = await world.limiter.take(PER_MAILBOX, toEmailKey(to))
  if (mailboxMs !== undefined) return fail(tooMany(mailboxMs))
  const message = { kind: 'sign-in', request: world.random.id('sin'), askedAt: now.toString(), to } as const
  const delivery = toDelivery(world.random, { merchantId: CENTRE_ID }, message, now)
  await world.store.commit([{ kind: 'queue-deliveries', deliveries: [delivery] }])
  return ok(undefined)
}
