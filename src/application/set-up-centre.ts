/** First start: the centre and the merchant of the configuration come to be, and keys given there are let in. */
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import { ensureApiKey } from './sign-in.ts'
import { type NewMerchant, type SignUpWorld, signUpMerchant } from './sign-up-merchant.ts'

export type CentreSetup = {
  readonly centre: Pick<Merchant, 'name' | 'email' | 'phone'>
  readonly merchant: NewMerchant
  readonly apiKey: string | undefined
}

/** The first merchant; one that is there already is left as it is. */
export const setUpCentre = async (
  world: SignUpWorld,
  { centre, merchant, apiKey }: CentreSetup,
  now: Instant,
): Promise<Merchant> => {
  if ((await world.store.merchant(CENTRE_ID)) === undefined) {
    await world.store.commit([{ kind: 'add-merchant', merchant: toCentre(centre, now) }])
  }
  const [known] = await world.store.merchants()
  const first = known ?? (await signUpMerchant(world, merchant, now))
  if (apiKey !== undefined) await ensureApiKey(world, apiKey, first.id, now)
  return first
}

/** It is never settled: plan and cycle are there for completeness only. */
const toCentre = (centre: CentreSetup['centre'], now: Instant): Merchant => ({
  ...centre,
  id: CENTRE_ID,
  address: undefined,
  logo: undefined,
  fax: undefined,
  registrationNumber: undefined,
  slackChannel: undefined,
  plan: 'plan-130',
  cycle: 'month-end',
  fileOption: true,
  agencyCode: undefined,
  clientCode: undefined,
  since: toJstDay(now),
})
