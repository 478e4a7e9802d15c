/** Mails and what became of them. */
import * as z from 'zod'
import { pagingQuery, say } from './schema-parts.ts'

export const trouble = z.enum(['parked', 'bounced', 'complained'])

export const againBody = z.strictObject({
  to: say(z.string().max(300).optional(), '直した宛先', 'The address, put right.'),
})

export const deliveryQuery = z.object({
  state: say(trouble.optional(), '送れていない・戻った・苦情', 'Not sent, come back, or unwelcome.'),
  batch: say(z.string().max(200).optional(), '一括登録のID', 'Id of a batch.'),
  ...pagingQuery,
})
