/** What a delivery about a digest says: the digest itself, its amendment, its pictures and files, a note in its thread. */
import type { DigestName } from '../domain/chat-settings.ts'
import type { ChatMessage, Delivery, DigestMessage } from '../domain/delivery.ts'
import { isQuiet, type StoredDigest, type Sum } from '../domain/digest.ts'
import { isBefore } from '../domain/jst-day.ts'
import type { ChatLine } from '../ports.ts'
import type { CallFrame, ChatCall } from './chat-call.ts'
import { settlementIdOf } from './settle-cycle.ts'
import type { World } from './world.ts'
import { writeDigest } from './write-digest.ts'

type Of<K extends ChatMessage['kind']> = Extract<ChatMessage, { readonly kind: K }>
type AboutDigest = DigestMessage | Of<'digest-note' | 'digest-pictures' | 'digest-files' | 'digest-late'>

export type DigestLine = Extract<ChatLine, { readonly kind: DigestMessage['kind'] }>

const names: Readonly<Record<DigestMessage['kind'], DigestName>> = {
  'morning-digest': 'morning',
  'month-report': 'month',
  'settlement-digest': 'settlement',
}

export const isDigestLine = (line: ChatLine): line is DigestLine => line.kind in names

/** The call of a delivery; `nothing` where there is nothing (any more) to say. */
export const claimDigest = async (
  world: World,
  frame: CallFrame,
  delivery: Delivery,
  message: AboutDigest,
): Promise<ChatCall> => {
  switch (message.kind) {
    case 'digest-late':
      return amend(world, frame, delivery, message)
    case 'digest-note': {
      const digest = await world.store.digest(message.of)
      const thread = await placeOf(world, message.of)
      if (digest === undefined || thread === undefined) return nothing(frame, delivery)
      const line: ChatLine = { kind: 'digest-note', digest, was: message.was, is: message.is }
      return { ...frame, kind: 'post', deliveries: [delivery], key: delivery.key, line, thread }
    }
    case 'digest-pictures':
    case 'digest-files': {
      const digest = await world.store.digest(message.of)
      const line = digest && (await readLine(world, digest))
      const place = await placeOf(world, message.of)
      if (line === undefined || place === undefined) return nothing(frame, delivery)
      return { ...frame, kind: message.kind, deliveries: [delivery], key: delivery.key, line, place }
    }
    default:
      return post(world, frame, delivery, message, delivery.key)
  }
}

/** A morning on which nothing happened and nothing waits is not told of. */
const post = async (
  world: World,
  frame: CallFrame,
  delivery: Delivery,
  message: DigestMessage,
  key: string,
): Promise<ChatCall> => {
  const line = await writeDigest(world, message, delivery.merchantId, key)
  if (line?.kind === 'morning-digest' && isQuiet(line.figures)) return nothing(frame, delivery)
  const settings = await world.store.chatSettings(delivery.merchantId)
  const channel = settings[names[message.kind]].channel ?? frame.channel
  return { ...frame, channel, kind: 'post', deliveries: [delivery], key, line }
}

/** Changes the digest that told of the day; a day that was too quiet to be told of is told of now. */
const amend = async (
  world: World,
  frame: CallFrame,
  delivery: Delivery,
  { digest: kind, day: told }: Of<'digest-late'>,
): Promise<ChatCall> => {
  const { store } = world
  const { merchantId } = delivery
  const day = Temporal.PlainDate.from(told)
  const digest = await store.digestOfDay(merchantId, kind, day)
  if (digest === undefined) {
    const last = kind === 'morning' ? await store.setting(`chat-morning:${merchantId}`) : undefined
    // Whatever no digest has covered yet is for the next one.
    if (last === undefined || !isBefore(day, Temporal.PlainDate.from(last))) return nothing(frame, delivery)
    const next = day.add({ days: 1 }).toString()
    return post(
      world,
      frame,
      delivery,
      { kind: 'morning-digest', from: told, to: told, day: next },
      delivery.key,
    )
  }
  const line = await readLine(world, digest)
  const was = collectedIn(digest)
  const is = line && collectedIn(line.digest)
  if (line === undefined || was === undefined || is === undefined) return nothing(frame, delivery)
  if (was.count === is.count && was.yen === is.yen) return nothing(frame, delivery)
  return {
    ...frame,
    kind: 'edit',
    of: digest.key,
    deliveries: [delivery],
    key: delivery.key,
    line,
    amends: { was, is },
  }
}

/** The money a digest told of, in all. */
const collectedIn = ({ figures }: StoredDigest): Sum | undefined => {
  if (figures === undefined) return undefined
  return 'collected' in figures ? figures.collected : figures.months.at(-1)?.collected
}

/** The digest as it would be said now. */
const readLine = async (world: World, digest: StoredDigest): Promise<DigestLine | undefined> => {
  const line = await writeDigest(world, messageOf(digest), digest.merchantId, digest.key)
  return line !== undefined && isDigestLine(line) ? line : undefined
}

const messageOf = ({ kind, merchantId, from, to }: StoredDigest): DigestMessage => {
  switch (kind) {
    case 'morning': {
      const day = to.add({ days: 1 }).toString()
      return { kind: 'morning-digest', from: from.toString(), to: to.toString(), day }
    }
    case 'month':
      return { kind: 'month-report', month: from.toString().slice(0, 7) }
    case 'settlement':
      return { kind: 'settlement-digest', settlementId: settlementIdOf(merchantId, { closingDay: to }) }
  }
}

const placeOf = async ({ store }: World, key: string): Promise<string | undefined> =>
  (await store.deliveryByKey(key))?.providerId

const nothing = (frame: CallFrame, delivery: Delivery): ChatCall => ({
  ...frame,
  kind: 'nothing',
  deliveries: [delivery],
  key: delivery.key,
  line: undefined,
})

/** Whether a message is about a digest. */
export const isAboutDigest = (message: ChatMessage): message is AboutDigest =>
  message.kind in names || message.kind.startsWith('digest-')
