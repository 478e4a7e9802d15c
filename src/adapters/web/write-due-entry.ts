/** The due day as an entry of a calendar (.ics), with a reminder the morning before. */
import ical, { ICalAlarmType } from 'ical-generator'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { formatYen } from '../../domain/yen.ts'
import type { WriteDueEntry } from '../../ports.ts'

/** From nine in the morning of the day before until the day begins, in seconds. */
const BEFORE_S = 15 * 3600

/** A whole day in Japan, whatever the reader's zone is. */
export const writeDueEntry: WriteDueEntry = async ({ invoice, merchantName, heading, url, now }) => {
  const calendar = ical({ prodId: { company: 'pitpost', product: 'pitpost', language: 'JA' } })
  const entry = calendar.createEvent({
    id: `${invoice.id}@pitpost`,
    stamp: now,
    start: invoice.dueDay,
    allDay: true,
    summary: `${heading} ${formatYen(invoice.amountYen)}（${merchantName}）`,
    description: `${invoice.subject}\nSmart Pit ${formatNumber(invoice.number)}\n${url}`,
    url,
  })
  entry.createAlarm({ type: ICalAlarmType.display, triggerBefore: BEFORE_S })
  return calendar.toString()
}
