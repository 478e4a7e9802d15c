/** Says, as JSON, what the rules of days and amounts answer in the zone that this process runs in. */
import { toInvoiceBarcode } from '../../src/domain/invoice-barcode.ts'
import { endOfDay, formatJstTime, toJstDay, toStamp } from '../../src/domain/jst-day.ts'
import { isPayable } from '../../src/domain/payment.ts'
import { parseRegistration } from '../../src/domain/registration.ts'
import { parseDay } from '../../src/domain/relative-day.ts'
import { makeInvoice, makeMerchant } from './make-invoice.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const raw = { customer_name: '山田', email: 'a@example.com', subject: '月謝' }

/** One second on both sides of midnight in Tokyo, when it is the day before in America and the day after in Kiribati. */
const moments = ['2026-11-30T14:59:59Z', '2026-11-30T15:00:00Z']

const answers = moments.map((moment) => {
  const today = toJstDay(at(moment))
  const rules = (amount: number, due: string): string => {
    const result = parseRegistration({ ...raw, amount, due }, today)
    return result.ok ? result.value.dueDay.toString() : result.failure.map(({ rule }) => rule).join()
  }
  const due = Temporal.PlainDate.from('2026-11-30')
  const invoice = makeInvoice({ dueDay: due, registeredAt: at(moment) })
  const relative = parseDay('今月末', today)
  return {
    today: today.toString(),
    written: formatJstTime(at(moment)),
    day60: rules(300_000, today.add({ days: 59 }).toString()),
    day61: rules(300_000, today.add({ days: 60 }).toString()),
    tooMuch: rules(300_001, '+1日'),
    monthEnd: relative.ok ? relative.value.toString() : relative.failure.rule,
    payable: isPayable(invoice, at(moment)),
    ends: toStamp(endOfDay(due)),
    barcode: toInvoiceBarcode(invoice, makeMerchant({ agencyCode: '912345', clientCode: '1' }))?.slice(
      30,
      36,
    ),
  }
})

console.log(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, answers }))
