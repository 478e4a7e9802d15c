/** Invoices as they are accepted and shown. */
import * as z from 'zod'
import { clearable, money, pagingQuery, say, text } from './schema-parts.ts'

const lineBody = z.strictObject({
  description: text,
  quantity: z.number().optional(),
  unit_price: z.number().optional(),
  amount: say(money, '税込金額', 'With tax.'),
  tax_rate: say(z.number(), '10・8・0', '10, 8 or 0.', 10),
})

const linesBody = z.array(lineBody).max(100)

/** The shape of an invoice as accepted; its rules are checked by the registration, all at once. */
export const invoiceBody = z
  .strictObject({
    customer: z.strictObject({
      name: say(text.optional(), '必須', 'Required.', '山田 花子'),
      kana: text.optional(),
      honorific: say(text.optional(), '様 または 御中', '様 or 御中.', '様'),
      email: say(text.optional(), 'お知らせの宛先', 'Where the notice goes.', 'hanako@example.com'),
      phone: text.optional(),
      language: say(text.optional(), 'ja または en', 'ja or en.', 'ja'),
    }),
    subject: say(text.optional(), '件名・必須', 'Required.', '12月分 月謝'),
    amount: say(money.optional(), '税込の請求金額・必須', 'With tax; required.', 13_200),
    tax: say(money.optional(), 'うち消費税', 'Consumption tax within the amount.', 1_200),
    lines: say(linesBody.optional(), '明細。合計を確かめます', 'Lines; their sum is checked.'),
    due: say(
      text.optional(),
      '支払期限。日付、または「+30日」「翌月末」など・必須',
      'A day, or +30日, 翌月末; required.',
      '+30日',
    ),
    reference: say(text.optional(), '請求番号（加盟店の中で一つだけ）', "The merchant's own, unique."),
    number: say(text.optional(), 'お客さまがすでに持つ番号', "The customer's own Smart Pit number."),
    deliver: say(
      text.optional(),
      'customer（既定）・merchant・both・none',
      'customer, merchant, both or none.',
      'customer',
    ),
    note: text.optional(),
    repeat: say(z.boolean().optional(), '支払い後も同じ額で払える', 'Stays payable after each payment.'),
    remind: say(z.boolean().optional(), '期限前のお知らせ', 'Reminders before the due day.'),
  })
  .meta({ id: 'InvoiceRequest' })

export type InvoiceBody = z.infer<typeof invoiceBody>

/** A correction: only what changes; null clears a field. */
export const replaceBody = z
  .strictObject({
    reason: z.string().max(300).nullish(),
    customer: z
      .strictObject({
        name: clearable,
        kana: clearable,
        honorific: clearable,
        email: clearable,
        phone: clearable,
        language: clearable,
      })
      .optional(),
    subject: clearable,
    amount: money.optional(),
    tax: money.nullish(),
    lines: linesBody.nullish(),
    due: clearable,
    reference: clearable,
    number: clearable,
    deliver: clearable,
    note: clearable,
    repeat: z.boolean().optional(),
    remind: z.boolean().optional(),
  })
  .meta({ id: 'InvoiceCorrection' })

export const cancelBody = z.strictObject({ reason: z.string().max(300).optional() })

export const notifyBody = z.strictObject({
  to: say(z.string().max(254).optional(), '別の宛先', 'Another address.'),
})

export const language = z.enum(['ja', 'en'])

export const invoiceStatus = z.enum(['open', 'paid', 'confirmed', 'expired', 'cancelled'])

const written = z.string().max(200).optional()

export const invoiceFilterShape = {
  status: say(invoiceStatus.optional(), '状態', 'State.', 'open'),
  q: say(written, '名前・フリガナ・請求番号・番号の一部', 'Part of name, kana, reference or number.'),
  due_from: say(written, '支払期限のはじめ', 'First due day.', '2026-01-01'),
  due_to: say(written, '支払期限のおわり', 'Last due day.', '今月末'),
  registered_from: say(written, '登録日のはじめ', 'First day of registration.'),
  registered_to: say(written, '登録日のおわり', 'Last day of registration.'),
  amount_min: say(written, '金額の下限', 'Least amount.', '1000'),
  amount_max: say(written, '金額の上限', 'Largest amount.'),
  batch: say(written, '一括登録のID', 'Id of a batch.'),
}

export const invoiceQuery = z.object({ ...invoiceFilterShape, ...pagingQuery })

export const invoiceExportQuery = z.object(invoiceFilterShape)
