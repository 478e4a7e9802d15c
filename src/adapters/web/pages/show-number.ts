/** A bill's number and barcode alone on the screen, for a customer who stands there with a camera. */
import type { Invoice } from '../../../domain/invoice.ts'
import { formatDay } from '../../../domain/jst-day.ts'
import { inLanguage, readLanguage } from './language-pages.ts'
import type { PageDeps, WebContext } from './web-env.ts'

export const showNumber = (c: WebContext, { render, drawBarcode }: PageDeps, invoice: Invoice) => {
  const language = readLanguage(c)
  const { customer, subject, dueDay, number, amountYen } = invoice
  const due = formatDay(dueDay, language)
  return c.html(
    render(inLanguage('web/scan', language), {
      title: { ja: 'スマートピット番号', en: 'Smart Pit number' },
      lang: language,
      number,
      barcode: drawBarcode(number),
      lines: [
        `${customer.name} ${customer.honorific}`,
        subject,
        language === 'ja' ? `${due}まで` : `Pay by ${due}`,
      ],
      amountYen,
      back: { href: `/invoices/${invoice.id}`, name: language === 'ja' ? 'もどる' : 'Back' },
    }),
  )
}
