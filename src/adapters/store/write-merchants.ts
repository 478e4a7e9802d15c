/** Statements that sign merchants up, change what is agreed with them, and hand out their numbers. */
import { customerKeyOf } from '../../domain/customer-key.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { orNull } from './rows.ts'
import { rememberCustomers } from './write-customers.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

const columnsOf = ({ merchant }: Of<'update-merchant'> | Of<'add-merchant'>) => ({
  name: merchant.name,
  email: orNull(merchant.email),
  phone: orNull(merchant.phone),
  fax: orNull(merchant.fax),
  registration_number: orNull(merchant.registrationNumber),
  slack_channel: orNull(merchant.slackChannel),
  file_option: merchant.fileOption ? 1 : 0,
  agency_code: orNull(merchant.agencyCode),
  client_code: orNull(merchant.clientCode),
  address: orNull(merchant.address),
})

export const insertMerchant = (change: Of<'add-merchant'>): readonly Statement[] => {
  const { id, plan, cycle, since } = change.merchant
  return insertRows('merchants', [
    { id, ...columnsOf(change), logo: orNull(change.merchant.logo), plan, cycle, since: since.toString() },
  ])
}

export const updateMerchant = (change: Of<'update-merchant'>): readonly Statement[] => [
  query.updateTable('merchants').set(columnsOf(change)).where('id', '=', change.merchant.id).compile(),
  guard(),
]

export const setLogo = ({ merchantId, logo }: Of<'set-logo'>): readonly Statement[] => [
  query
    .updateTable('merchants')
    .set({ logo: orNull(logo) })
    .where('id', '=', merchantId)
    .compile(),
  guard(),
]

export const insertTerms = (change: Of<'add-terms'>): readonly Statement[] =>
  insertRows('merchant_terms', [
    {
      merchant_id: change.merchantId,
      position: change.position,
      plan: change.change.plan,
      cycle: change.change.cycle,
      effective_day: change.change.effectiveDay.toString(),
      requested_at: toStamp(change.at),
      actor_kind: change.actor.kind,
      actor_name: change.actor.name,
    },
  ])

/** In their order: neighbours share a page of the table. */
export const issueNumbers = ({ numbers }: Of<'issue-numbers'>): readonly Statement[] =>
  insertRows(
    'numbers',
    numbers
      .toSorted((a, b) => (a.number < b.number ? -1 : 1))
      .map(({ number, merchantId, kind, issuedAt }) => ({
        number,
        merchant_id: merchantId,
        kind,
        issued_at: toStamp(issuedAt),
      })),
  )

/** One number for each customer of a merchant, and one customer for each number. */
export const assignNumber = ({ assignment }: Of<'assign-number'>): readonly Statement[] => {
  const { merchantId, number, customer, assignedAt } = assignment
  const at = toStamp(assignedAt)
  const contact = {
    merchant_id: merchantId,
    customer_key: customerKeyOf(customer),
    kana: orNull(customer.kana),
    email: orNull(customer.email),
    phone: orNull(customer.phone),
  }
  const unsaid = { honorific: null, language: null, last_subject: null, last_amount_yen: null }
  return [
    ...insertRows('number_assignments', [
      { ...contact, number, customer_name: customer.name, assigned_at: at },
    ]),
    ...rememberCustomers([{ ...contact, ...unsaid, name: customer.name, seen_at: at }]),
  ]
}

export const releaseNumber = ({ merchantId, number }: Of<'release-number'>): readonly Statement[] => [
  query
    .deleteFrom('number_assignments')
    .where('merchant_id', '=', merchantId)
    .where('number', '=', number)
    .compile(),
  guard(),
]
