/** Gives a number to a customer for good, or takes it back: bills for that customer then go on that number. */
import { customerKeyOf } from '../domain/customer-key.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { RawInvoice } from '../domain/raw-invoice.ts'
import { parseCustomer } from '../domain/registration.ts'
import { fail, ok, type Result, type Text } from '../domain/result.ts'
import { formatNumber, isSmartPitNumber, type SmartPitNumber } from '../domain/smart-pit-number.ts'
import type { Change, NumberAssignment } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import type { World } from './world.ts'

export type AssignRequest = {
  readonly merchantId: string
  readonly number: string
  readonly customer: Pick<RawInvoice, 'customer_name' | 'kana' | 'email' | 'phone'>
  readonly alongside?: (assignment: NumberAssignment) => Promise<readonly Change[]> | readonly Change[]
}

export type ReleaseRequest = {
  readonly merchantId: string
  readonly number: string
  readonly alongside?: (number: SmartPitNumber) => Promise<readonly Change[]> | readonly Change[]
}

/** The assignment; `not-found` for a number nobody issued, `wrong-state` when number or customer is taken. */
export const assignNumber = (
  world: Pick<World, 'store'>,
  request: AssignRequest,
  now: Instant,
): Promise<Result<NumberAssignment>> =>
  commitWithRetry(world.store, async () => {
    const { merchantId, alongside } = request
    const number = await knownNumber(world, request.number)
    if (number === undefined) return fail(unknown(request.number))
    const customer = parseCustomer(request.customer)
    if (!customer.ok) return fail({ kind: 'invalid-input', problems: customer.failure })
    const assignment: NumberAssignment = { merchantId, number, customer: customer.value, assignedAt: now }
    const key = customerKeyOf(customer.value)
    const holder = await world.store.assignmentOf(merchantId, number)
    const isTheirs = holder !== undefined && customerKeyOf(holder.customer) === key
    if (holder !== undefined && !isTheirs) return fail({ kind: 'wrong-state', message: numberTaken(holder) })
    const [other] = await world.store.assignments(merchantId, [key])
    if (other !== undefined && other.number !== number)
      return fail({ kind: 'wrong-state', message: customerHasOne(other) })
    const assign: readonly Change[] = isTheirs ? [] : [{ kind: 'assign-number', assignment }]
    const value = holder ?? assignment
    return ok({ changes: [...assign, ...((await alongside?.(value)) ?? [])], value })
  })

/** The number, free again; what was billed on it stays payable. */
export const releaseNumber = (
  world: Pick<World, 'store'>,
  { merchantId, number: text, alongside }: ReleaseRequest,
): Promise<Result<SmartPitNumber>> =>
  commitWithRetry(world.store, async () => {
    const number = await knownNumber(world, text)
    const holder = number === undefined ? undefined : await world.store.assignmentOf(merchantId, number)
    if (number === undefined || holder === undefined) return fail(unknown(text))
    const release: Change = { kind: 'release-number', merchantId, number }
    return ok({ changes: [release, ...((await alongside?.(number)) ?? [])], value: number })
  })

const knownNumber = async (
  { store }: Pick<World, 'store'>,
  text: string,
): Promise<SmartPitNumber | undefined> => {
  const digits = text.replace(/[-\s]/g, '')
  if (!isSmartPitNumber(digits) || (await store.issuedNumber(digits)) === undefined) return undefined
  return digits
}

const unknown = (text: string) => ({ kind: 'not-found', what: 'number', id: text.slice(0, 40) }) as const

const numberTaken = ({ number, customer }: NumberAssignment): Text => ({
  ja: `番号 ${formatNumber(number)} は「${customer.name}」に割り当てられています。別の番号を選ぶか、先に外してください。`,
  en: `Number ${formatNumber(number)} is assigned to ${customer.name}. Choose another, or release it first.`,
})

const customerHasOne = ({ number, customer }: NumberAssignment): Text => ({
  ja: `「${customer.name}」にはすでに番号 ${formatNumber(number)} があります。替えるときは、先にその番号を外してください。`,
  en: `${customer.name} already has number ${formatNumber(number)}. Release that one first to change it.`,
})
