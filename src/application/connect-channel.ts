/** Connects channels of Slack to merchants: by a code from the console, or by a member of staff who types it in the channel. */
import { type Actor, hasRole, type Role, refuseRole } from '../domain/access.ts'
import {
  CHANNEL_CODE_MINUTES,
  type ConnectedChannel,
  readChannelCode,
  toChannelCode,
} from '../domain/chat-access.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { tooMany } from '../domain/request-limit.ts'
import { type Failure, fail, ok, type Result, type Text } from '../domain/result.ts'
import type { SlackPerson } from '../domain/staff.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { noteChange } from './note-change.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

type ChannelWorld = Pick<World, 'store' | 'random'>

/** Codes that one person may try. */
const CODE_TRIES = { name: 'channel-code', points: 10, seconds: CHANNEL_CODE_MINUTES * 60 } as const

/** A code to type in a channel as `/pit connect CODE`, once, within minutes; managers only. */
export const makeChannelCode = async (
  { store, random }: ChannelWorld,
  { merchantId, role, actor }: { readonly merchantId: string; readonly role: Role; readonly actor: Actor },
  now: Instant,
): Promise<Result<string>> => {
  const refused = refuseRole(role, 'manager')
  if (refused !== undefined) return fail(refused)
  // More letters than a code takes: those that look alike are left out.
  const code = toChannelCode(random.token() + random.token() + random.token())
  const expiresAt = now.add({ minutes: CHANNEL_CODE_MINUTES })
  const ticket = {
    hash: await hashOf(code),
    kind: 'channel',
    merchantId,
    madeBy: actor.name,
    expiresAt,
  } as const
  await store.commit([{ kind: 'add-slack-ticket', ticket }])
  return ok(code)
}

export type ConnectRequest = {
  /** Who typed it, and where. */
  readonly person: SlackPerson
  readonly personName: string
  readonly channel: string
  readonly channelName: string
  /** What stood behind `connect`: a code, a merchant's name or id, or nothing. */
  readonly text: string
}

/** The merchant whose bills are typed in this channel from now on. */
export const connectChannel = (
  world: ChannelWorld & Pick<World, 'limiter'>,
  request: ConnectRequest,
  now: Instant,
): Promise<Result<Merchant>> =>
  commitWithRetry(world.store, async () => {
    const { person, personName, channel, channelName } = request
    const { store } = world
    if (channel.startsWith('D')) return refuse(notInPrivate)
    const allowed = await findAllowed(world, request, now)
    if (!allowed.ok) return allowed
    const { merchant, changes } = allowed.value
    const holder = await store.merchantOfChannel({ team: person.team, channel })
    if (holder !== undefined && holder !== merchant.id)
      return fail({ kind: 'wrong-state', message: channelTaken })
    if (holder === merchant.id) return ok({ changes: [], value: merchant })
    const connected: ConnectedChannel = {
      ...{ team: person.team, channel, name: channelName, merchantId: merchant.id },
      connectedAt: now,
      connectedBy: personName,
    }
    const note = noteChange(world, {
      ...{ merchantId: merchant.id, at: now, topic: 'channel', action: 'add', subject: `#${channelName}` },
      actor: { kind: 'slack', name: personName },
      fields: [{ field: 'channel', from: '', to: channel }],
    })
    // A merchant that named no channel so far is told things here from now on.
    const home: readonly Change[] =
      merchant.slackChannel === undefined
        ? [{ kind: 'update-merchant', merchant: { ...merchant, slackChannel: channel } }]
        : []
    return ok({
      changes: [...changes, { kind: 'connect-channel', connected }, ...home, note],
      value: merchant,
    })
  })

