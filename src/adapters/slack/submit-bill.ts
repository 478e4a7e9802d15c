/** Decides about a submitted modal: problems at their fields, a question on top, or registered in the background. */
import type { ViewResponseAction } from '@slack/bolt'
import * as z from 'zod'
import type { Instant } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { drawFailure } from './draw-answer.ts'
import type { BillMeta } from './draw-bill-view.ts'
import { drawQuestionView } from './draw-question.ts'
import { MAX_METADATA, type PendingBill, writePending } from './pending-bill.ts'
import { readBillView, toErrors } from './read-bill-view.ts'
import { type Answer, askApproval, type BillDeps, examineBill, registerBill } from './register-bill.ts'
import type { ViewState } from './view-kit.ts'

/** What Slack is told at once, and what is done after that and told to the person. */
export type Submitted = {
  readonly answer: ViewResponseAction | undefined
  readonly work?: () => Promise<Answer>
}

export type SubmittedBill = {
  readonly merchant: Merchant
  readonly state: ViewState
  readonly meta: BillMeta
  readonly person: { readonly userId: string; readonly userName: string }
  readonly language: Language
}

/** Reads and checks; nothing is changed before Slack has its answer. */
export const submitBill = async (
  deps: BillDeps,
  { merchant, state, meta, person, language }: SubmittedBill,
  now: Instant,
): Promise<Submitted> => {
  const raw = await readBillView(deps.store, merchant.id, state, meta)
  const checked = await deps.story.checkInvoice({ merchantId: merchant.id, raw }, now)
  if (!checked.ok) {
    if (checked.failure.kind !== 'invalid-input') return failed(checked.failure)
    const errors = toErrors(checked.failure.problems, meta, language)
    return { answer: { response_action: 'errors', errors } }
  }
  const { honorific } = checked.value.customer
  const bill: PendingBill = { ...person, key: meta.key, raw: { ...raw, honorific } }
  const doubt = await examineBill(deps, merchant, bill)
  if (doubt.kind === 'approve')
    return { answer: undefined, work: () => askApproval(deps, bill, doubt.fromYen, now) }
  if (doubt.questions.length === 0)
    return { answer: undefined, work: () => registerBill(deps, merchant, bill, person.userName, now) }
  const view = drawQuestionView(bill, await carry(deps, bill, meta, now), doubt.questions, language)
  return { answer: { response_action: 'push', view } }
}

/** The bill in the question's metadata; kept elsewhere where it is too long. */
const carry = async (
  { store }: BillDeps,
  bill: PendingBill,
  { channel }: BillMeta,
  now: Instant,
): Promise<string> => {
  const inline = writeCarried({ channel, bill: JSON.stringify(bill) })
  if (inline.length <= MAX_METADATA) return inline
  return writeCarried({ channel, bill: await writePending(store, bill, 0, now) })
}

const carried = z.object({ channel: z.string(), bill: z.string() })
const writeCarried = (value: z.infer<typeof carried>): string => JSON.stringify(value)

/** What the question's view carries; undefined for what is none. */
export const readCarried = (metadata: string): z.infer<typeof carried> | undefined => {
  try {
    return carried.safeParse(JSON.parse(metadata)).data
  } catch {
    return undefined
  }
}

const failed = (failure: Parameters<typeof drawFailure>[0]): Submitted => ({
  answer: undefined,
  work: async () => ({ ...drawFailure(failure), audience: 'typist' }),
})
