/** Payments as they are shown, and what a person decides about them. */
import * as z from 'zod'
import { anId, pagingQuery, say } from './schema-parts.ts'

/** Longest note of a decision, in characters. */
const MAX_NOTE = 300

export const paymentState = z.enum(['preliminary', 'confirmed', 'cancelled'])

export const paymentProblem = z.enum(['late', 'duplicate', 'amount-mismatch', 'unknown', 'after-cancel'])

export const resolveBody = z.strictObject({
  decision: say(z.enum(['accept', 'refunded']), '受け入れる・返金した', 'Accepted, or refunded.'),
  note: say(z.string().min(1).max(MAX_NOTE), '理由', 'Why.'),
  invoice_id: say(anId.optional(), 'どの請求の入金か', 'The invoice it is for.'),
})

const written = z.string().max(200).optional()

const filterShape = {
  day: say(written, '収納日', 'Day of the collection.', '2026-11-25'),
  day_from: written,
  day_to: written,
  state: say(paymentState.optional(), '状態', 'State.'),
  problem: say(
    z.enum(['any', 'undecided', ...paymentProblem.options]).optional(),
    '問題の種類',
    'Problem; undecided: waits for a person.',
  ),
  amount_min: written,
  amount_max: written,
  q: say(
    written,
    '受付番号・番号・お客さま・請求番号の一部',
    'Part of receipt, number, customer or reference.',
  ),
}

export const paymentQuery = z.object({ ...filterShape, ...pagingQuery })

export const paymentExportQuery = z.object(filterShape)
