/** A bill that waits for somebody's yes: it travels inside the button or view and comes back signed by Slack. */
import * as z from 'zod'
import type { Instant } from '../../domain/jst-day.ts'
import { parseAmount } from '../../domain/parse-amount.ts'
import type { Store } from '../../ports.ts'

const text = z.string().max(600).optional()

const shape = z.object({
  raw: z.object({
    amount: text,
    due: text,
    subject: text,
    email: text,
    number: text,
    reference: text,
    customer_name: text,
    kana: text,
    honorific: text,
    phone: text,
    tax: text,
    deliver: text,
    note: text,
    language: text,
    remind: text,
    repeat: z.boolean().optional(),
    lines: z
      .array(z.object({ description: z.string(), amount: z.string(), tax_rate: z.number() }))
      .optional(),
  }),
  /** Who typed it. */
  userId: z.string(),
  userName: z.string(),
  /** The same for every repeat: it is registered once. */
  key: z.string(),
})

export type PendingBill = z.infer<typeof shape>

/** Its total in yen, of its lines where it has no amount; undefined when that cannot be read. */
export const amountOf = ({ amount, lines = [] }: PendingBill['raw']): number | undefined => {
  const parts = amount === undefined ? lines.map((line) => line.amount) : [amount]
  const read = parts.map((part) => parseAmount(part))
  if (read.length === 0 || read.some(({ ok }) => !ok)) return undefined
  return read.reduce((sum, part) => sum + (part.ok ? part.value : 0), 0)
}

/** Longest value of a button, and longest metadata of a view, in characters. */
export const MAX_BUTTON_VALUE = 2_000
export const MAX_METADATA = 3_000

const SCOPE = 'slack-pending'
const KEPT = 'kept:'

/** What a button or view carries: the bill itself, or where it is kept when it is too long for that. */
export const writePending = async (
  store: Pick<Store, 'commit'>,
  bill: PendingBill,
  max: number,
  now: Instant,
): Promise<string> => {
  const whole = JSON.stringify(bill)
  if (whole.length <= max) return whole
  const { key } = bill
  // A repeat finds its bill kept already.
  await store.commit([
    {
      kind: 'remember-answer',
      answer: { scope: SCOPE, key, bodyHash: '', status: 200, body: whole, at: now },
    },
  ])
  return `${KEPT}${key}`
}

/** Undefined for what is none: a button of another version of pitpost. */
export const readPending = async (
  store: Pick<Store, 'rememberedAnswer'>,
  value: string,
): Promise<PendingBill | undefined> => {
  const isKept = value.startsWith(KEPT)
  const kept = isKept ? await store.rememberedAnswer(SCOPE, value.slice(KEPT.length)) : undefined
  try {
    const parsed = shape.safeParse(JSON.parse(isKept ? (kept?.body ?? '') : value))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
