/** Reads the modal's fields as a bill, and says at which of its fields a problem belongs. */
import type { KnownCustomer } from '../../domain/known-customer.ts'
import type { Language } from '../../domain/language.ts'
import type { Problem } from '../../domain/result.ts'
import type { Store } from '../../ports.ts'
import { type BillMeta, emailBlock, lineBlock, PICK_CUSTOMER } from './draw-bill-view.ts'
import type { PendingBill } from './pending-bill.ts'
import { readBoxes, readField, type ViewState } from './view-kit.ts'

const KNOWN = 'known:'
const NEW = 'new:'

/** An option's value: a customer that earlier bills remember, or a new name. */
export const knownValue = ({ id }: KnownCustomer): string => `${KNOWN}${id}`
export const newValue = (name: string): string => `${NEW}${name}`

/** The merchant's own customer that was picked; undefined for a new name. */
export const findPicked = async (
  store: Pick<Store, 'customer'>,
  merchantId: string,
  value: string,
): Promise<KnownCustomer | undefined> => {
  if (!value.startsWith(KNOWN)) return undefined
  const known = await store.customer(value.slice(KNOWN.length))
  return known?.merchantId === merchantId ? known : undefined
}

/** The fields as the rules want them. */
export const readBillView = async (
  store: Pick<Store, 'customer'>,
  merchantId: string,
  state: ViewState,
  meta: BillMeta,
): Promise<PendingBill['raw']> => {
  const picked = readField(state, 'customer_name', PICK_CUSTOMER) ?? ''
  const known = await findPicked(store, merchantId, picked)
  const boxes = readBoxes(state, 'more')
  const lines = Array.from({ length: meta.lines }, (_, index) => ({
    description: readField(state, lineBlock(index, 'description')) ?? '',
    amount: readField(state, lineBlock(index, 'amount')) ?? '',
    tax_rate: Number(readField(state, lineBlock(index, 'tax_rate')) ?? ''),
  }))
  const { customer } = known ?? {}
  return {
    customer_name: customer?.name ?? (picked.startsWith(NEW) ? picked.slice(NEW.length) : undefined),
    kana: customer?.kana,
    honorific: customer?.honorific,
    phone: customer?.phone,
    email: readField(state, emailBlock(meta)),
    subject: readField(state, 'subject'),
    ...(meta.lines === 0 ? { amount: readField(state, 'amount') } : { lines }),
    tax: readField(state, 'tax'),
    due: readField(state, 'due'),
    number: readField(state, 'number'),
    reference: readField(state, 'reference'),
    deliver: readField(state, 'deliver'),
    note: readField(state, 'note'),
    language: readField(state, 'language'),
    ...(boxes.includes('repeat') ? { repeat: true } : {}),
    ...(boxes.includes('no-reminders') ? { remind: 'no' } : {}),
  }
}

/** Fields of the modal that are no lines. */
const fields = [
  ...['customer_name', 'subject', 'tax', 'due', 'deliver', 'number'],
  ...['reference', 'note', 'language'],
]

/** Texts by block, as `response_action: errors` wants them; every problem is told somewhere. */
export const toErrors = (
  problems: readonly Problem[],
  meta: BillMeta,
  language: Language,
): Record<string, string> => {
  const errors: Record<string, string> = {}
  for (const { field, message } of problems) {
    const block = blockOf(field, meta)
    // The label stands above the field already.
    const text = message[language].replace(/^[^：:]{1,24}[：:]\s*/, '')
    errors[block] = errors[block] === undefined ? text : `${errors[block]} ${text}`
  }
  return errors
}

const blockOf = (field: string, meta: BillMeta): string => {
  if (field === 'email') return emailBlock(meta)
  if (fields.includes(field)) return field
  const isLine = /^lines\.\d+\.(description|amount|tax_rate)$/.test(field)
  if (isLine) return field
  if (field === 'phone' || field === 'kana' || field === 'honorific') return 'customer_name'
  return meta.lines === 0 ? 'amount' : lineBlock(0, 'amount')
}
