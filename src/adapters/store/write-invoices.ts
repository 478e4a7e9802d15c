/** Statements that register and move invoices; each leaves a row in the history under the next version. */
import { type RawBuilder, sql } from 'kysely'
import { customerKeyOf } from '../../domain/customer-key.ts'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { toJstDay, toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { listed } from './listed.ts'
import { orNull } from './rows.ts'
import { toPieces } from './search-pieces.ts'
import type { InvoiceRow } from './tables.ts'
import { given, updateRows, type VersionedRow } from './update-rows.ts'
import { rememberCustomers, type SeenCustomer } from './write-customers.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const insertInvoices = ({ invoices, actor }: Of<'add-invoices'>): readonly Statement[] => {
  const rows = invoices.map((invoice): InvoiceRow => {
    const { customer, reference, number } = invoice
    return {
      id: invoice.id,
      merchant_id: invoice.merchantId,
      number,
      reference: orNull(reference),
      customer_name: customer.name,
      kana: orNull(customer.kana),
      honorific: customer.honorific,
      email: orNull(customer.email),
      phone: orNull(customer.phone),
      subject: invoice.subject,
      amount_yen: invoice.amountYen,
      tax_yen: orNull(invoice.taxYen),
      lines: JSON.stringify(invoice.lines),
      due_day: invoice.dueDay.toString(),
      note: orNull(invoice.note),
      repeats: invoice.repeat ? 1 : 0,
      deliver: invoice.deliver,
      status: invoice.status,
      version: invoice.version,
      token: invoice.token,
      registered_at: toStamp(invoice.registeredAt),
      registered_day: toJstDay(invoice.registeredAt).toString(),
      paid_at: null,
      ended_day: null,
      ended_settlement_id: null,
      batch_id: orNull(invoice.batchId),
      replaces: orNull(invoice.replaces),
      replaced_by: orNull(invoice.replacedBy),
      barcode_reference: orNull(invoice.barcodeReference),
      reissue_count: invoice.reissueCount,
      paid_payment_id: null,
      search_key: [customer.name, customer.kana, reference, number]
        .map((text) => toSearchKey(text ?? ''))
        .join(' '),
      customer_key: customerKeyOf(customer),
      language: customer.language,
      remind: invoice.remind ? 1 : 0,
    }
  })
  const history = rows.map((row) => ({
    invoice_id: row.id,
    version: row.version,
    at: row.registered_at,
    actor_kind: actor.kind,
    actor_name: actor.name,
    action: 'register',
    from_status: null,
    to_status: row.status,
    detail: JSON.stringify(row.replaces === null ? {} : { replaces: row.replaces }),
  }))
  return [
    ...insertRows('invoices', rows),
    ...insertRows('invoice_history', history),
    ...addToSearch(rows),
    ...rememberCustomers(rows.map(toSeen)),
  ]
}

/** Rows of one statement, so that its JSON stays well under D1's 2 MB for one value. */
const SEARCH_ROWS = 1_000

/** A trigger has just listed them; here they get their pieces. */
const addToSearch = (rows: readonly InvoiceRow[]): readonly Statement[] => {
  const statements: Statement[] = []
  for (let start = 0; start < rows.length; start += SEARCH_ROWS) {
    const lot = rows.slice(start, start + SEARCH_ROWS)
    const given = JSON.stringify(lot.map(({ id, search_key: key }) => [id, toPieces(key)]))
    statements.push(
      sql`insert into invoice_search (rowid, pieces)
          select l.doc, given.value->>1 from json_each(${given}) given
          cross join invoice_list l on l.invoice_id = given.value->>0`.compile(query),
    )
  }
  return statements
}

const toSeen = (row: InvoiceRow): SeenCustomer => ({
  merchant_id: row.merchant_id,
  customer_key: row.customer_key ?? '',
  name: row.customer_name,
  kana: row.kana,
  honorific: row.honorific,
  email: row.email,
  phone: row.phone,
  language: row.language,
  last_subject: row.subject,
  last_amount_yen: row.amount_yen,
  seen_at: row.registered_at,
})

/** Of each invoice one move at the most. The history rows come first: their keys are the guard against a second mover. */
export const moveInvoices = (moves: readonly Of<'move-invoice'>[]): readonly Statement[] => [
  ...insertRows('invoice_history', moves.map(toHistoryRow)),
  ...updateRows('invoices', moves.map(toMovedRow), {
    status: given('status'),
    ended_day: unlessPaid(given('ended_day')),
    paid_at: sql`case when ${given('pays')} then ${given('paid_at')} else invoices.paid_at end`,
    paid_payment_id: sql`case when ${given('pays')} then ${given('payment')} else invoices.paid_payment_id end`,
    replaced_by: sql`coalesce(${given('replaced_by')}, invoices.replaced_by)`,
  }),
  ...noLiveSlips(moves.filter(({ action }) => action === 'expire')),
]

