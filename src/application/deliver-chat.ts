/** Lets the chat hear what waits for it: one message at a time in each channel, at Slack's pace, in order. */
import type { Instant } from '../domain/jst-day.ts'
import { ok } from '../domain/result.ts'
import type { Change, Clock, LaneTaken, SendFailure } from '../ports.ts'
import type { ChatCall, Made } from './chat-call.ts'
import { claimCall } from './claim-chat.ts'
import { unexpected } from './deliver-mails.ts'
import { editLine, postLine } from './post-line.ts'
import { sharePapers } from './share-papers.ts'
import type { World } from './world.ts'

/** How many messages a round sent, and how soon the next may leave; undefined when nothing waits. */
export type ChatRound = { readonly sent: number; readonly waitMs: number | undefined }

/** Longer than one call to Slack takes, with a look for what an earlier one left behind, in ms. */
const LANE_LEASE_MS = 60_000
/** Merchants of one round. */
const MAX_MERCHANTS = 100
/** Longest wait before Slack is tried again, in ms: what piles up meanwhile shall not wait long after it is back. */
const MAX_BACKOFF_MS = 60_000

type Lane = { readonly channel: string | undefined; readonly merchantIds: readonly string[] }

/** One message for each channel that is free; `paceMs` lies between two of one channel. */
export const deliverChat = async (world: World, clock: Clock, paceMs: number): Promise<ChatRound> => {
  const lanes = await readLanes(world, clock.now())
  const rounds = await Promise.all(lanes.map((lane) => runLane(world, lane, clock, paceMs)))
  const waits = rounds.flatMap(({ waitMs }) => (waitMs === undefined ? [] : [waitMs]))
  return {
    sent: rounds.reduce((sum, { sent }) => sum + sent, 0),
    waitMs: waits.length === 0 ? undefined : Math.min(...waits),
  }
}

/** Merchants that share a channel share its pace. */
const readLanes = async ({ store }: World, now: Instant): Promise<readonly Lane[]> => {
  const waiting = await store.chatMerchants(now, MAX_MERCHANTS)
  const channels = await Promise.all(
    waiting.map(async (id) => ({ id, channel: (await store.merchant(id))?.slackChannel })),
  )
  return [...Map.groupBy(channels, ({ channel }) => channel)].map(([channel, merchants]) => ({
    channel,
    merchantIds: merchants.map(({ id }) => id),
  }))
}

const runLane = async (world: World, lane: Lane, clock: Clock, paceMs: number): Promise<ChatRound> => {
  const { store } = world
  const now = clock.now()
  const taken = await store.takeLane(nameOf(lane), now, LANE_LEASE_MS)
  if (!taken.taken) return { sent: 0, waitMs: waitOf(taken, now) }
  const call = await claimCall(world, lane, now, LANE_LEASE_MS)
  if (call === undefined) {
    await store.commit([freeLane(lane, now, taken.failures)])
    return { sent: 0, waitMs: undefined }
  }
  if (nameOf(call) === nameOf(lane)) return say(world, call, taken.failures, clock, paceMs)
  // Into another channel than the merchant's own: that channel's pace counts, and its troubles are its own.
  await store.commit([freeLane(lane, now, taken.failures)])
  const other = await store.takeLane(nameOf(call), now, LANE_LEASE_MS)
  if (other.taken) return say(world, call, other.failures, clock, paceMs)
  await store.commit(postpone(call, 'the channel is busy', now.add({ milliseconds: waitOf(other, now) })))
  return { sent: 1, waitMs: 0 }
}

/** Makes the call and writes down what came of it. */
const say = async (
  world: World,
  call: ChatCall,
  failures: number,
  clock: Clock,
  paceMs: number,
): Promise<ChatRound> => {
  const { store } = world
  const { sent, alongside, waitMs } = await make(world, call)
  const now = clock.now()
  const spare = handBack(call.spare, true)
  const after = (ms: number): Instant => now.add({ milliseconds: ms })
  if (sent.ok) {
    const { providerId } = sent.value
    // What had nothing to say took nobody's turn.
    const afterMs = providerId === undefined ? 0 : paceMs
    const done = call.deliveries.map(
      ({ id }): Change => ({ kind: 'finish-delivery', id, providerId, at: now }),
    )
    await store.commit([...alongside, ...done, ...spare, freeLane(call, after(afterMs), 0)])
    return { sent: 1, waitMs: afterMs }
  }
  const { failure } = sent
  if (waitMs !== undefined) {
    await store.commit([
      ...postpone(call, failure.detail, after(waitMs)),
      ...spare,
      freeLane(call, now, failures),
    ])
    return { sent: 1, waitMs: 0 }
  }
  if (!failure.retry) {
    await store.commit([...refused(call, failure, now), ...spare, freeLane(call, after(paceMs), 0)])
    return { sent: 1, waitMs: paceMs }
  }
  // Nobody's line is to blame: the whole channel waits, so that what comes later does not pass by.
  const backoffMs = failure.retryAfterMs ?? Math.min(MAX_BACKOFF_MS, 1_000 * 2 ** Math.min(failures, 10))
  const ids = call.deliveries.map(({ id }) => id)
  const again = handBack(ids, failure.doubtful === true, failure.detail)
  await store.commit([...again, ...spare, freeLane(call, after(backoffMs), failures + 1)])
  return { sent: 0, waitMs: backoffMs }
}

const make = async (world: World, call: ChatCall): Promise<Made> => {
  try {
    switch (call.kind) {
      case 'post':
        return await postLine(world, call)
      case 'edit':
        return await editLine(world, call)
      case 'nothing':
        return { sent: ok({ providerId: undefined }), alongside: dropAll(call) }
      default:
        return await sharePapers(world, call)
    }
  } catch (error) {
    return { sent: unexpected(world, error), alongside: [] }
  }
}

const nameOf = ({ channel }: Pick<Lane, 'channel'>): string => channel ?? ''

const waitOf = ({ freeAt }: Extract<LaneTaken, { taken: false }>, now: Instant): number =>
  freeAt.since(now).total('milliseconds')

const freeLane = (lane: Pick<Lane, 'channel'>, freeAt: Instant, failures: number): Change => ({
  kind: 'free-lane',
  channel: nameOf(lane),
  freeAt,
  failures,
})

/** One line that Slack will not have is parked; of several, each is tried alone. */
const refused = ({ deliveries }: ChatCall, { detail }: SendFailure, nextAt: Instant): readonly Change[] =>
  deliveries.map(({ id }) => ({
    kind: 'postpone-delivery',
    id,
    status: deliveries.length > 1 ? 'ready' : 'parked',
    nextAt,
    error: detail,
    alone: true,
  }))

const postpone = ({ deliveries }: ChatCall, error: string, nextAt: Instant): readonly Change[] =>
  deliveries.map(({ id }) => ({ kind: 'postpone-delivery', id, status: 'ready', nextAt, error }))

const dropAll = ({ deliveries }: ChatCall): readonly Change[] =>
  deliveries.map(({ id }) => ({ kind: 'drop-delivery', id, reason: 'there is nothing to say' }))

const handBack = (ids: readonly string[], keepParcel: boolean, error?: string): readonly Change[] =>
  ids.length === 0
    ? []
    : [{ kind: 'hand-back-deliveries', ids, keepParcel, ...(error === undefined ? {} : { error }) }]
