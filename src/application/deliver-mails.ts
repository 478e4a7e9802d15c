/** Sends the mails of one claim: several calls side by side, each with what came of it in one commit. */
import { backoffMs, type Delivery, MAX_ATTEMPTS } from '../domain/delivery.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import { fail } from '../domain/result.ts'
import type { Change, OutgoingLetter, SendFailure, Sent, SentTogether } from '../ports.ts'
import { answerTrouble } from './follow-up-mails.ts'
import { type Dropped, packMails, type WrittenMail } from './pack-mails.ts'
import type { World } from './world.ts'

/** Calls that are under way at once. */
const PARALLEL = 8
/** Calls whose outcomes are written together: no more are in doubt after a crash than were under way anyway. */
const CALLS_PER_COMMIT = 8

/** Sends all of them; what fails is put off or parked, never lost. */
export const deliverMails = async (
  world: World,
  claimed: readonly Delivery[],
  now: Instant,
): Promise<void> => {
  const queue = [...(await packMails(world, claimed, now))]
  const outcomes: (readonly Change[])[] = []
  const worker = async (): Promise<void> => {
    for (let call = queue.shift(); call !== undefined; call = queue.shift()) {
      outcomes.push(await deliverCall(world, call, now))
      if (outcomes.length >= CALLS_PER_COMMIT) await commitAll(world, outcomes.splice(0))
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  await commitAll(world, outcomes)
}

/** One commit costs a disk a sync; should one outcome be refused, the others are written all the same. */
const commitAll = async (world: World, outcomes: readonly (readonly Change[])[]): Promise<void> => {
  if (outcomes.length === 0 || (await world.store.commit(outcomes.flat())) === 'done') return
  for (const changes of outcomes) await world.store.commit(changes)
}

type Postponement = Extract<Change, { kind: 'postpone-delivery' }>

/** What a delivery becomes after a try. */
export const afterSending = (delivery: Delivery, sent: Sent, now: Instant): readonly Change[] =>
  sent.ok ? finish(delivery, sent.value.providerId, now) : [putOff(delivery, sent.failure, now)]

/** Done; a FAX is charged in the same commit, once (S17). */
const finish = (
  { id, key, merchantId, message }: Delivery,
  providerId: string | undefined,
  now: Instant,
): readonly Change[] => {
  const finished: Change = { kind: 'finish-delivery', id, providerId, at: now }
  if (message.kind !== 'collection-fax') return [finished]
  return [finished, { kind: 'count-fax', key, merchantId, day: toJstDay(now) }]
}

const putOff = (delivery: Delivery, failure: SendFailure, now: Instant): Postponement => {
  const { id, attempts } = delivery
  const { detail, retry, retryAfterMs } = failure
  const parked = !retry || attempts >= MAX_ATTEMPTS
  return {
    kind: 'postpone-delivery',
    id,
    status: parked ? 'parked' : 'ready',
    nextAt: now.add({ milliseconds: backoffMs(attempts, retryAfterMs) }),
    error: detail,
  }
}

/** A bug in a door is treated as trouble that may pass. */
export const unexpected = (world: World, error: unknown): { ok: false; failure: SendFailure } => {
  world.log.error('sending failed unexpectedly', { error: String(error) })
  return fail({ detail: String(error), retry: true })
}

const deliverCall = async (
  world: World,
  call: readonly WrittenMail[],
  now: Instant,
): Promise<readonly Change[]> => {
  const mails = call.flatMap(({ delivery, letter }) =>
    letter.ok
      ? [{ delivery, outgoing: { deliveryId: delivery.id, key: delivery.key, letter: letter.value } }]
      : [],
  )
  const unwritten = call.flatMap(({ delivery, letter }): Change[] =>
    letter.ok ? [] : [withoutLetter(delivery, letter.failure, now)],
  )
  if (mails.length === 0) return unwritten
  const parcel = call[0]?.delivery.parcel
  if (parcel === undefined) {
    const changes = mails.map(async ({ delivery, outgoing }) => {
      const sent = await sendOne(world, outgoing)
      return [...afterSending(delivery, sent, now), ...(await afterBounce(world, delivery, sent, now))]
    })
    return [...(await Promise.all(changes)).flat(), ...unwritten]
  }
  const sent = await sendTogether(
    world,
    mails.map(({ outgoing }) => outgoing),
    parcel,
  )
  return [...unwritten, ...mails.flatMap(({ delivery }, index) => afterTogether(delivery, sent, index, now))]
}

/** Whoever missed a call must not count as part of it. */
const withoutLetter = (delivery: Delivery, failure: SendFailure | Dropped, now: Instant): Change =>
  'dropped' in failure
    ? { kind: 'drop-delivery', id: delivery.id, reason: failure.dropped }
    : { ...putOff(delivery, failure, now), alone: true }

/** A mailbox that does not exist is often told at once: the same trouble as a bounce that comes later. */
const afterBounce = async (
  world: World,
  delivery: Delivery,
  sent: Sent,
  now: Instant,
): Promise<readonly Change[]> => {
  if (sent.ok || sent.failure.bounced !== true) return []
  const { detail } = sent.failure
  return answerTrouble(world, delivery, { outcome: 'bounced', isFinal: true, detail }, now)
}

const sendOne = (world: World, outgoing: OutgoingLetter): Promise<Sent> =>
  world.mailer.send(outgoing).catch((error: unknown) => unexpected(world, error))

const sendTogether = async (
  world: World,
  outgoing: readonly OutgoingLetter[],
  key: string,
): Promise<SentTogether> => {
  const { together } = world.mailer
  // The parcel was packed for another provider: its mails travel alone from here on.
  if (together === undefined) return fail({ detail: 'this provider takes no parcels', retry: false })
  return together.send(outgoing, key).catch((error: unknown) => unexpected(world, error))
}

/** A call that was refused is unpacked, so that one bad address holds up nobody else. */
const afterTogether = (
  delivery: Delivery,
  sent: SentTogether,
  index: number,
  now: Instant,
): readonly Change[] => {
  if (sent.ok) return finish(delivery, sent.value[index], now)
  const { failure } = sent
  if (failure.retry) return [putOff(delivery, failure, now)]
  const { id } = delivery
  return [{ kind: 'postpone-delivery', id, status: 'ready', nextAt: now, error: failure.detail, alone: true }]
}
