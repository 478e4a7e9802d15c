/** Reminds customers of what is unpaid: some days before the due day, and on it; each once. */
import type { Message } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import { atTime, type Day, type Instant, isBefore, isEarlier, toJstDay } from '../domain/jst-day.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import type { Change } from '../ports.ts'
import { readPages } from './read-lists.ts'
import { tellCustomers } from './tell-customer.ts'
import type { World } from './world.ts'

/** Invoices of one page and one commit. */
const LOT = 200

/**
 * Queues the reminders of today, from the merchant's hour on; running it twice changes nothing. Whether an invoice is
 * still unpaid is asked again when its reminder leaves.
 */
export const dunCustomers = async (world: World, now: Instant): Promise<void> => {
  const today = toJstDay(now)
  for (const { id: merchantId } of await world.store.merchants()) {
    const done = `dunned:${merchantId}`
    if ((await world.store.setting(done)) === today.toString()) continue
    const settings = await world.store.mailSettings(merchantId)
    if (isEarlier(now, atTime(today, settings.hour))) continue
    await dunFor(world, merchantId, settings, now)
    await world.store.commit([{ kind: 'set-setting', name: done, value: today.toString() }])
  }
}

const dunFor = async (
  world: World,
  merchantId: string,
  settings: MailSettings,
  now: Instant,
): Promise<void> => {
  const today = toJstDay(now)
  const days = reminderDaysOf(settings)
  const dueTo = today.add({ days: Math.max(0, ...days) })
  const filter = { status: 'open', dueFrom: today, dueTo } as const
  if (days.length === 0) return
  await readPages(
    (cursor) => world.store.invoices(merchantId, filter, LOT, cursor),
    async (page) => {
      const reminders = page.flatMap((invoice) => {
        const daysBefore = dueReminder(invoice, days, today)
        return daysBefore === undefined ? [] : [{ invoice, daysBefore }]
      })
      const changes = toReminders(world, reminders, now)
      if (changes.length > 0) await world.store.commit(changes)
    },
  )
}

/** Days before the due day on which customers are reminded; the due day itself is 0. */
const reminderDaysOf = ({ reminderDays, lastDayReminder }: MailSettings): readonly number[] => [
  ...reminderDays,
  ...(lastDayReminder ? [0] : []),
]

/**
 * The reminder whose day has come, the latest if several have (after a pause of the service, one mail is enough).
 * Its day must be after the day of registration, for the notice says the same.
 */
export const dueReminder = (invoice: Invoice, days: readonly number[], today: Day): number | undefined => {
  if (!invoice.remind || invoice.repeat) return undefined
  const come = days.filter((day) => !isBefore(today, invoice.dueDay.subtract({ days: day })))
  if (come.length === 0) return undefined
  const latest = Math.min(...come)
  const itsDay = invoice.dueDay.subtract({ days: latest })
  return isBefore(toJstDay(invoice.registeredAt), itsDay) ? latest : undefined
}

const toReminders = (
  world: World,
  reminders: readonly { readonly invoice: Invoice; readonly daysBefore: number }[],
  now: Instant,
): readonly Change[] => {
  const daysOf = new Map(reminders.map(({ invoice, daysBefore }) => [invoice.id, daysBefore]))
  return tellCustomers(
    world,
    reminders.map(({ invoice }) => invoice),
    ({ id }, to): Message & { readonly kind: 'reminder' } => ({
      kind: 'reminder',
      invoiceId: id,
      daysBefore: daysOf.get(id) ?? 0,
      to,
    }),
    now,
  )
}
