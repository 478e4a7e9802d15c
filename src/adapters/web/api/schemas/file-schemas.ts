/** Files of invoices, and many sheets in one file. */
import * as z from 'zod'
import { anId, say } from './schema-parts.ts'

export const batchMode = z.enum(['all_or_nothing', 'valid_rows'])

const fileName = say(z.string().max(255).optional(), 'ファイルの名前', 'Name of the file.')

export const fileQuery = z.object({
  name: fileName,
  mode: say(batchMode.optional(), '全部か無し（既定）・正しい行だけ', 'All or nothing, or the valid rows.'),
  dry_run: say(z.string().optional(), 'true：調べるだけ', 'true: check only.', 'true'),
})

/** Parts of a batch: more than the rows of the largest file need. */
const MAX_PART = 1_000

/** Ids that are read at all; how many fit in a file is said by the use case. */
const MAX_IDS = 5_000

export const sheetsBody = z.strictObject({
  invoice_ids: say(z.array(anId).max(MAX_IDS).optional(), '100件まで', 'Up to 100.'),
  batch: anId.optional(),
  part: say(
    z.int().min(1).max(MAX_PART).optional(),
    '一括登録の何番めの100枚か',
    'Which hundred of the batch.',
  ),
})
