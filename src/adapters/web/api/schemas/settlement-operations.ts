import type { Operation } from './operation.ts'
import { pageOf } from './schema-parts.ts'
import { forecastSchema, settlementDetailSchema, settlementSchema } from './settlement-schemas.ts'

const tag = 'settlements'
export const settlementOperations: readonly Operation[] = [
  {
    ...{ id: 'listSettlements', method: 'get', path: '/settlements', tag },
    says: { ja: '精算（新しい順）', en: 'Settlements, newest first' },
    answers: { 200: pageOf(settlementSchema, 'SettlementPage') },
    refusals: [],
  },
  {
    ...{ id: 'getSettlement', method: 'get', path: '/settlements/{id}', tag },
    says: { ja: '精算とすべての明細', en: 'One settlement with every line' },
    answers: { 200: settlementDetailSchema },
    refusals: [404],
  },
  {
    ...{ id: 'exportSettlement', method: 'get', path: '/settlements/{id}.csv', tag },
    says: { ja: '精算の明細をCSVで', en: 'A settlement as CSV' },
    answers: { 200: 'text/csv' },
    refusals: [404],
  },
  {
    ...{ id: 'getForecast', method: 'get', path: '/forecast', tag },
    says: { ja: 'これからの振込の見込み', en: 'The payouts to come' },
    answers: { 200: forecastSchema },
    refusals: [404],
  },
]
