import { queuedSchema } from './delivery-answers.ts'
import { batchSchema, fileRefusedSchema } from './file-answers.ts'
import { fileQuery, sheetsBody } from './file-schemas.ts'
import type { Operation } from './operation.ts'

const tag = 'files'
const file = { raw: 'text/csv', parts: { file: 'file' } } as const
export const fileOperations: readonly Operation[] = [
  {
    ...{ id: 'registerFile', method: 'post', path: '/files', tag },
    says: { ja: 'ファイルで登録する（4,000件まで）', en: 'Register a file of up to 4,000 invoices' },
    query: fileQuery,
    upload: file,
    answers: { 200: batchSchema, 202: batchSchema, 422: fileRefusedSchema },
    refusals: [409],
  },
  {
    ...{ id: 'getFile', method: 'get', path: '/files/{id}', tag },
    says: { ja: '一括登録の結果とお知らせの進み', en: 'A batch and the progress of its notices' },
    answers: { 200: batchSchema },
    refusals: [404],
  },
  {
    ...{ id: 'getRefusedRows', method: 'get', path: '/files/{id}/problems.csv', tag },
    says: { ja: '登録できなかった行と理由', en: 'The refused rows with their reasons' },
    answers: { 200: 'text/csv' },
    refusals: [404],
  },
  {
    ...{ id: 'retryFile', method: 'post', path: '/files/{id}/retry', tag },
    says: { ja: '送れなかったお知らせをもう一度', en: 'Send what could not be sent' },
    answers: { 202: queuedSchema },
    refusals: [404, 409],
  },
  {
    ...{ id: 'printSheets', method: 'post', path: '/sheets', tag },
    says: { ja: 'シート100枚までを1つのPDFに', en: 'Up to 100 sheets in one PDF' },
    body: sheetsBody,
    example: { invoice_ids: ['<INVOICE_ID>'] },
    answers: { 200: 'application/pdf' },
    refusals: [404, 409, 422, 503],
  },
]
