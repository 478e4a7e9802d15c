/** The books are proved by recomputing them: whole when nothing was touched, and every kind of tampering is named. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../src/adapters/store/sqlite-database.ts'
import { sheetKey } from '../src/application/bill-customers.ts'
import { toSha256 } from '../src/application/to-sha256.ts'
import type { BooksReport } from '../src/application/verify-books.ts'
import type { BookRule } from '../src/domain/difference.ts'
import { CENTRE_ID } from '../src/domain/merchant.ts'
import { at, createMemoryVault, got, newMerchant, type OpenStory, openStory } from './support/open-story.ts'

const folder = mkdtempSync(join(tmpdir(), 'pitpost-books-'))
const path = join(folder, 'books.db')
const actor = { kind: 'staff', name: '田中' } as const
const vault = createMemoryVault()
/** By what they went through. */
const ids: Record<string, string> = {}

const register = async (
  { story }: OpenStory,
  merchantId: string,
  changes: Record<string, unknown>,
  now: string,
) => {
  const raw = {
    ...{ customer_name: '神谷 健', subject: '月謝', amount: 11_000, tax: 1_000, due: '2026-11-08' },
    ...{ deliver: 'none', ...changes },
  }
  return got(await story.acceptInvoice({ merchantId, raw, actor }, at(now)))
}

/** A month in which everything happens once: paid, doubled, undone, expired, cancelled, unknown, by FAX, and settled. */
const liveThrough = async (open: OpenStory): Promise<void> => {
  const { story, store } = open
  const setup = { centre: { name: 'センター', email: undefined, phone: undefined }, apiKey: undefined }
  const { id: merchantId } = await story.setUpCentre(
    { ...setup, merchant: newMerchant({ fileOption: true }) },
    at('2026-11-01 09:00'),
  )
  ids['merchant'] = merchantId
  const till = (receipt: string, paidAt: string) => ({
    receipt,
    paidAt: at(paidAt),
    chain: '020',
    store: '000001',
  })
  const pay = async (
    invoice: { readonly id: string; readonly number: string; readonly amountYen: number },
    receipt: string,
    paidAt: string,
    amountYen = invoice.amountYen,
  ) => {
    const request = { ...till(receipt, paidAt), number: invoice.number, invoiceId: invoice.id }
    // The amount is a whole number of yen.
    const [payment] = got(
      await story.collectPayment({ ...request, amountYen: amountYen as never }, at(paidAt)),
    ).payments
    ids[receipt] = payment?.id ?? ''
    return ids[receipt] ?? ''
  }
  const paid = await register(open, merchantId, { amount: 55_000, tax: 5_000 }, '2026-11-02 10:00')
  const doubled = await register(open, merchantId, {}, '2026-11-02 10:01')
  const undone = await register(open, merchantId, {}, '2026-11-02 10:02')
  const expired = await register(open, merchantId, {}, '2026-11-02 10:03')
  const cancelled = await register(open, merchantId, {}, '2026-11-02 10:04')
  const repeated = await register(open, merchantId, { repeat: true }, '2026-11-02 10:05')
  Object.assign(ids, { paid: paid.id, doubled: doubled.id, undone: undone.id, expired: expired.id })
  Object.assign(ids, { cancelled: cancelled.id, repeated: repeated.id })
  await pay(paid, 'r-paid', '2026-11-03 12:00')
  await pay(doubled, 'r-first', '2026-11-03 12:01')
  const second = await pay(doubled, 'r-second', '2026-11-03 12:02')
  await pay(undone, 'r-undone', '2026-11-03 12:03')
  got(await story.cancelPayment('r-undone', at('2026-11-03 12:04')))
  const cancel = { merchantId, invoiceId: cancelled.id, reason: undefined, actor }
  got(await story.cancelInvoice(cancel, at('2026-11-04 09:00')))
  await pay(repeated, 'r-repeat-1', '2026-11-04 12:00')
  await pay(repeated, 'r-repeat-2', '2026-11-06 12:00')
  const nobody = { id: 'inv_nobody', number: '2900000000001', amountYen: 3_000 }
  const refunded = await pay(nobody, 'r-refunded', '2026-11-04 13:00')
  const claimed = await pay(nobody, 'r-claimed', '2026-11-04 13:01', 11_000)
  const decide = (paymentId: string, decision: 'accept' | 'refunded', by: string, invoiceId?: string) =>
    story.resolvePayment(
      { merchantId: by, paymentId, decision, note: '電話で確認', invoiceId, actor },
      at('2026-11-05 10:00'),
    )
  got(await decide(second, 'accept', merchantId))
  got(await decide(refunded, 'refunded', CENTRE_ID))
  got(await decide(claimed, 'accept', CENTRE_ID, undone.id))
  await store.commit([
    {
      kind: 'count-fax',
      key: 'fax-1',
      merchantId,
      day: at('2026-11-05 10:00').toZonedDateTimeISO('Asia/Tokyo').toPlainDate(),
    },
  ])
  for (const receipt of ['r-paid', 'r-first', 'r-second', 'r-repeat-1', 'r-refunded', 'r-claimed'])
    got(await story.confirmPayment(receipt, at('2026-11-06 04:00')))
  const [fee] = (await store.invoices(CENTRE_ID, {}, 10)).items
  if (fee !== undefined) {
    ids['fee'] = fee.id
    await pay(fee, 'r-fee', '2026-11-06 12:30')
    got(await story.confirmPayment('r-fee', at('2026-11-07 04:00')))
  }
  const bytes = new TextEncoder().encode('%PDF-1.7 a sheet')
  const sha256 = await toSha256(bytes)
  await vault.put(sheetKey({ invoiceId: paid.id, sha256 }), bytes)
  const sheet = {
    invoiceId: paid.id,
    sha256,
    bytes: bytes.length,
    printedAt: at('2026-11-02 10:00'),
  }
  await store.commit([{ kind: 'store-sheets', sheets: [sheet] }])
  for (const day of ['06', '09', '11', '13', '16', '18', '20', '24', '25', '30'])
    await open.tick(at(`2026-11-${day} 00:30`))
}

