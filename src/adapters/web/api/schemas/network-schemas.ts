/** What stores send over the network interface, and what they are answered. */
import * as z from 'zod'
import { say } from './schema-parts.ts'

/** Invoices on one slip. */
const MAX_SLIP_INVOICES = 20

const till = {
  receipt: say(
    z.string().min(1).max(64),
    '店舗の受付番号（一度だけ）',
    "The till's receipt; counts once.",
    'R-0001',
  ),
  paid_at: say(
    z.iso.datetime({ offset: true }),
    '収納した時刻',
    'When it was paid.',
    '2026-11-25T12:34:56+09:00',
  ),
  chain: say(z.string().regex(/^\d{3}$/), 'チェーンのコード', 'Code of the chain.', '020'),
  store: say(z.string().min(1).max(20), '店舗のコード', 'Code of the store.', '000123'),
}

export const number = z.string().max(40)

export const inquiryBody = z.object({ number })

export const slipBody = z.object({
  number,
  invoice_ids: z.array(z.string().max(64)).min(1).max(MAX_SLIP_INVOICES),
})

export const paymentBody = z.union([
  z.object({ slip: z.string().max(64), ...till }),
  z.object({
    number,
    invoice_id: z.string().max(64),
    amount: z.int().min(1).max(99_999_999),
    ...till,
  }),
])
