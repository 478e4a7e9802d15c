/** Signs a merchant up: from that day on it can bill, and it is billed the initial fees through Smart Pit itself (S13). */
import { type Actor, systemActor } from '../domain/access.ts'
import { type InitialFeeName, toInitialFee } from '../domain/fee.ts'
import type { InvoiceDraft } from '../domain/invoice.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import type { Change } from '../ports.ts'
import { createInvoices, registrationChanges } from './accept-invoices.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type NewMerchant = Omit<Merchant, 'id' | 'since'>
export type SignUpWorld = Pick<World, 'store' | 'random' | 'links' | 'surroundings'>

/** Days that the initial fees can be paid, the day of sign-up being the first. */
const INITIAL_FEE_DAYS = 30

const subjects: Readonly<Record<InitialFeeName, string>> = {
  contract: '契約事務手数料（初期費用）',
  'file-option': 'ファイル登録オプション（初期費用）',
}

/** First letter of their references, which are the same for a merchant however often they are made. */
const prefixes: Readonly<Record<InitialFeeName, string>> = { contract: 'K', 'file-option': 'F' }

/** The merchant; its bills are on their way. */
export const signUpMerchant = async (
  world: SignUpWorld,
  merchant: NewMerchant,
  now: Instant,
): Promise<Merchant> => {
  const signedUp = { ...merchant, id: world.random.id('mer'), since: toJstDay(now) }
  const fees: readonly InitialFeeName[] = merchant.fileOption ? ['contract', 'file-option'] : ['contract']
  const outcome = await world.store.commit([
    { kind: 'add-merchant', merchant: signedUp },
    ...(await billInitialFees(world, signedUp, fees, systemActor, now)),
  ])
  if (outcome !== 'done') throw new Error('two numbers alike while a merchant was signed up; try again')
  return signedUp
}

/** The changes that bill initial fees to a merchant; each fee once, by its reference. */
export const billInitialFees = async (
  world: SignUpWorld,
  merchant: Merchant,
  fees: readonly InitialFeeName[],
  actor: Actor,
  now: Instant,
): Promise<readonly Change[]> => {
  const drafts = fees.map((fee) => toDraft(merchant, fee, now))
  const invoices = await createInvoices(world, CENTRE_ID, drafts, undefined, now)
  const lines = invoices.map((invoice) =>
    toDelivery(world.random, invoice, { kind: 'invoice-line', invoiceId: invoice.id }, now),
  )
  return [
    ...(await registrationChanges(world, invoices, actor, now)),
    { kind: 'queue-deliveries', deliveries: lines },
  ]
}

/** By which a fee is billed once in a merchant's life. */
export const initialFeeReference = (fee: InitialFeeName, { id }: Pick<Merchant, 'id'>): string =>
  `${prefixes[fee]}-${id.slice(-8).toUpperCase()}`

const toDraft = (merchant: Merchant, fee: InitialFeeName, now: Instant): InvoiceDraft => {
  const today = toJstDay(now)
  const { amountYen, taxYen } = toInitialFee(fee, today)
  const { name, email, phone } = merchant
  return {
    customer: { name, kana: undefined, honorific: '御中', email, phone, language: 'ja' },
    subject: subjects[fee],
    amountYen,
    taxYen,
    lines: [],
    dueDay: today.add({ days: INITIAL_FEE_DAYS - 1 }),
    reference: initialFeeReference(fee, merchant),
    ownNumber: undefined,
    deliver: email === undefined ? 'none' : 'customer',
    note: undefined,
    repeat: false,
    remind: true,
  }
}
