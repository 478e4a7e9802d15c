/** Lets the chat hear what waits for it: one message at a time in each channel, at Slack's pace, in order. */
import type { Instant } from '../domain/jst-day.ts'
import type { Change, Clock, SendFailure, Sent } from '../ports.ts'
import { type ChatCall, claimCall } from './claim-chat.ts'
import { unexpected } from './deliver-mails.ts'
import { editLine, postLine } from './post-line.ts'
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
  const name = lane.channel ?? ''
  const taken = await store.takeLane(name, now, LANE_LEASE_MS)
  if (!taken.taken) return { sent: 0, waitMs: taken.freeAt.since(now).total('milliseconds') }
  const free = (afterMs: number, failures: number): Change => ({
    kind: 'free-lane',
    channel: name,
    freeAt: clock.now().add({ milliseconds: afterMs }),
    failures,
  })
  const call = await claimCall(world, lane, now, LANE_LEASE_MS)
  if (call === undefined) {
    await store.commit([free(0, taken.failures)])
    return { sent: 0, waitMs: undefined }
  }
  const { sent, alongside } = await make(world, call)
  const handBack = handBackOf(call.spare)
  if (sent.ok) {
    // What had nothing to change took nobody's turn.
    const afterMs = sent.value.providerId === undefined ? 0 : paceMs
    await store.commit([...alongside, ...finish(call, sent, clock.now()), ...handBack, free(afterMs, 0)])
    return { sent: 1, waitMs: afterMs }
  }
  const { failure } = sent
  if (!failure.retry) {
    await store.commit([...refused(call, failure, clock.now()), ...handBack, free(paceMs, 0)])
    return { sent: 1, waitMs: paceMs }
  }
  // Nobody's line is to blame: the whole channel waits, so that what comes later does not pass by.
  const waitMs = failure.retryAfterMs ?? Math.min(MAX_BACKOFF_MS, 1_000 * 2 ** Math.min(taken.failures, 10))
  const again: Change = {
    kind: 'hand-back-deliveries',
    ids: call.deliveries.map(({ id }) => id),
    error: failure.detail,
    keepParcel: failure.doubtful === true,
  }
  await store.commit([again, ...handBack, free(waitMs, taken.failures + 1)])
  return { sent: 0, waitMs }
}

type Made = { readonly sent: Sent; readonly alongside: readonly Change[] }

const make = async (world: World, call: ChatCall): Promise<Made> => {
  try {
    return call.kind === 'edit' ? await editLine(world, call) : await postLine(world, call)
  } catch (error) {
    return { sent: unexpected(world, error), alongside: [] }
  }
}

const finish = ({ deliveries }: ChatCall, sent: Sent & { ok: true }, at: Instant): readonly Change[] =>
  deliveries.map(({ id }) => ({
    kind: 'finish-delivery',
    id,
    providerId: sent.value.providerId,
    at,
  }))

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

const handBackOf = (ids: readonly string[]): readonly Change[] =>
  ids.length === 0 ? [] : [{ kind: 'hand-back-deliveries', ids, keepParcel: true }]
