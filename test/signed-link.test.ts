/** Customers' links are signed: a guess is turned away without a look at the store, what was sent keeps opening. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from '../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite, type SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import { createRandom } from '../src/adapters/system/create-random.ts'
import { createLinks } from '../src/application/create-links.ts'
import { findByLink } from '../src/application/find-by-link.ts'
import type { Store } from '../src/ports.ts'
import { makeInvoice, makeMerchant } from './support/make-invoice.ts'

const opened: SqliteDatabase[] = []
afterAll(() => {
  for (const database of opened) database.close()
})

let store: Store
let looks: string[]
beforeEach(async () => {
  const database = openSqlite(':memory:')
  opened.push(database)
  await migrateSqlite(database)
  const real = createStore(database)
  looks = []
  store = {
    ...real,
    invoiceByToken: (token) => {
      looks.push(token)
      return real.invoiceByToken(token)
    },
  }
})

const random = createRandom()
const merchant = makeMerchant({})

/** An invoice in the store behind that link. */
const keep = async (token: string): Promise<string> => {
  const invoice = makeInvoice({ merchantId: merchant.id, token })
  const { number, merchantId, registeredAt: issuedAt } = invoice
  const done = await store.commit([
    { kind: 'add-merchant', merchant },
    { kind: 'issue-numbers', numbers: [{ number, merchantId, kind: 'notice', issuedAt }] },
    { kind: 'add-invoices', invoices: [invoice], actor: { kind: 'staff', name: 'test' } },
  ])
  expect(done).toBe('done')
  return invoice.id
}

describe('in a new installation', () => {
  it('a link opens its invoice, also by another process over the same store', async () => {
    const [token = ''] = await createLinks({ store, random }).issue(1)
    const id = await keep(token)
    for (const links of [createLinks({ store, random }), createLinks({ store, random })])
      expect((await findByLink({ links, store }, token))?.id).toBe(id)
  })

  it('a guess, or a link with any character changed, costs no look at the store', async () => {
    const links = createLinks({ store, random })
    const [token = ''] = await links.issue(1)
    await keep(token)
    const changed = [...token].map(
      (character, at) => `${token.slice(0, at)}${character === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
    )
    const guesses = Array.from({ length: 50 }, () => random.token())
    for (const wrong of [...changed, ...guesses, '', '../x', `${token}A`, token.slice(1), 'あ'.repeat(32)])
      expect(await findByLink({ links, store }, wrong)).toBeUndefined()
    expect(looks).toEqual([])
    await findByLink({ links, store }, token)
    expect(looks).toEqual([token])
  })

  it('two processes that start at once sign with the same key', async () => {
    const [one, two] = [createLinks({ store, random }), createLinks({ store, random })]
    const [[first = ''], [second = '']] = await Promise.all([one.issue(1), two.issue(1)])
    expect(await Promise.all([one.accepts(second), two.accepts(first)])).toEqual([true, true])
  })

  it('another installation’s links are not taken for ours', async () => {
    const elsewhere = createLinks({ store, random })
    const [token = ''] = await elsewhere.issue(1)
    const database = openSqlite(':memory:')
    opened.push(database)
    await migrateSqlite(database)
    expect(await createLinks({ store: createStore(database), random }).accepts(token)).toBe(false)
  })
})

it('links that were sent before there were signatures keep opening', async () => {
  const [old, links] = [random.token(), createLinks({ store, random })]
  const id = await keep(old)
  expect((await findByLink({ links, store }, old))?.id).toBe(id)
  const [token = ''] = await links.issue(1)
  expect(await links.accepts(token)).toBe(true)
})
