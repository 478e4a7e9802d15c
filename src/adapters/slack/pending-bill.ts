/** A bill that waits for somebody's yes: it travels inside the button and comes back signed by Slack. */
import * as z from 'zod'

const text = z.string().max(300).optional()

const shape = z.object({
  raw: z.object({
    amount: text,
    due: text,
    subject: text,
    email: text,
    number: text,
    reference: text,
    customer_name: text,
    honorific: text,
    phone: text,
    tax: text,
    deliver: text,
  }),
  /** Who typed it. */
  userId: z.string(),
  userName: z.string(),
  /** The same for every repeat: it is registered once. */
  key: z.string(),
})

export type PendingBill = z.infer<typeof shape>

/** Longest value of a button, in characters. */
export const MAX_BUTTON_VALUE = 2_000

export const writePending = (bill: PendingBill): string => JSON.stringify(bill)

/** Undefined for what is none: a button of another version of pitpost. */
export const readPending = (value: string): PendingBill | undefined => {
  try {
    const parsed = shape.safeParse(JSON.parse(value))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
