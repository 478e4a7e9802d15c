/** The calls of the document about taking a merchant with all its data to another installation. */
import * as z from 'zod'
import { moveBody, moveQuery } from './move-schemas.ts'
import type { Operation } from './operation.ts'
import { count } from './schema-parts.ts'

const tag = { tag: 'moves', role: 'admin' } as const
export const moveOperations: readonly Operation[] = [
  {
    ...{ ...tag, id: 'exportMerchant', method: 'get', path: '/moves/{merchant}' },
    says: { ja: '加盟店の全データを書き出す', en: 'All data of a merchant as a file of lines' },
    answers: { 200: 'application/x-ndjson' },
    refusals: [403, 404],
  },
  {
    ...{ ...tag, id: 'stageMove', method: 'post', path: '/moves/{id}/lines' },
    says: {
      ja: '書き出した行を少しずつ受け取る（センター）',
      en: 'Take lines in, part by part; centre only',
    },
    query: moveQuery,
    upload: { raw: 'application/x-ndjson' },
    answers: { 200: z.strictObject({ staged: count }) },
    refusals: [403, 409, 422],
  },
  {
    ...{ ...tag, id: 'landMove', method: 'post', path: '/moves/{id}/landing' },
    says: { ja: '受け取った行をまとめて取り込む（センター）', en: 'Land what was taken in; centre only' },
    ...{ body: moveBody, example: { lines: 1, sha256: '0'.repeat(64) } },
    answers: { 200: z.strictObject({ lines: count }) },
    refusals: [403, 404, 409, 422],
  },
]
