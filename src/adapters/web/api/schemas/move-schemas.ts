/** What taking in a merchant's data is asked with. */
import * as z from 'zod'
import { say } from './schema-parts.ts'

export const moveBody = z.strictObject({
  lines: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export const moveQuery = z.object({
  from: say(
    z.string().max(20).optional(),
    '何行目からか（0から）',
    'Position of the first line, from 0.',
    '0',
  ),
})