/** Bills can no longer be typed there; managers only. */
export const disconnectChannel = (
  world: ChannelWorld,
  request: {
    readonly merchantId: string
    readonly team: string
    readonly channel: string
    readonly role: Role
    readonly actor: Actor
  },
  now: Instant,
): Promise<Result<ConnectedChannel>> =>
  commitWithRetry(world.store, async () => {
    const { merchantId, team, channel, role, actor } = request
    const refused = refuseRole(role, 'manager')
    if (refused !== undefined) return fail(refused)
    const connected = (await world.store.connectedChannels(merchantId)).find(
      (one) => one.team === team && one.channel === channel,
    )
    if (connected === undefined) return fail({ kind: 'not-found', what: 'channel', id: channel.slice(0, 40) })
    const note = noteChange(world, {
      ...{ merchantId, at: now, actor, topic: 'channel', action: 'remove', subject: `#${connected.name}` },
      fields: [{ field: 'channel', from: channel, to: '' }],
    })
    return ok({ changes: [{ kind: 'disconnect-channel', team, channel }, note], value: connected })
  })

type Allowed = { readonly merchant: Merchant; readonly changes: readonly Change[] }

const findAllowed = async (
  world: ChannelWorld & Pick<World, 'limiter'>,
  { text, person }: ConnectRequest,
  now: Instant,
): Promise<Result<Allowed>> => {
  const { store } = world
  const code = readChannelCode(text)
  if (code !== undefined) {
    const waitMs = await world.limiter.take(CODE_TRIES, `${person.team}/${person.user}`)
    if (waitMs !== undefined) return fail(tooMany(waitMs))
    const hash = await hashOf(code)
    const ticket = await store.slackTicket(hash)
    if (ticket?.kind !== 'channel' || isEarlier(ticket.expiresAt, now)) return refuse(codeIsOver)
    const merchant = await store.merchant(ticket.merchantId)
    if (merchant === undefined) return refuse(codeIsOver)
    return ok({ merchant, changes: [{ kind: 'use-slack-ticket', hash, at: now }] })
  }
  const memberships = (await store.staffBySlack(person)).filter(({ role }) => hasRole(role, 'manager'))
  const merchants = await Promise.all(memberships.map(({ merchantId }) => store.merchant(merchantId)))
  const theirs = merchants.filter((merchant) => merchant !== undefined)
  const wanted = text.trim()
  const named = wanted === '' ? theirs : theirs.filter(({ id, name }) => id === wanted || name === wanted)
  const [merchant, another] = named
  if (merchant !== undefined && another === undefined) return ok({ merchant, changes: [] })
  return refuse(theirs.length > 1 ? whichOne(theirs) : howToConnect)
}

const hashOf = (code: string): Promise<string> => toSha256(`slack-channel-code:${code}`)

const refuse = (message: Text) => fail<Failure>({ kind: 'wrong-state', message })

const channelTaken: Text = {
  ja: 'このチャンネルは別の加盟店につながっています。先にそちらのコンソールの「設定 → Slack」で外してください',
  en: 'this channel belongs to another merchant; it is disconnected in their console under Settings → Slack',
}
const codeIsOver: Text = {
  ja: `このコードは使えません。コンソールの「設定 → Slack」で新しいコードを作ってください（${CHANNEL_CODE_MINUTES}分、一度だけ有効）`,
  en: `this code cannot be used; make a new one in the console under Settings → Slack (${CHANNEL_CODE_MINUTES} minutes, once)`,
}
const notInPrivate: Text = {
  ja: 'ダイレクトメッセージはつなげません。チャンネルで打ってください',
  en: 'a direct message cannot be connected; type it in a channel',
}
const howToConnect: Text = {
  ja: 'コンソールの「設定 → Slack」でコードを作り、このチャンネルで「/pit connect コード」と打ってください。責任者か管理者としてSlackのIDが登録されていれば、コードなしでつなげます',
  en: 'make a code in the console under Settings → Slack and type “/pit connect CODE” here; managers and admins whose Slack id is on file need no code',
}
const whichOne = (merchants: readonly Merchant[]): Text => {
  const names = merchants.map(({ name }) => `「/pit connect ${name}」`).join(' ')
  return { ja: `どの加盟店につなぎますか：${names}`, en: `which merchant? ${names}` }
}
