/** Posts lines to Slack through its own client, changes them, and finds them again by their keys. */
import { LogLevel, WebClient } from '@slack/web-api'
import { ok } from '../../domain/result.ts'
import type { Chat, OutgoingLine, Sent } from '../../ports.ts'
import { drawLine } from './draw-line.ts'
import { countFitting } from './draw-payments.ts'
import { type Place, readPlace, toPlace } from './place.ts'
import { codeOf, toSlackFailure } from './slack-failure.ts'
import { slackFetch } from './slack-fetch.ts'
import { shareInThread, uploadHidden } from './slack-files.ts'

export type SlackChatDeps = {
  /** The bot's token in a merchant's workspace. */
  readonly tokenOf: (merchantId: string) => Promise<string>
  /** The installation's own, by which its state is asked. */
  readonly token: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  /** Where lines go when the merchant names no channel. */
  readonly defaultChannel: string
  readonly baseUrl: string
}

/** One request may take this long, in ms. */
const TIMEOUT_MS = 15_000
/** Messages of one look into a channel, and how many looks one search takes. */
const HISTORY_PAGE = 200
const HISTORY_PAGES = 3
/** Workspaces whose clients are kept. */
const MAX_CLIENTS = 100
/** The name by which Slack files our metadata. */
const EVENT_TYPE = 'pitpost_delivery'

/** A chat over Slack; the delivery's key travels as message metadata. */
export const createSlackChat = ({ token, tokenOf, apiUrl, defaultChannel, baseUrl }: SlackChatDeps): Chat => {
  const client = createClient(token, apiUrl)
  const clients = new Map([[token, client]])
  const clientOf = async (merchantId: string): Promise<WebClient> => {
    const own = await tokenOf(merchantId)
    const known = clients.get(own) ?? createClient(own, apiUrl)
    // As many as there are workspaces; a token that was renewed leaves an old one behind.
    if (clients.size > MAX_CLIENTS) clients.clear()
    clients.set(own, known)
    return known
  }
  const draw = ({ line, language, key }: OutgoingLine) => ({
    ...drawLine(line, { baseUrl, language }),
    unfurl_links: false,
    metadata: { event_type: EVENT_TYPE, event_payload: { key } },
  })
  return {
    post: (outgoing) =>
      attempt(async () => {
        const channel = outgoing.channel ?? defaultChannel
        const client = await clientOf(outgoing.merchantId)
        const thread = outgoing.thread === undefined ? undefined : readPlace(outgoing.thread)
        const posted = await client.chat.postMessage({
          channel: thread?.channel ?? channel,
          ...draw(outgoing),
          ...(thread === undefined ? {} : { thread_ts: thread.ts }),
        })
        return toPlace(posted.channel ?? channel, posted.ts ?? '')
      }),
    edit: (providerId, outgoing) =>
      attempt(async () => {
        const { channel, ts } = readPlace(providerId)
        const { text, blocks, metadata } = draw(outgoing)
        const client = await clientOf(outgoing.merchantId)
        await client.chat.update({ channel, ts, text, blocks, metadata })
        return providerId
      }),
    find: ({ merchantId, channel, key, thread }) =>
      attempt(async () => {
        const client = await clientOf(merchantId)
        return thread === undefined
          ? findByKey(client, channel ?? defaultChannel, key)
          : findInThread(client, readPlace(thread), key)
      }),
    upload: async (merchantId, files) => {
      try {
        return ok(await uploadHidden(await clientOf(merchantId), files))
      } catch (error) {
        return { ok: false, failure: toSlackFailure(error) }
      }
    },
    share: (merchantId, providerId, files) =>
      attempt(async () => {
        await shareInThread(await clientOf(merchantId), readPlace(providerId), files)
        return providerId
      }),
    countFitting,
    status: async () => {
      try {
        await client.auth.test()
        return 'ok'
      } catch (error) {
        return String(error)
      }
    },
  }
}

const createClient = (token: string, apiUrl: string): WebClient =>
  new WebClient(token, {
    slackApiUrl: apiUrl,
    fetch: slackFetch,
    timeout: TIMEOUT_MS,
    // The outbox does the retrying.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // What goes wrong is kept with the delivery.
    logLevel: LogLevel.ERROR,
  })

const attempt = async (call: () => Promise<string | undefined>): Promise<Sent> => {
  try {
    return ok({ providerId: await call() })
  } catch (error) {
    return { ok: false, failure: toSlackFailure(error) }
  }
}

/** Codes of a Slack that lets us post and not read: then nothing can be found, and a line is rather said twice than never. */
const cannotRead: ReadonlySet<string> = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'no_permission',
])

const findByKey = async (client: WebClient, named: string, key: string): Promise<string | undefined> => {
  try {
    const channel = await toChannelId(client, named)
    if (channel === undefined) return undefined
    let cursor: string | undefined
    for (let page = 0; page < HISTORY_PAGES; page += 1) {
      const history = await client.conversations.history({
        ...{ channel, limit: HISTORY_PAGE, include_all_metadata: true },
        ...(cursor === undefined ? {} : { cursor }),
      })
      const found = history.messages?.find(({ metadata }) => keyOf(metadata) === key)
      if (found?.ts !== undefined) return toPlace(channel, found.ts)
      cursor = history.response_metadata?.next_cursor
      if (cursor === undefined || cursor === '') return undefined
    }
    return undefined
  } catch (error) {
    if (cannotRead.has(codeOf(error) ?? '')) return undefined
    throw error
  }
}

const findInThread = async (
  client: WebClient,
  { channel, ts }: Place,
  key: string,
): Promise<string | undefined> => {
  const asked = { channel, ts, limit: HISTORY_PAGE, include_all_metadata: true }
  const { messages = [] } = await client.conversations.replies(asked)
  const found = messages.find(
    (message) => keyOf('metadata' in message ? message.metadata : undefined) === key,
  )
  return found?.ts === undefined ? undefined : toPlace(channel, found.ts)
}

/** As Slack gives it back: of another app it may be anything. */
const keyOf = (metadata: unknown): unknown => {
  if (typeof metadata !== 'object' || metadata === null || !('event_payload' in metadata)) return undefined
  const payload = metadata.event_payload
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : undefined
}

/** Messages are posted to a name as well as to an id; they are read by id only. */
const toChannelId = async (client: WebClient, named: string): Promise<string | undefined> => {
  if (/^[CGD][A-Z0-9]{6,}$/.test(named)) return named
  const name = named.replace(/^#/, '')
  let cursor: string | undefined
  do {
    const { channels = [], response_metadata: next } = await client.conversations.list({
      ...{ limit: 1_000, exclude_archived: true, types: 'public_channel,private_channel' },
      ...(cursor === undefined ? {} : { cursor }),
    })
    const found = channels.find((channel) => channel.name === name)?.id
    if (found !== undefined) return found
    cursor = next?.next_cursor === '' ? undefined : next?.next_cursor
  } while (cursor !== undefined)
  return undefined
}
