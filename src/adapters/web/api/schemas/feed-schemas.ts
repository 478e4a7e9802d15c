/** Collection data files, and failed proofs of sheets. */
import * as z from 'zod'
import { pagingQuery, say } from './schema-parts.ts'

export const feedLayout = z.enum(['dsk', 'fixed-a', 'fixed-b'])

export const feedQuery = z.object({
  name: say(z.string().max(255).optional(), 'ファイルの名前', 'Name of the file.'),
  format: say(feedLayout.optional(), '形式（省けば自動）', 'Layout; recognised when left out.'),
  dry_run: say(z.string().optional(), 'true：調べるだけ', 'true: check only.'),
})

export const feedItemQuery = z.object({
  filter: say(
    z.enum(['all', 'to-do', 'for-person']).optional(),
    '既定：人が見るもの',
    'for-person unless said.',
  ),
  ...pagingQuery,
})

export const feedListQuery = z.object(pagingQuery)
