/** Which invoice a person means by what was typed: a reference, or a Smart Pit number with one open bill on it. */
import type { Invoice } from '../../domain/invoice.ts'
import { toHalfWidth } from '../../domain/japanese-text.ts'
import { fail, ok, type Result, type Text } from '../../domain/result.ts'
import { isSmartPitNumber } from '../../domain/smart-pit-number.ts'
import type { Store } from '../../ports.ts'

/** The merchant's own invoice, or why it is not clear which one is meant. */
export const findInvoice = async (
  store: Store,
  merchantId: string,
  typed: string,
): Promise<Result<Invoice, Text>> => {
  const text = toHalfWidth(typed)
  const byReference = await store.invoiceByReference(merchantId, text)
  if (byReference !== undefined) return ok(byReference)
  const digits = text.replaceAll('-', '')
  const onNumber = isSmartPitNumber(digits) ? await store.openInvoicesOfNumber(digits) : []
  const own = onNumber.filter((invoice) => invoice.merchantId === merchantId)
  const [only] = own
  if (only !== undefined && own.length === 1) return ok(only)
  if (only !== undefined) {
    return fail({
      ja: `この番号には未払いの請求が${own.length}件あります。請求番号で書いてください`,
      en: `there are ${own.length} open invoices on this number; name one by its reference`,
    })
  }
  return fail({ ja: `「${typed}」という請求は見つかりません`, en: `there is no invoice “${typed}”` })
}
