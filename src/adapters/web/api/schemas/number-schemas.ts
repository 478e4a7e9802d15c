/** Card numbers, cards, their design, and documents. */
import * as z from 'zod'
import { MAX_CARD_NUMBERS } from '../../../../application/issue-card-numbers.ts'
import { cardDesignNames } from '../../../../application/print-cards.ts'
import { pagingQuery, say, shortText } from './schema-parts.ts'

export const kind = z.enum(['card', 'notice'])

export const issueBody = z.strictObject({
  count: say(z.int().min(1).max(MAX_CARD_NUMBERS), '枚数', 'How many.'),
  kind: kind.default('card'),
})

export const assignBody = z.strictObject({
  customer: z.strictObject({
    name: shortText,
    kana: shortText.optional(),
    email: shortText.optional(),
    phone: shortText.optional(),
  }),
})

export const releaseBody = z.strictObject({})

export const numberQuery = z.object({
  kind: say(kind.optional(), 'カード用・ご案内用', 'For cards, or from notices.'),
  free: say(z.enum(['true', 'false']).optional(), '空いている番号だけ', 'Only those nobody has.'),
  ...pagingQuery,
})

/** A list of designs, the standard one first. */
export const design = say(z.enum(cardDesignNames).optional(), 'デザイン', 'Design.')

export const cardQuery = z.object({ design })

export const cardPdfQuery = z.object({
  design,
  marks: say(z.string().optional(), 'true：塗り足しとトンボ', 'true: bleed and crop marks.'),
})

export const cardsQuery = z.object({
  design,
  numbers: say(
    z.string().max(20_000).optional(),
    '番号をカンマで区切って',
    'Numbers, separated by commas.',
    '<NUMBER>',
  ),
})

export const designQuery = z.object({
  dry_run: say(z.string().optional(), 'true：調べるだけ', 'true: check only.'),
})
