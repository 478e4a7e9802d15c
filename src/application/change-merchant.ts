/** A merchant changes what is known of it: name, addresses, codes, file option, plan and cycle; all of it or nothing. */
import { type Actor, type Role, refuseRole } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import { applyProfile, type RawProfile } from '../domain/merchant-profile.ts'
import { fail, ok, type Result, type Text } from '../domain/result.ts'
import { listFieldChanges } from '../domain/settings-change.ts'
import type { Change } from '../ports.ts'
import { changeTerms, type TermsView, viewTerms } from './change-terms.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { noteChange } from './note-change.ts'
import { billInitialFees, initialFeeReference, type SignUpWorld } from './sign-up-merchant.ts'

export type ChangeMerchantRequest = {
  readonly merchantId: string
  readonly changes: RawProfile
  readonly actor: Actor
  readonly role: Role
}

export type MerchantView = { readonly merchant: Merchant; readonly terms: TermsView }

/** The merchant as it is from now on; managers only. */
export const changeMerchant = (
  world: SignUpWorld,
  request: ChangeMerchantRequest,
  now: Instant,
): Promise<Result<MerchantView>> =>
  commitWithRetry(world.store, async () => {
    const { merchantId, changes: raw, actor, role } = request
    const refused = refuseRole(role, 'manager')
    if (refused !== undefined) return fail(refused)
    const merchant = await world.store.merchant(merchantId)
    if (merchant === undefined) return fail({ kind: 'not-found', what: 'page', id: merchantId })
    const applied = applyProfile(merchant, raw)
    if (!applied.ok) return fail({ kind: 'invalid-input', problems: applied.failure })
    const { merchant: next, terms: wanted } = applied.value
    if (merchantId === CENTRE_ID && (wanted.plan ?? wanted.cycle) !== undefined)
      return fail({ kind: 'wrong-state', message: centreHasNoTerms })
    const history = await world.store.terms(merchant)
    const agreed = changeTerms({ merchant, history, wanted, actor }, now)
    const changes: readonly Change[] = [
      ...(isSame(merchant, next) ? [] : [{ kind: 'update-merchant', merchant: next } as const]),
      ...noteProfile(world, { before: merchant, after: next, agreed, actor }, now),
      ...agreed,
      ...(await fileOptionFee(world, merchant, next, actor, now)),
    ]
    const added = agreed.flatMap((change) => (change.kind === 'add-terms' ? [change.change] : []))
    const after = { ...history, changes: [...history.changes, ...added] }
    return ok({ changes, value: { merchant: next, terms: viewTerms(after, now) } })
  })

/** What of it is told in the history of settings. */
const noteProfile = (
  world: SignUpWorld,
  {
    before,
    after,
    agreed,
    actor,
  }: {
    readonly before: Merchant
    readonly after: Merchant
    readonly agreed: readonly Change[]
    readonly actor: Actor
  },
  now: Instant,
): readonly Change[] => {
  const about = { merchantId: after.id, at: now, actor, action: 'change', subject: before.name } as const
  const profile = listFieldChanges(toTexts(before), toTexts(after))
  const terms = agreed.flatMap((change) => (change.kind === 'add-terms' ? [change.change] : []))
  return [
    ...(profile.length === 0 ? [] : [noteChange(world, { ...about, topic: 'profile', fields: profile })]),
    ...terms.map(({ plan, cycle, effectiveDay }) =>
      noteChange(world, {
        ...{ ...about, topic: 'terms' },
        fields: listFieldChanges({}, { plan, cycle, from: effectiveDay.toString() }),
      }),
    ),
  ]
}

const toTexts = (merchant: Merchant): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(merchant).map(([field, value]) => [field, String(value ?? '')]))

/** The merchant, and its terms in force and scheduled. */
export const viewMerchant = async (
  { store }: Pick<SignUpWorld, 'store'>,
  merchantId: string,
  now: Instant,
): Promise<Result<MerchantView>> => {
  const merchant = await store.merchant(merchantId)
  if (merchant === undefined) return fail({ kind: 'not-found', what: 'page', id: merchantId })
  return ok({ merchant, terms: viewTerms(await store.terms(merchant), now) })
}

/** Switched on for the first time, the option is billed; switched off and on again, it is not (S13: an initial fee). */
const fileOptionFee = async (
  world: SignUpWorld,
  before: Merchant,
  after: Merchant,
  actor: Actor,
  now: Instant,
): Promise<readonly Change[]> => {
  if (before.fileOption || !after.fileOption || after.id === CENTRE_ID) return []
  const reference = initialFeeReference('file-option', after)
  const billed = await world.store.invoiceByReference(CENTRE_ID, reference)
  return billed === undefined ? billInitialFees(world, after, ['file-option'], actor, now) : []
}

const isSame = (one: Merchant, other: Merchant): boolean =>
  (Object.keys(other) as (keyof Merchant)[]).every((key) => one[key] === other[key])

const centreHasNoTerms: Text = {
  ja: 'センター自身には料金プランも精算もありません。',
  en: 'The centre itself has no plan and is not settled.',
}
