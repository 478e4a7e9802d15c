/** Socket Mode: Slack's requests come over a connection that pitpost opens, so that it needs no public address. */
import { SocketModeClient } from '@slack/socket-mode'
import { LogLevel } from '@slack/web-api'
import type { Log } from '../../ports.ts'
import { type SlackHandler, TOO_MUCH } from './create-slack-handler.ts'

export type SocketDeps = {
  /** `xapp-…`, with the scope `connections:write`. */
  readonly appToken: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly handle: SlackHandler
  readonly log: Log
}

export type SlackSocket = { close(): Promise<void> }

/** What comes with each request. */
type Envelope = {
  readonly body: Readonly<Record<string, unknown>>
  readonly ack: (answer?: Record<string, unknown>) => Promise<void>
}

/** Connects, and connects again whenever the connection is lost. */
export const openSocket = ({ appToken, apiUrl, handle, log }: SocketDeps): SlackSocket => {
  const client = new SocketModeClient({
    appToken,
    logLevel: LogLevel.ERROR,
    autoReconnectEnabled: true,
    clientOptions: { slackApiUrl: apiUrl },
  })
  client.on('slack_event', async ({ body, ack }: Envelope) => {
    try {
      const answer = await handle(body)
      // Not acknowledged, it comes again.
      if (answer === TOO_MUCH) return
      await ack(typeof answer === 'string' ? { text: answer } : toJson(answer))
    } catch (error) {
      // Not acknowledged, it comes again.
      log.error('slack request failed', { error: String(error) })
    }
  })
  client.on('connected', () => log.info('slack socket connected'))
  client.on('reconnecting', () => log.info('slack socket reconnecting'))
  // A wrong token is for a person; all else is tried again by the client.
  client
    .start()
    .catch((error: unknown) => log.error('slack socket cannot be opened', { error: String(error) }))
  return {
    close: async () => {
      await client.disconnect().catch(() => undefined)
    },
  }
}

const toJson = (answer: unknown): Record<string, unknown> | undefined =>
  typeof answer === 'object' && answer !== null
    ? (JSON.parse(JSON.stringify(answer)) as Record<string, unknown>)
    : undefined
