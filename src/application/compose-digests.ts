/** Queues the chat's digests on their days: the morning's from its time on, the month's on its first business day; each once. */
import { nextBusinessDay } from '../domain/calendar.ts'
import { type ChatSettings, isMorning } from '../domain/chat-settings.ts'
import type { Message } from '../domain/delivery.ts'
import { atTime, type Day, type Instant, isEarlier, toJstDay } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** Days one morning digest covers at most, after a pause of the service. */
const MAX_DAYS = 14

/** Running it twice, or late, queues nothing twice. */
export const composeDigests = async (world: World, now: Instant): Promise<void> => {
  for (const merchant of await world.store.merchants()) {
    const settings = await world.store.chatSettings(merchant.id)
    await composeMorning(world, merchant, settings, now)
    await composeMonth(world, merchant, settings, now)
  }
}

const composeMorning = async (
  world: World,
  { id, since }: Merchant,
  settings: ChatSettings,
  now: Instant,
): Promise<void> => {
  const today = toJstDay(now)
  const { hour, minute } = settings.morning.time
  if (!isMorning(settings, today, world.surroundings.isHoliday)) return
  if (isEarlier(now, atTime(today, hour, minute)) || !isAfterSignUp(today, since)) return
  const name = `chat-morning:${id}`
  const last = await world.store.setting(name)
  if (last === today.toString()) return
  const to = today.subtract({ days: 1 })
  // The days since the last one: on a Monday, the weekend.
  const since1 = last === undefined ? to : Temporal.PlainDate.from(last)
  const oldest = today.subtract({ days: MAX_DAYS })
  const from = Temporal.PlainDate.compare(since1, oldest) < 0 ? oldest : since1
  const message = {
    kind: 'morning-digest',
    from: from.toString(),
    to: to.toString(),
    day: today.toString(),
  } as const
  await queue(world, id, message, name, today.toString(), now)
}

const composeMonth = async (
  world: World,
  { id, since }: Merchant,
  { month }: ChatSettings,
  now: Instant,
): Promise<void> => {
  const today = toJstDay(now)
  const first = nextBusinessDay(today.with({ day: 1 }), world.surroundings.isHoliday)
  const { hour, minute } = month.time
  if (!month.isOn || isEarlier(now, atTime(first, hour, minute))) return
  const told = today.with({ day: 1 }).subtract({ days: 1 })
  if (!isAfterSignUp(told.add({ days: 1 }), since)) return
  const name = `chat-month:${id}`
  const report = told.toString().slice(0, 7)
  if ((await world.store.setting(name)) === report) return
  await queue(world, id, { kind: 'month-report', month: report }, name, report, now)
}

/** There is nothing to tell of days before the merchant was there. */
const isAfterSignUp = (day: Day, since: Day): boolean => Temporal.PlainDate.compare(day, since) > 0

const queue = async (
  { store, random }: World,
  merchantId: string,
  message: Message,
  setting: string,
  value: string,
  now: Instant,
): Promise<void> => {
  await store.commit([
    { kind: 'queue-deliveries', deliveries: [toDelivery(random, { merchantId }, message, now)] },
    { kind: 'set-setting', name: setting, value },
  ])
}
