/** Corrects a bill (訂正): cancels an open invoice and registers the one that takes its place, in one commit. */
import type { Actor } from '../domain/access.ts'
import { canMove, type Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { parseAmount } from '../domain/parse-amount.ts'
import type { RawInvoice } from '../domain/raw-invoice.ts'
import { MAX_REISSUES, nextReferences, toReplacementRaw } from '../domain/replacement.ts'
import { fail, ok, type Problem, type Result, refuse, type Text } from '../domain/result.ts'
import type { Change } from '../ports.ts'
import { checkInvoices, createInvoices, registrationChanges } from './accept-invoices.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { findOwnInvoice } from './find-own-invoice.ts'
import { moveInvoiceTo } from './move-payment.ts'
import { tellCustomers } from './tell-customer.ts'
import { tellCards } from './tell-line.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type ReplaceRequest = {
  readonly merchantId: string
  readonly invoiceId: string
  /** Only what changes; an empty text clears a field. What is not named is taken over, the number too. */
  readonly changes: RawInvoice
  readonly reason: string | undefined
  readonly actor: Actor
  /** Changes that must happen together with it, such as remembering the answer. */
  readonly alongside?: (invoice: Invoice) => Promise<readonly Change[]> | readonly Change[]
}

/** The new invoice; both know each other from now on. `wrong-state` unless the old one was open. */
export const replaceInvoice = (
  world: World,
  request: ReplaceRequest,
  now: Instant,
): Promise<Result<Invoice>> =>
  commitWithRetry(world.store, async () => {
    const found = await findOwnInvoice(world, request)
    if (!found.ok) return found
    const old = found.value
    const obstacle = obstacleTo(old)
    if (obstacle !== undefined) return fail({ kind: 'wrong-state', message: obstacle })
    const changed = dropUndefined(request.changes)
    if (isTaxUnsaid(old, changed)) return refuse(taxNeeded)
    const raw = { ...(await toRaw(world, old)), ...amountsOf(changed), ...changed }
    const checked = await checkInvoices(world, request.merchantId, [{ raw }], now)
    const valid = checked.valid[0]
    if (valid === undefined) return fail({ kind: 'invalid-input', problems: checked.problems })
    const [created] = await createInvoices(world, request.merchantId, [valid.draft], undefined, now)
    if (created === undefined) throw new Error('one draft makes one invoice')
    const next: Invoice = { ...created, replaces: old.id, reissueCount: old.reissueCount + 1 }
    const changes = await replacementChanges(world, old, next, request, now)
    return ok({ changes: [...changes, ...((await request.alongside?.(next)) ?? [])], value: next })
  })

/** What a form of the correction starts with: the old invoice, with the reference that the new one would get. */
export const draftReplacement = (world: Pick<World, 'store'>, old: Invoice): Promise<RawInvoice> =>
  toRaw(world, old)

const toRaw = async (world: Pick<World, 'store'>, old: Invoice): Promise<RawInvoice> => {
  const candidates = nextReferences(old)
  const taken = await world.store.takenReferences(old.merchantId, candidates)
  const reference = candidates.find((candidate) => !taken.has(candidate))
  return { ...toReplacementRaw(old), reference: reference ?? old.reference }
}

const replacementChanges = async (
  world: World,
  old: Invoice,
  next: Invoice,
  { actor, reason }: ReplaceRequest,
  now: Instant,
): Promise<readonly Change[]> => {
  const cancelled = moveInvoiceTo(old, 'cancelled', {
    action: 'replace',
    at: now,
    actor,
    detail: { replaced_by: next.id, ...(reason === undefined ? {} : { reason }) },
    replacedBy: next.id,
  })
  const line = toDelivery(world.random, next, { kind: 'invoice-line', invoiceId: next.id }, now)
  return [
    ...(await registrationChanges(world, [next], actor, now)),
    ...cancelled.changes,
    ...tellCards(world, [cancelled.invoice], now),
    ...tellCustomers(world, [old], ({ id }, to) => ({ kind: 'invoice-cancelled', invoiceId: id, to }), now),
    { kind: 'queue-deliveries', deliveries: [line] },
  ]
}

const obstacleTo = (old: Invoice): Text | undefined => {
  if (!canMove(old.status, 'cancelled')) {
    return {
      ja: '訂正して出し直せるのは未払いの請求だけです。期限切れや支払い済みのときは、新しく登録してください。',
      en: 'Only an open invoice can be replaced. If it has run out or was paid, register a new one.',
    }
  }
  if (old.reissueCount >= MAX_REISSUES) {
    return {
      ja: `出し直しは${MAX_REISSUES}回までです。この請求を取り消して、新しく登録してください。`,
      en: `A bill can be issued again ${MAX_REISSUES} times. Cancel this one and register a new one.`,
    }
  }
  return undefined
}

/** New lines without an amount mean their sum. */
const amountsOf = (changed: RawInvoice): RawInvoice =>
  changed.lines === undefined || changed.amount !== undefined ? {} : { amount: undefined }

/** The tax is part of the amount: where one changes, the other must be said (it is never computed from it). */
const isTaxUnsaid = (old: Invoice, changed: RawInvoice): boolean => {
  if (old.taxYen === undefined || changed.tax !== undefined) return false
  if (changed.amount === undefined) return changed.lines !== undefined
  const amount = parseAmount(changed.amount)
  return amount.ok && amount.value !== old.amountYen
}

const taxNeeded: Problem = {
  field: 'tax',
  rule: 'tax-with-amount',
  message: {
    ja: 'うち消費税：金額を変えるときは、うち消費税も入れてください（分からなければ空にしてください）。',
    en: 'tax: state it together with a new amount (empty when you do not know it).',
  },
}

const dropUndefined = (raw: RawInvoice): RawInvoice =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined))
