/** Customers over the API: found by what one begins to type, and one with what is known. */
import type { Hono } from 'hono'
import { toStamp } from '../../../domain/jst-day.ts'
import type { KnownCustomer } from '../../../domain/known-customer.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readQuery } from './read-json.ts'
import type { KnownCustomerJson } from './schemas/customer-answers.ts'
import { customerQuery } from './schemas/customer-schemas.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/customers` routes. */
export const addCustomerRoutes = (api: Hono<StaffEnv>, { store }: StaffDeps): void => {
  api.get('/customers', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const query = readQuery(c, customerQuery)
    if (!query.ok) return answerFailure(c, query.failure)
    const { limit, cursor } = paging.value
    const page = await store.customers(c.get('key').merchantId, query.value.q ?? '', limit, cursor)
    return answerPage(c, page, toKnownJson)
  })

  api.get('/customers/:id', async (c) => {
    const known = await store.customer(c.req.param('id'))
    if (known?.merchantId !== c.get('key').merchantId)
      return answerFailure(c, { kind: 'not-found', what: 'customer', id: c.req.param('id') })
    return c.json(toKnownJson(known))
  })
}

/** A customer as the HTTP surface shows it. */
export const toKnownJson = (known: KnownCustomer): KnownCustomerJson => ({
  id: known.id,
  name: known.customer.name,
  kana: known.customer.kana ?? null,
  honorific: known.customer.honorific ?? null,
  email: known.customer.email ?? null,
  phone: known.customer.phone ?? null,
  language: known.customer.language ?? null,
  number: known.number ?? null,
  last_subject: known.lastSubject ?? null,
  last_amount: known.lastAmountYen ?? null,
  first_seen_at: toStamp(known.firstSeenAt),
  seen_at: toStamp(known.seenAt),
})
