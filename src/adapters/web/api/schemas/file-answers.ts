/** What is answered about files: types at run time, schemas in the document and the tests. */
import * as z from 'zod'
import { batchMode } from './file-schemas.ts'
import { anId, count, instant, problemDocument, problemList, say, yen } from './schema-parts.ts'

export const batchShape = {
  id: anId,
  status: z.enum(['registered', 'refused']),
  file_name: z.string(),
  mode: batchMode,
  counts: z.strictObject({
    rows: count,
    accepted: count,
    refused: count,
    cuts: say(count, '店舗の画面やレシートで切れる文', 'Texts too wide for their place.'),
  }),
  total: yen,
  cuts: say(
    z.array(
      z.strictObject({ row: count.optional(), field: z.string(), place: z.string(), shown: z.string() }),
    ),
    '切れる文と見える形（はじめの分）',
    'The first texts that will be cut, and what will be seen.',
  ),
  registered_at: instant,
}

export const notices = z.strictObject({
  queued: count,
  sent: count,
  delivered: count,
  delayed: count,
  bounced: count,
  complained: count,
  parked: count,
})

/** `problems` is absent where the first answer is given again. */
export const batchSchema = z
  .strictObject({
    ...batchShape,
    notices: say(notices.optional(), 'お知らせの進み', 'How the notices are getting on.'),
    problems: problemList.optional(),
  })
  .meta({ id: 'Batch' })

export type BatchJson = z.infer<typeof batchSchema>

export const fileRefusedSchema = problemDocument
  .extend({ batch: anId.optional() })
  .meta({ id: 'FileRefused' })
