/** Prints many sheets as one file: a selection in the order it was given, or a part of a batch in the order of its rows. */
import type { Invoice } from '../domain/invoice.ts'
import type { Instant } from '../domain/jst-day.ts'
import { isPayable } from '../domain/payment.ts'
import { fail, ok, type Problem, type Result, refuse } from '../domain/result.ts'
import { MAX_SHEETS_TOGETHER } from '../domain/sheet.ts'
import { contentOf } from './bill-customers.ts'
import { createLogoReader } from './set-logo.ts'
import type { World } from './world.ts'

/** `part` counts from 1, in steps of `MAX_SHEETS_TOGETHER` rows. */
export type SheetSelection =
  | { readonly kind: 'invoices'; readonly ids: readonly string[] }
  | { readonly kind: 'batch'; readonly batchId: string; readonly part: number }

export type SheetsRequest = { readonly merchantId: string; readonly selection: SheetSelection }

/** One PDF; a selected invoice that can no longer be paid is named, in a batch it is left out. */
export const printSheets = async (
  world: World,
  { merchantId, selection }: SheetsRequest,
  now: Instant,
): Promise<Result<Uint8Array>> => {
  const found =
    selection.kind === 'invoices'
      ? await selectInvoices(world, merchantId, selection.ids, now)
      : await selectPart(world, merchantId, selection, now)
  if (!found.ok) return found
  const logo = createLogoReader(world)
  return world.printer.printTogether(
    await Promise.all(found.value.map((invoice) => contentOf(world, invoice, logo))),
  )
}

const selectInvoices = async (
  world: World,
  merchantId: string,
  ids: readonly string[],
  now: Instant,
): Promise<Result<readonly Invoice[]>> => {
  if (ids.length === 0 || ids.length > MAX_SHEETS_TOGETHER) return wrongCount(ids.length)
  const known = new Map((await world.store.invoicesById(ids)).map((invoice) => [invoice.id, invoice]))
  const invoices: Invoice[] = []
  for (const id of ids) {
    const invoice = known.get(id)
    if (invoice?.merchantId !== merchantId)
      return fail({ kind: 'not-found', what: 'invoice', id: id.slice(0, 64) })
    invoices.push(invoice)
  }
  const unpayable = invoices.flatMap((invoice, index) =>
    isPayable(invoice, now) ? [] : [notPayable(invoice, index)],
  )
  return unpayable.length > 0 ? refuse(...unpayable) : ok(invoices)
}

const selectPart = async (
  world: World,
  merchantId: string,
  { batchId, part }: Extract<SheetSelection, { kind: 'batch' }>,
  now: Instant,
): Promise<Result<readonly Invoice[]>> => {
  const batch = await world.store.batch(batchId)
  if (batch?.merchantId !== merchantId)
    return fail({ kind: 'not-found', what: 'batch', id: batchId.slice(0, 64) })
  const rows = await world.store.invoicesOfBatch(
    batchId,
    (part - 1) * MAX_SHEETS_TOGETHER,
    MAX_SHEETS_TOGETHER,
  )
  const payable = rows.filter((invoice) => isPayable(invoice, now))
  return payable.length === 0 ? nothingToPrint(part) : ok(payable)
}

const wrongCount = (count: number): Result<never> =>
  refuse({
    field: 'invoice_ids',
    value: String(count),
    rule: 'count',
    message: {
      ja: `1回に印刷できるのは1〜${MAX_SHEETS_TOGETHER}枚です（いま${count}枚）。請求を選び直してください。`,
      en: `1 to ${MAX_SHEETS_TOGETHER} sheets fit in one file (there are ${count}); choose again.`,
    },
  })

const notPayable = (invoice: Invoice, index: number): Problem => ({
  field: `invoice_ids[${index}]`,
  value: invoice.id,
  rule: 'payable',
  message: {
    ja: `${invoice.customer.name}様の「${invoice.subject}」は、もうお支払いいただけません。選択から外してください。`,
    en: `“${invoice.subject}” of ${invoice.customer.name} can no longer be paid; leave it out.`,
  },
})

const nothingToPrint = (part: number): Result<never> =>
  refuse({
    field: 'part',
    value: String(part),
    rule: 'payable',
    message: {
      ja: 'この部分に、お支払いいただける請求はありません。ほかの部分を選んでください。',
      en: 'This part of the batch holds no invoice that can be paid; choose another part.',
    },
  })