/** Past the payout of the first settlement. */
const audited = at('2026-11-30 12:00')

beforeAll(async () => {
  const database = openSqlite(path)
  await migrateSqlite(database)
  await liveThrough(openStory(database, vault))
  database.runScript('pragma wal_checkpoint(truncate)')
  database.close()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

let copies = 0
/** What the check finds after these statements were run on a copy of the books; `{name}` stands for an id. */
const auditAfter = async (script: string, kept = vault): Promise<BooksReport> => {
  copies += 1
  const copy = join(folder, `copy-${copies}.db`)
  copyFileSync(path, copy)
  const database = openSqlite(copy)
  database.runScript(
    `pragma foreign_keys = off;${script.replace(/\{([\w-]+)\}/g, (_, name: string) => `'${ids[name] ?? name}'`)}`,
  )
  const report = await openStory(database, kept).verify(audited)
  database.close()
  return report
}

const rulesOf = ({ differences }: BooksReport): readonly BookRule[] => differences.map(({ rule }) => rule)

describe('books that nobody touched', () => {
  it('are whole, and it is said what was checked', async () => {
    const report = await auditAfter('')
    expect(report.differences).toEqual([])
    expect(report.differenceCount).toBe(0)
    expect(report.counts).toMatchObject({ invoices: 8, payments: 9, settlements: 5, faxes: 1, sheets: 1 })
    expect(report.accounts.every(({ expectedYen, foundYen }) => expectedYen === foundYen)).toBe(true)
    const sum = report.accounts.reduce((total, { foundYen }) => total + foundYen, 0)
    expect(sum).toBe(0)
  })

  it('hold money in every account that this month touched', async () => {
    const { accounts } = await auditAfter('')
    expect(accounts.map(({ account }) => account)).toEqual([
      'bank',
      'fee-income',
      'merchant-carried',
      'merchant-confirmed',
      'merchant-payout',
      'merchant-preliminary',
      'stamp-income',
      'store-receivable',
      'suspense',
      'tax-payable',
    ])
  })
})

describe('tampering is named, with the place and what was expected', () => {
  const first = `(select id from settlements order by closing_day limit 1)`
  it.each<[string, BookRule, string, string]>([
    [
      'a balance of the ledger',
      'ledger-entry',
      'ledger collected:{r-paid}',
      `update ledger_entries set amount_yen = amount_yen + 1 where cause = 'collected:' || {r-paid} and position = 0`,
    ],
    [
      'one side of a posting',
      'ledger-sum',
      'ledger collected:{r-paid}',
      `update ledger_entries set amount_yen = amount_yen + 1 where cause = 'collected:' || {r-paid} and position = 0`,
    ],
    [
      'both sides of a posting',
      'ledger-balance',
      'account store-receivable {merchant}',
      `update ledger_entries set amount_yen = 2 * amount_yen where cause = 'collected:' || {r-paid}`,
    ],
    [
      'the account of an entry',
      'ledger-entry',
      'ledger confirmed:{r-paid}',
      `update ledger_entries set account = 'bank' where cause = 'confirmed:' || {r-paid} and position = 1`,
    ],
    [
      'the merchant of an entry',
      'ledger-entry',
      'ledger confirmed:{r-paid}',
      `update ledger_entries set merchant_id = 'mer_centre' where cause = 'confirmed:' || {r-paid}`,
    ],
    [
      'the day of an entry',
      'ledger-entry',
      'ledger confirmed:{r-paid}',
      `update ledger_entries set day = '2026-11-01' where cause = 'confirmed:' || {r-paid}`,
    ],
    [
      'entries taken away',
      'ledger-entry',
      'ledger refunded:{r-refunded}',
      `delete from ledger_entries where cause = 'refunded:' || {r-refunded}`,
    ],
    [
      'entries put in',
      'ledger-stray',
      'ledger_entries gift:1',
      `insert into ledger_entries values ('gift:1', 0, {merchant}, 'bank', 5, '2026-11-05'), ('gift:1', 1, {merchant}, 'suspense', -5, '2026-11-05')`,
    ],
    [
      'entries of a payment that is not there',
      'ledger-stray',
      'ledger_entries collected:pay_x',
      `insert into ledger_entries values ('collected:pay_x', 0, {merchant}, 'bank', 5, '2026-11-05')`,
    ],
    [
      'the amount of a payment',
      'ledger-entry',
      'ledger collected:{r-first}',
      `update payments set amount_yen = 1 where id = {r-first}`,
    ],
    [
      'the amount of a payment, as its invoice sees it',
      'invoice-payment',
      'payment {r-first}',
      `update payments set amount_yen = 1 where id = {r-first}`,
    ],
    [
      'the day of a payment',
      'payment-state',
      'payment {r-first}',
      `update payments set collected_day = '2026-11-02' where id = {r-first}`,
    ],
    [
      'the state of a payment',
      'payment-state',
      'payment {r-repeat-2}',
      `update payments set state = 'confirmed', confirmed_at = '2026-11-07T00:00:00.000Z' where id = {r-repeat-2}`,
    ],
    [
      'a version of a payment',
      'payment-history',
      'payment {r-first}',
      `delete from payment_history where payment_id = {r-first} and version = 2`,
    ],
    [
      'a move of a payment',
      'payment-move',
      'payment {r-undone}',
      `update payment_history set to_state = 'preliminary' where payment_id = {r-undone} and version = 2`,
    ],
    [
      'a problem that is gone',
      'ledger-entry',
      'ledger collected:{r-refunded}',
      `update payments set problem = null where id = {r-refunded}`,
    ],
    [
      'a decision',
      'payment-state',
      'payment {r-refunded}',
      `update payments set resolution = 'accept' where id = {r-refunded}`,
    ],
    [
      'whose a payment is',
      'payment-state',
      'payment {r-claimed}',
      `update payments set merchant_id = 'mer_centre' where id = {r-claimed}`,
    ],
    [
      'a payment that is gone',
      'stray',
      'payment_history {r-first}',
      `delete from payments where id = {r-first}`,
    ],
    [
      'an invoice without its payment',
      'stray',
      'invoices {doubled}',
      `delete from payments where id = {r-first}`,
    ],
    [
      'the status of an invoice',
      'invoice-state',
      'invoice {expired}',
      `update invoices set status = 'open' where id = {expired}`,
    ],
    [
      'the amount of an invoice',
      'invoice-payment',
      'payment {r-first}',
      `update invoices set amount_yen = 12000 where id = {doubled}`,
    ],
    [
      'the payment of an invoice',
      'invoice-state',
      'invoice {doubled}',
      `update invoices set paid_payment_id = {r-second} where id = {doubled}`,
    ],
    [
      'a version of an invoice',
      'invoice-history',
      'invoice {paid}',
      `delete from invoice_history where invoice_id = {paid} and version = 2`,
    ],
    [
      'a move of an invoice',
      'invoice-move',
      'invoice {expired}',
      `update invoice_history set to_status = 'confirmed' where invoice_id = {expired} and version = 2`,
    ],
    [
      'the day an invoice ended',
      'invoice-state',
      'invoice {cancelled}',
      `update invoices set ended_day = '2026-11-05' where id = {cancelled}`,
    ],
    [
      'an unpaid fee for a repeat invoice that was paid',
      'invoice-state',
      'invoice {repeated}',
      `update invoices set ended_day = '2026-11-08' where id = {repeated}`,
    ],
    [
      'an invoice that is gone',
      'stray',
      'invoice_history {expired}',
      `delete from invoices where id = {expired}`,
    ],
    [
      'a payment in no settlement',
      'settlement-claim',
      'payment {r-paid}',
      `update payments set settlement_id = null where id = {r-paid}`,
    ],
    [
      'a payment in another settlement',
      'settlement-claim',
      'payment {r-paid}',
      `update payments set settlement_id = (select id from settlements order by closing_day limit 1 offset 1) where id = {r-paid}`,
    ],
    [
      'a problem in a settlement',
      'settlement-claim',
      'payment {r-refunded}',
      `update payments set settlement_id = ${first} where id = {r-refunded}`,
    ],
    [
      'an unpaid invoice in no settlement',
      'settlement-claim',
      'invoice {cancelled}',
      `update invoices set ended_settlement_id = null where id = {cancelled}`,
    ],
    ['a FAX in no settlement', 'settlement-claim', 'fax fax-1', `update faxes set settlement_id = null`],
    [
      'a settlement that lost a payment',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-05',
      `update payments set settlement_id = null where id = {r-paid}`,
    ],
    [
      'the payout of a settlement',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-05',
      `update settlements set body = json_set(body, '$.totals.payoutYen', 1) where id = ${first}`,
    ],
    [
      'the carried balance of a settlement',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-10',
      `update settlements set body = json_set(body, '$.totals.carriedInYen', 1) where closing_day = '2026-11-10'`,
    ],
    [
      'a line of a settlement',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-05 line 2',
      `update settlement_lines set body = json_set(body, '$[1][1]', -119) where settlement_id = ${first}`,
    ],
    [
      'a line taken away',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-05 line 1',
      `update settlement_lines set body = json_remove(body, '$[0]') where settlement_id = ${first}`,
    ],
    [
      'a payout day',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-05',
      `update settlements set body = json_set(body, '$.payoutDay."$day"', '2026-11-19') where id = ${first}`,
    ],
    [
      'a plan',
      'settlement-amount',
      'settlement set_{merchant}_2026-11-05',
      `update merchants set plan = 'plan-130' where id = {merchant}`,
    ],
    [
      'a cycle',
      'settlement-period',
      'settlement set_{merchant}_2026-11-05',
      `update merchants set cycle = 'month-end' where id = {merchant}`,
    ],
    [
      'a settlement that is gone',
      'settlement-missing',
      'settlement set_{merchant}_2026-11-05',
      `delete from settlements where id = ${first}`,
    ],
    [
      'a settlement fixed no more',
      'settlement-missing',
      'settlement set_{merchant}_2026-11-05',
      `update settlements set status = 'closed' where id = ${first}`,
    ],
    [
      'a payout undone',
      'settlement-state',
      'settlement set_{merchant}_2026-11-05',
      `update settlements set status = 'fixed' where id = ${first}`,
    ],
    [
      'a payout before its day',
      'settlement-state',
      'settlement set_{merchant}_2026-11-15',
      `update settlements set status = 'paid' where closing_day = '2026-11-15'`,
    ],
    ['the digest of a sheet', 'kept-bytes', 'sheet {paid}', `update sheets set sha256 = 'ab'`],
  ])('%s: %s', async (_, rule, where, script) => {
    const report = await auditAfter(script)
    const place = where.replace(/\{([\w-]+)\}/g, (_all, name: string) => ids[name] ?? name)
    const named = report.differences.filter((difference) => difference.where === place)
    expect({ place, rules: named.map((difference) => difference.rule) }).toEqual({
      place,
      rules: expect.arrayContaining([rule]),
    })
    for (const { expected, found } of named) expect(expected).not.toBe(found)
  })

  it('a sheet whose bytes were changed, or are gone', async () => {
    const changed = createMemoryVault()
    const sha256 = await toSha256(new TextEncoder().encode('%PDF-1.7 a sheet'))
    await changed.put(
      sheetKey({ invoiceId: ids['paid'] ?? '', sha256 }),
      new TextEncoder().encode('%PDF-1.7 a sheeT'),
    )
    expect(rulesOf(await auditAfter('', changed))).toEqual(['kept-bytes'])
    expect(rulesOf(await auditAfter('', createMemoryVault()))).toEqual(['kept-bytes'])
  })

  it('a collection data file whose bytes are gone', async () => {
    const report =
      await auditAfter(`insert into feeds values ('fed_1', {merchant}, 'ab', 'a.csv', 'dsk', 3, 0, 0, '{}',
      'staff', '田中', '2026-11-05T00:00:00.000Z')`)
    expect(report.differences).toMatchObject([{ where: 'feed fed_1', rule: 'kept-bytes' }])
  })

  it('more differences than can be shown are all counted', async () => {
    const many = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)
      insert into faxes select 'f' || i, {merchant}, '2026-11-04', null from n`
    const report = await auditAfter(many)
    expect(report.differenceCount).toBe(1_500)
    expect(report.differences).toHaveLength(1_000)
  })
})
