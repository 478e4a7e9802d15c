/** The store's side of the network interface: real requests over HTTP, signed as Standard Webhooks. */
import { Webhook } from 'standardwebhooks'
import { toStamp } from '../../domain/jst-day.ts'
import type { Clock, Random } from '../../ports.ts'

export type TerminalDeps = {
  /** Where this server hears itself, without a trailing slash. */
  readonly selfUrl: string
  /** Base64. */
  readonly secret: string
  readonly clock: Clock
  readonly random: Random
}

export type Inquired = {
  readonly number: string
  readonly invoices: readonly {
    readonly id: string
    readonly merchant: string
    readonly subject: string
    readonly amount: number
    readonly due: string
  }[]
}
export type Slipped = { readonly slip: string; readonly total: number; readonly expires_at: string }
export type Paid = { readonly payment_ids: readonly string[]; readonly state: string }
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string }

export type TerminalClient = {
  inquire(number: string): Promise<Answer<Inquired>>
  printSlip(number: string, invoiceIds: readonly string[]): Promise<Answer<Slipped>>
  /** Pays a slip at the register; the receipt is made up here. */
  pay(slip: string, chain: string): Promise<Answer<Paid & { readonly receipt: string }>>
  cancel(receipt: string): Promise<Answer<Paid>>
  confirm(receipt: string): Promise<Answer<Paid>>
}

const STORE = '000123'

export const createTerminalClient = ({ selfUrl, secret, clock, random }: TerminalDeps): TerminalClient => {
  const webhook = new Webhook(secret)
  const call = async <T>(path: string, body: unknown): Promise<Answer<T>> => {
    const text = JSON.stringify(body)
    const id = random.id('msg')
    const at = new Date(clock.now().epochMilliseconds)
    const response = await fetch(`${selfUrl}/network/v1${path}`, {
      method: 'POST',
      body: text,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': webhook.sign(id, at, text),
      },
    })
    const answer: unknown = await response.json()
    // Our own interface: the shapes are those of api.md.
    if (response.ok) return { ok: true, value: answer as T }
    const detail =
      typeof answer === 'object' && answer !== null && 'detail' in answer ? String(answer.detail) : ''
    return { ok: false, message: detail || `エラー ${response.status}` }
  }
  return {
    inquire: (number) => call('/inquiries', { number }),
    printSlip: (number, invoiceIds) => call('/slips', { number, invoice_ids: invoiceIds }),
    pay: async (slip, chain) => {
      const receipt = random.id('rcp')
      const paid = await call<Paid>('/payments', {
        slip,
        receipt,
        paid_at: toStamp(clock.now()),
        chain,
        store: STORE,
      })
      return paid.ok ? { ok: true, value: { ...paid.value, receipt } } : paid
    },
    cancel: (receipt) => call(`/payments/${encodeURIComponent(receipt)}/cancel`, {}),
    confirm: (receipt) => call(`/payments/${encodeURIComponent(receipt)}/confirm`, {}),
  }
}
