/** Fills a database with a month: as many invoices as asked for, four of five paid and confirmed. */
import type { SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import { createInvoices } from '../src/application/accept-invoices.ts'
import type { World } from '../src/application/world.ts'
import type { InvoiceDraft } from '../src/domain/invoice.ts'
import { toYen } from '../src/domain/yen.ts'

const LOT = 1_000
const actor = { kind: 'system', name: 'bench' } as const

const draftOf = (n: number): InvoiceDraft => ({
  customer: {
    name: `髙橋 花子${n}`,
    kana: 'タカハシ ハナコ',
    honorific: '様',
    email: `hanako${n}@example.com`,
    phone: undefined,
    language: 'ja',
  },
  subject: '11月分 月謝',
  amountYen: toYen(1_100 + (n % 60_000)),
  taxYen: toYen(100),
  lines: [],
  dueDay: Temporal.PlainDate.from('2026-11-28'),
  reference: `B-${n}`,
  ownNumber: undefined,
  deliver: 'customer',
  note: undefined,
  repeat: false,
  remind: true,
})

/** Registers them in November 2026 by the story's own changes; answers their numbers. */
export const registerMonth = async (
  world: Pick<World, 'store' | 'random' | 'links' | 'surroundings'>,
  merchantId: string,
  count: number,
): Promise<readonly string[]> => {
  const numbers: string[] = []
  for (let first = 0; first < count; first += LOT) {
    const day = 1 + Math.floor((first / count) * 20)
    const at = Temporal.Instant.from(`2026-11-${String(day).padStart(2, '0')}T00:00:00Z`)
    const drafts = Array.from({ length: LOT }, (_, n) => draftOf(first + n))
    const invoices = await createInvoices(world, merchantId, drafts, undefined, at)
    const issued = invoices.map(
      ({ number }) => ({ number, merchantId, kind: 'notice', issuedAt: at }) as const,
    )
    await world.store.commit([
      { kind: 'issue-numbers', numbers: issued },
      { kind: 'add-invoices', invoices, actor },
    ])
    numbers.push(...issued.map(({ number }) => number))
  }
  return numbers
}

/** Pays four of five on the day after, and confirms them on the next: rows as the story writes them, which `verify` proves. */
export const payMonth = (database: SqliteDatabase): void => {
  const paidAt = `strftime('%Y-%m-%dT%H:%M:%S.000Z', i.registered_at, '+1 day')`
  const confirmedAt = `strftime('%Y-%m-%dT%H:%M:%S.000Z', i.registered_at, '+2 days')`
  const dayOf = (at: string): string => `date(${at}, '+9 hours')`
  const id = `replace(i.id, 'inv_', 'pay_')`
  const paid = `from invoices i where i.merchant_id <> 'mer_centre' and i.rowid % 5 <> 0`
  const entry = (cause: string, position: number, account: string, sign: string, at: string): string =>
    `insert into ledger_entries select '${cause}:' || ${id}, ${position}, i.merchant_id, '${account}', ${sign}i.amount_yen, ${dayOf(at)} ${paid};`
  const move = (
    version: number,
    action: string,
    from: string,
    to: string,
    at: string,
    detail: string,
  ): string =>
    `insert into invoice_history select i.id, ${version}, ${at}, 'store', '020-000001', '${action}', '${from}', '${to}', ${detail} ${paid};`
  database.runScript(`begin;
    insert into payments (id, merchant_id, invoice_id, number, receipt, line, chain, store, amount_yen, paid_at,
      collected_day, recorded_at, state, confirmed_at, version)
    select ${id}, i.merchant_id, i.id, i.number, 'r-' || i.rowid, 0, '020', '000001', i.amount_yen, ${paidAt},
      ${dayOf(paidAt)}, ${paidAt}, 'confirmed', ${confirmedAt}, 2 ${paid};
    insert into payment_history (payment_id, version, at, actor_kind, actor_name, to_state, merchant_id, invoice_id)
    select ${id}, 1, ${paidAt}, 'store', '020-000001', 'preliminary', i.merchant_id, i.id ${paid};
    insert into payment_history (payment_id, version, at, actor_kind, actor_name, to_state, merchant_id, invoice_id)
    select ${id}, 2, ${confirmedAt}, 'store', '020-000001', 'confirmed', i.merchant_id, i.id ${paid};
    ${move(2, 'pay', 'open', 'paid', paidAt, `json_object('payment', ${id}, 'paid_at', ${paidAt})`)}
    ${move(3, 'confirm', 'paid', 'confirmed', confirmedAt, `json_object('payment', ${id})`)}
    ${entry('collected', 0, 'store-receivable', '', paidAt)}
    ${entry('collected', 1, 'merchant-preliminary', '-', paidAt)}
    ${entry('confirmed', 0, 'merchant-preliminary', '', confirmedAt)}
    ${entry('confirmed', 1, 'merchant-confirmed', '-', confirmedAt)}
    update invoices as i set status = 'confirmed', version = 3, paid_at = ${paidAt}, paid_payment_id = ${id}
      where i.merchant_id <> 'mer_centre' and i.rowid % 5 <> 0;
    commit;`)
}
