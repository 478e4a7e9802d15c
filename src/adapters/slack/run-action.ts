/** Does what a pressed button asks. */
import type { Instant } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { drawFailure, drawHint, drawSaid } from './draw-answer.ts'
import { readPending } from './pending-bill.ts'
import { type Answer, type BillDeps, registerBill } from './register-bill.ts'

/** Buttons that do something; the others only open a page. */
export const ACTIONS = [
  'register-bill',
  'approve-bill',
  'drop-bill',
  'cancel-invoice',
  'send-notice',
] as const
export type ActionName = (typeof ACTIONS)[number]

export type Pressed = {
  readonly action: ActionName
  readonly value: string
  readonly userId: string
  readonly userName: string
}

/** The answer; `replaces` the message whose button was pressed when the question is settled. */
export const runAction = async (
  deps: BillDeps,
  merchant: Merchant,
  pressed: Pressed,
  now: Instant,
): Promise<Answer & { readonly replaces: boolean }> => {
  switch (pressed.action) {
    case 'drop-bill':
      return {
        ...drawSaid({ ja: 'やめました。何も変えていません。', en: 'Dropped; nothing was changed.' }),
        audience: 'typist',
        replaces: true,
      }
    case 'register-bill':
    case 'approve-bill':
      return settleBill(deps, merchant, pressed, now)
    case 'cancel-invoice':
      return cancel(deps, merchant, pressed, now)
    case 'send-notice':
      return send(deps, merchant, pressed, now)
  }
}

const settleBill = async (
  deps: BillDeps,
  merchant: Merchant,
  { action, value, userId, userName }: Pressed,
  now: Instant,
): Promise<Answer & { readonly replaces: boolean }> => {
  const bill = await readPending(deps.store, value)
  if (bill === undefined) return { ...outdated, replaces: true }
  if (action === 'approve-bill' && bill.userId === userId) {
    return {
      ...drawHint({
        ja: 'ご自分の請求は承認できません。ほかの人にお願いしてください',
        en: 'you cannot approve your own bill; ask somebody else',
      }),
      audience: 'typist',
      replaces: false,
    }
  }
  const actor = action === 'approve-bill' ? `${bill.userName}（承認 ${userName}）` : userName
  return { ...(await registerBill(deps, merchant, bill, actor, now)), replaces: true }
}

const cancel = async (
  { story }: BillDeps,
  merchant: Merchant,
  { value, userName }: Pressed,
  now: Instant,
): Promise<Answer & { readonly replaces: boolean }> => {
  const asked = readTarget(value)
  if (asked === undefined) return { ...outdated, replaces: true }
  const actor = { kind: 'slack', name: userName } as const
  const request = { merchantId: merchant.id, invoiceId: asked.id, reason: asked.reason, actor }
  const result = await story.cancelInvoice(request, now)
  const drawn = result.ok
    ? drawSaid({ ja: '🗑️ 請求を取り消しました。', en: 'The bill was cancelled.' })
    : drawFailure(result.failure)
  return { ...drawn, audience: 'typist', replaces: result.ok }
}

const send = async (
  { story }: BillDeps,
  merchant: Merchant,
  { value, userName }: Pressed,
  now: Instant,
): Promise<Answer & { readonly replaces: boolean }> => {
  const asked = readTarget(value)
  if (asked === undefined) return { ...outdated, replaces: true }
  const actor = { kind: 'slack', name: userName } as const
  const request = { merchantId: merchant.id, invoiceId: asked.id, to: undefined, actor }
  const result = await story.notifyAgain(request, now)
  const drawn = result.ok ? drawSaid(sentTo(result.value.customer.email)) : drawFailure(result.failure)
  return { ...drawn, audience: 'typist', replaces: false }
}

export const sentTo = (address: string | undefined) => ({
  ja: `✉️ お知らせをもう一度送ります（${address ?? ''}）。`,
  en: `The notice goes out once more to ${address ?? ''}.`,
})

const outdated: Answer = {
  ...drawHint({
    ja: 'このボタンは古くなりました。もう一度コマンドを打ってください',
    en: 'this button is out of date; type the command again',
  }),
  audience: 'typist',
}

const readTarget = (
  value: string,
): { readonly id: string; readonly reason: string | undefined } | undefined => {
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed !== 'object' || parsed === null || !('id' in parsed)) return undefined
    const reason = 'reason' in parsed && typeof parsed.reason === 'string' ? parsed.reason : undefined
    return { id: String(parsed.id), reason }
  } catch {
    return undefined
  }
}
