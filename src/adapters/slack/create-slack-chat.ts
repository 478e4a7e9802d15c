/** Posts lines to Slack through its own client. */
import { WebClient } from '@slack/web-api'
import type { Chat, Sent } from '../../ports.ts'
import { drawLine } from './draw-line.ts'
import { slackFetch } from './slack-fetch.ts'

export type SlackChatDeps = {
  readonly token: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  /** Where lines go when the merchant names no channel. */
  readonly defaultChannel: string
  readonly baseUrl: string
}

/** One request may take this long, in ms. */
const TIMEOUT_MS = 15_000
/** Wait before trying again when a person has to mend the set-up first, in ms. */
const SETUP_RETRY_MS = 300_000

/** A chat over Slack; the delivery's key travels as message metadata. */
export const createSlackChat = ({ token, apiUrl, defaultChannel, baseUrl }: SlackChatDeps): Chat => {
  const client = new WebClient(token, {
    slackApiUrl: apiUrl,
    fetch: slackFetch,
    timeout: TIMEOUT_MS,
    // The outbox does the retrying.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })
  return {
    post: async (channel, line, key) => {
      const { text, blocks } = drawLine(line, { baseUrl })
      try {
        const { ts } = await client.chat.postMessage({
          channel: channel ?? defaultChannel,
          text,
          blocks,
          unfurl_links: false,
          metadata: { event_type: 'pitpost_delivery', event_payload: { key } },
        })
        return { ok: true, value: { providerId: ts ?? '' } }
      } catch (error) {
        return toFailure(error)
      }
    },
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

/** Nothing is given up here: a wrong token or channel is mended by a person, and the lines then follow. */
const toFailure = (error: unknown): Sent => {
  const detail = String(error)
  const known = typeof error === 'object' && error !== null
  if (known && 'retryAfter' in error) {
    return { ok: false, failure: { detail, retry: true, retryAfterMs: Number(error.retryAfter) * 1_000 } }
  }
  // The platform answered, and said no: a setting is wrong.
  if (known && 'data' in error)
    return { ok: false, failure: { detail, retry: true, retryAfterMs: SETUP_RETRY_MS } }
  return { ok: false, failure: { detail, retry: true } }
}
