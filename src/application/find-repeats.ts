/** Finds what would be billed a second time: the same customer, subject and amount, still to be paid. */
import { customerKeyOf } from '../domain/customer-key.ts'
import type { InvoiceDraft } from '../domain/invoice.ts'
import { formatDay } from '../domain/jst-day.ts'
import type { Problem } from '../domain/result.ts'
import { formatNumber } from '../domain/smart-pit-number.ts'
import type { World } from './world.ts'

type Row = { readonly draft: InvoiceDraft; readonly row: number | undefined }

/** One problem for each row that repeats an open invoice. */
export const findRepeats = async (
  { store }: Pick<World, 'store'>,
  merchantId: string,
  rows: readonly Row[],
): Promise<readonly Problem[]> => {
  const wanted = rows.map(({ draft }) => toWanted(draft))
  const open = await store.openRepeats(merchantId, wanted)
  const known = new Map(open.map((invoice) => [keyOf(invoice), invoice]))
  return rows.flatMap(({ draft, row }, index): Problem[] => {
    const invoice = known.get(keyOf(wanted[index] ?? toWanted(draft)))
    if (invoice === undefined) return []
    const number = formatNumber(invoice.number)
    return [
      {
        ...(row === undefined ? {} : { row }),
        field: 'subject',
        value: draft.subject,
        rule: 'repeats-open-invoice',
        message: {
          ja: `同じお客さま・件名・金額の未払いの請求がすでにあります（番号 ${number}、${formatDay(invoice.dueDay, 'ja')}まで）。二重の請求でなければ、そのことを確かめて登録してください。`,
          en: `an open invoice has the same customer, subject and amount (number ${number}, due ${invoice.dueDay}); if this is another one, confirm it.`,
        },
      },
    ]
  })
}

const toWanted = ({ customer, subject, amountYen }: InvoiceDraft) => ({
  customerKey: customerKeyOf(customer),
  subject,
  amountYen,
})

const keyOf = ({ customerKey, subject, amountYen }: ReturnType<typeof toWanted>): string =>
  JSON.stringify([customerKey, subject, amountYen])