const toHistoryRow = ({ invoice, to, at, actor, action, detail }: Of<'move-invoice'>) => ({
  invoice_id: invoice.id,
  version: invoice.version + 1,
  at: toStamp(at),
  actor_kind: actor.kind,
  actor_name: actor.name,
  action,
  from_status: invoice.status,
  to_status: to,
  detail: JSON.stringify(detail ?? {}),
})

const toMovedRow = ({ invoice, to, at, action, paid, replacedBy }: Of<'move-invoice'>): VersionedRow => {
  const { id, version, status, dueDay } = invoice
  // An invoice that runs out ends on its due day, unless an undone payment brings that about later.
  const endedDay = to === 'expired' && status === 'open' ? dueDay : toJstDay(at)
  return {
    ...{ id, version, status: to },
    ended_day: to === 'expired' || to === 'cancelled' ? endedDay.toString() : null,
    // Whether it is paid, or no longer paid, by this move.
    pays: paid !== undefined || action === 'undo-payment' ? 1 : 0,
    paid_at: paid === undefined ? null : toStamp(paid.at),
    payment: orNull(paid?.paymentId),
    replaced_by: orNull(replacedBy),
  }
}

/** Nothing that was billed changes: only where the letters go, and by whose hand. */
export const mendAddress = ({ invoice, email, at, actor }: Of<'mend-address'>): readonly Statement[] => {
  const detail = { reason: `${invoice.customer.email ?? ''} → ${email}` }
  const { customer, merchantId, subject, amountYen } = invoice
  const key = customerKeyOf({ ...customer, email })
  return [
    ...amend({ invoice, at, actor, action: 'mend-address', detail }, { email, customer_key: key }),
    ...rememberCustomers([
      {
        ...{ merchant_id: merchantId, customer_key: key, email },
        ...{ name: customer.name, kana: orNull(customer.kana), honorific: customer.honorific },
        ...{ phone: orNull(customer.phone), language: customer.language },
        ...{ last_subject: subject, last_amount_yen: amountYen, seen_at: toStamp(at) },
      },
    ]),
  ]
}

export const noteNotice = ({ invoice, to, at, actor }: Of<'note-notice'>): readonly Statement[] =>
  amend({ invoice, at, actor, action: 'notify', detail: { reason: to } }, {})

export const stopReminders = ({ invoice, at, actor }: Of<'stop-reminders'>): readonly Statement[] =>
  amend({ invoice, at, actor, action: 'stop-reminders', detail: {} }, { remind: 0 })

type Amendment = Pick<Of<'move-invoice'>, 'invoice' | 'at' | 'actor' | 'action'> & {
  readonly detail: Readonly<Record<string, string>>
}

/** A change that leaves the state as it is, with a row of the history like every other. */
const amend = (
  { invoice, at, actor, action, detail }: Amendment,
  values:
    | { readonly email: string; readonly customer_key: string }
    | { readonly remind: number }
    | { readonly token: string }
    | Readonly<Record<never, never>>,
): readonly Statement[] => {
  const version = invoice.version + 1
  const history = query.insertInto('invoice_history').values({
    invoice_id: invoice.id,
    version,
    at: toStamp(at),
    actor_kind: actor.kind,
    actor_name: actor.name,
    action,
    from_status: invoice.status,
    to_status: invoice.status,
    detail: JSON.stringify(detail),
  })
  const update = query
    .updateTable('invoices')
    .set({ ...values, version })
    .where('id', '=', invoice.id)
    .where('version', '=', invoice.version)
  return [history.compile(), update.compile(), guard()]
}

/** A repeat invoice that was paid, be it once, did not end unpaid. */
const unlessPaid = (day: RawBuilder<unknown>) =>
  sql`case when invoices.repeats = 1 and exists (
        select 1 from payments where invoice_id = invoices.id and state <> 'cancelled'
          and (problem is null or resolution = 'accept')
      ) then null else ${day} end`

/** A slip that was printed meanwhile keeps its invoice payable. */
const noLiveSlips = (expired: readonly Of<'move-invoice'>[]): readonly Statement[] =>
  [...Map.groupBy(expired, ({ at }) => toStamp(at))].map(([at, moves]) =>
    sql`select case when exists (
          select 1 from slip_invoices where expires_at >= ${at}
            and invoice_id in ${listed(moves.map(({ invoice }) => invoice.id))}
        ) then json('a slip is alive') end`.compile(query),
  )

export const renewLink = ({ invoice, token, at, actor }: Of<'renew-link'>): readonly Statement[] => {
  const forget = query.deleteFrom('sheets').where('invoice_id', '=', invoice.id)
  return [...amend({ invoice, at, actor, action: 'renew-link', detail: {} }, { token }), forget.compile()]
}

/** Fails the whole commit when the statement before it changed no row. */
export const guard = (): Statement =>
  sql`select case when changes() = 0 then json('nothing was changed') end`.compile(query)
