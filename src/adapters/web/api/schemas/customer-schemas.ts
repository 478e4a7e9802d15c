/** Customers as earlier bills remember them. */
import * as z from 'zod'
import { pagingQuery, say } from './schema-parts.ts'

export const customerQuery = z.object({
  q: say(
    z.string().max(200).optional(),
    '名前・フリガナ・メール・電話・番号の一部',
    'Part of name, kana, e-mail, phone or number.',
    '花子',
  ),
  ...pagingQuery,
})
