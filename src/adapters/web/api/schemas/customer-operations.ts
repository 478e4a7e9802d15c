import { knownCustomerSchema } from './customer-answers.ts'
import { customerQuery } from './customer-schemas.ts'
import type { Operation } from './operation.ts'
import { pageOf } from './schema-parts.ts'

const tag = 'customers'
export const customerOperations: readonly Operation[] = [
  {
    ...{ id: 'listCustomers', method: 'get', path: '/customers', tag },
    says: { ja: 'お客さまをさがす（最近の順）', en: 'Find customers, those seen last first' },
    query: customerQuery,
    answers: { 200: pageOf(knownCustomerSchema, 'CustomerPage') },
    refusals: [422],
  },
  {
    ...{ id: 'getCustomer', method: 'get', path: '/customers/{id}', tag },
    says: { ja: 'お客さま1人', en: 'One customer' },
    answers: { 200: knownCustomerSchema },
    refusals: [404],
  },
]
