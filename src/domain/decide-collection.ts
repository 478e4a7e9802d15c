/**
 * What a record of a collection data file does, given the payments it may be about (domain.md section 6).
 *
 * - The same payment is the same bill, chain, store and minute: told twice, it counts once.
 * - 確報 otherwise belongs to the only preliminary payment of its bill and amount on that day in that chain; to none, it is
 *   new money, certain at once.
 * - 速報取消 before its 速報 is kept as an undone payment, so that the late 速報 changes nothing.
 * - 確報 after 速報取消 is new money and goes to a person; 速報取消 after 確報 changes nothing and goes to a person.
 * - A postal correction, and a 確報 of another amount, undo the earlier payment and record the amount they carry.
 */
import type { CollectionRecord } from './collection-record.ts'
import type { FeedReason } from './feed.ts'
import type { Payment, PaymentState } from './payment.ts'

/** The payments a record may be about. */
export type Candidates = {
  /** Of the same bill, chain, store and minute, likeliest first. */
  readonly same: readonly Payment[]
  /** Of the same bill, day and chain. */
  readonly near: readonly Payment[]
}

export type Verdict =
  | { readonly does: 'record'; readonly state: PaymentState; readonly reason: FeedReason | undefined }
  | {
      readonly does: 'confirm' | 'cancel'
      readonly payment: Payment
      readonly reason: FeedReason | undefined
    }
  /** Undo the payment and record the record's amount instead. */
  | {
      readonly does: 'replace'
      readonly payment: Payment
      readonly state: 'preliminary' | 'confirmed'
      readonly reason: FeedReason
    }
  | {
      readonly does: 'nothing'
      readonly payment: Payment | undefined
      readonly reason: FeedReason | undefined
    }

type Told = Pick<CollectionRecord, 'kind' | 'amountYen'>

/** What to do about a record that was not seen before. */
export const decideCollection = (record: Told, candidates: Candidates): Verdict => {
  switch (record.kind) {
    case 'preliminary':
    case 'real-time':
    case 'postal':
      return decidePreliminary(record, candidates)
    case 'confirmed':
      return decideConfirmed(record, candidates)
    case 'cancelled':
      return decideCancelled(candidates)
    case 'postal-correction':
      return decideCorrection(record, candidates)
  }
}

const isIn =
  (state: PaymentState) =>
  (payment: Payment): boolean =>
    payment.state === state
const isOf =
  (amountYen: number) =>
  (payment: Payment): boolean =>
    payment.amountYen === amountYen
const isAlive = ({ state }: Payment): boolean => state !== 'cancelled'

const nothing = (payment: Payment | undefined, reason?: FeedReason): Verdict => ({
  does: 'nothing',
  payment,
  reason,
})

const decidePreliminary = ({ amountYen }: Told, { same }: Candidates): Verdict => {
  const known = same.find(isAlive) ?? same[0]
  if (known === undefined) return { does: 'record', state: 'preliminary', reason: undefined }
  const differs = isAlive(known) && known.amountYen !== amountYen
  return nothing(known, differs ? 'amount-differs' : undefined)
}

const decideConfirmed = ({ amountYen }: Told, { same, near }: Candidates): Verdict => {
  const confirmed = same.find(isIn('confirmed'))
  const waiting = same.find(isIn('preliminary'))
  if (waiting === undefined && confirmed !== undefined)
    return nothing(confirmed, confirmed.amountYen === amountYen ? undefined : 'amount-differs')
  const others = same.length > 0 ? [] : near.filter(isIn('preliminary')).filter(isOf(amountYen))
  const payment = waiting ?? (others.length === 1 ? others[0] : undefined)
  if (payment === undefined) {
    const undone = same.length > 0 || (others.length === 0 && near.some(isIn('cancelled')))
    const reason = undone ? 'confirmed-after-cancel' : others.length > 1 ? 'ambiguous' : undefined
    return { does: 'record', state: 'confirmed', reason }
  }
  return payment.amountYen === amountYen
    ? { does: 'confirm', payment, reason: undefined }
    : { does: 'replace', payment, state: 'confirmed', reason: 'amount-differs' }
}

const decideCancelled = ({ same }: Candidates): Verdict => {
  const waiting = same.find(isIn('preliminary'))
  if (waiting !== undefined) return { does: 'cancel', payment: waiting, reason: undefined }
  const [known] = same
  if (known === undefined) return { does: 'record', state: 'cancelled', reason: undefined }
  const undone = same.find(isIn('cancelled'))
  return undone === undefined ? nothing(known, 'cancelled-after-confirm') : nothing(undone)
}

const decideCorrection = ({ amountYen }: Told, { same, near }: Candidates): Verdict => {
  const found = same.some(isAlive) ? same.filter(isAlive) : near.filter(isAlive)
  const [payment, another] = found
  if (payment === undefined) return { does: 'record', state: 'preliminary', reason: 'correction-alone' }
  if (another !== undefined) return nothing(undefined, 'ambiguous')
  if (payment.amountYen === amountYen) return nothing(payment)
  if (payment.state === 'confirmed') return nothing(payment, 'corrected-after-confirm')
  return amountYen === 0
    ? { does: 'cancel', payment, reason: 'corrected' }
    : { does: 'replace', payment, state: 'preliminary', reason: 'corrected' }
}
