/** Gathers what the chat's digests tell; what was said before stays, but for the money, which may come late. */
import type { DigestMessage, Message } from '../domain/delivery.ts'
import type { ChainCount, MonthFigures, MorningFigures, StoredDigest, Sum } from '../domain/digest.ts'
import { type Day, endOfDay, startOfDay } from '../domain/jst-day.ts'
import { sumYen } from '../domain/yen.ts'
import type { ChatLine } from '../ports.ts'
import type { World } from './world.ts'

type Of<K extends Message['kind']> = Extract<Message, { readonly kind: K }>

/** Months that a report looks back on, its own included. */
const MONTHS_SHOWN = 6

/** Undefined when what it is about no longer exists. */
export const writeDigest = async (
  world: Pick<World, 'store'>,
  message: DigestMessage,
  merchantId: string,
  /** Of the delivery that says it. */
  key: string,
): Promise<ChatLine | undefined> => {
  const { store } = world
  const merchant = await store.merchant(merchantId)
  if (merchant === undefined) return undefined
  const [before, settings] = await Promise.all([store.digest(key), store.chatSettings(merchantId)])
  const pictures = before?.pictures ?? []
  switch (message.kind) {
    case 'morning-digest': {
      const digest = await toMorning(world, message, merchantId, key, before)
      const { mention } = settings.morning
      return {
        kind: 'morning-digest',
        merchant,
        mention,
        digest,
        figures: digest.figures,
        day: dayOf(message.day),
      }
    }
    case 'month-report': {
      const digest = await toMonth(world, message, merchantId, key, pictures)
      const { mention } = settings.month
      return {
        kind: 'month-report',
        merchant,
        mention,
        digest,
        figures: digest.figures,
        month: message.month,
      }
    }
    case 'settlement-digest': {
      const stored = await store.settlement(message.settlementId)
      if (stored === undefined) return undefined
      const { from, closingDay: to } = stored.settlement
      const digest: StoredDigest = {
        key,
        merchantId,
        kind: 'settlement',
        from,
        to,
        figures: undefined,
        pictures,
      }
      const earlier = await store.lastSettlement(merchantId, from)
      const { mention } = settings.settlement
      return { kind: 'settlement-digest', merchant, mention, digest, stored, earlier }
    }
  }
}

type WithFigures<F> = StoredDigest & { readonly figures: F }

const toMorning = async (
  { store }: Pick<World, 'store'>,
  { from: first, to: last, day }: Of<'morning-digest'>,
  merchantId: string,
  key: string,
  before: StoredDigest | undefined,
): Promise<WithFigures<MorningFigures>> => {
  const [from, to] = [dayOf(first), dayOf(last)]
  const byChain = await store.collectedByChain(merchantId, from, to)
  const money = { collected: addUp(byChain), byChain }
  const frame = { key, merchantId, kind: 'morning', from, to, pictures: before?.pictures ?? [] } as const
  // What was due, or came back, that morning does not change any more.
  const said = before?.figures
  if (said !== undefined && 'collected' in said) return { ...frame, figures: { ...said, ...money } }
  const [due, expired, bounced, problems] = await Promise.all([
    store.dueOn(merchantId, dayOf(day)),
    store.expiredIn(merchantId, from, to),
    store.bouncesIn(merchantId, startOfDay(from), endOfDay(to)),
    store.undecided(merchantId),
  ])
  return { ...frame, figures: { ...money, due, expired, bounced, problems } }
}

const toMonth = async (
  { store }: Pick<World, 'store'>,
  { month }: Of<'month-report'>,
  merchantId: string,
  key: string,
  pictures: StoredDigest['pictures'],
): Promise<WithFigures<MonthFigures>> => {
  const from = dayOf(`${month}-01`)
  const to = from.add({ months: 1 }).subtract({ days: 1 })
  const first = from.subtract({ months: MONTHS_SHOWN - 1 })
  const [billed, collected, byChain, days] = await Promise.all([
    store.billedByMonth(merchantId, first, to),
    store.collectedByMonth(merchantId, first, to),
    store.collectedByChain(merchantId, from, to),
    store.daysToPayment(merchantId, from, to),
  ])
  const none: Sum = addUp([])
  const months = Array.from({ length: MONTHS_SHOWN }, (_, n) => {
    const name = first.add({ months: n }).toString().slice(0, 7)
    return { month: name, billed: billed.get(name) ?? none, collected: collected.get(name) ?? none }
  })
  return { key, merchantId, kind: 'month', from, to, pictures, figures: { months, byChain, days } }
}

const addUp = (chains: readonly ChainCount[]): Sum => ({
  count: chains.reduce((sum, { count }) => sum + count, 0),
  yen: sumYen(chains.map(({ yen }) => yen)),
})

/** Written by ourselves as `YYYY-MM-DD`. */
const dayOf = (text: string): Day => Temporal.PlainDate.from(text)
