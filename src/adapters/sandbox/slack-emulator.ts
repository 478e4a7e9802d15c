/** A Slack on loopback for the sandbox: the `emulate` package behind a front that is as strict as Slack. */
import { serve } from '@hono/node-server'
import { createEmulator } from 'emulate'
import { createSlackFront } from './slack-front.ts'
import { createSlackMemory, type SlackMemory } from './slack-memory.ts'
import { BOT_NAME, slackChannels, slackPeople } from './slack-people.ts'

export type SlackEmulator = {
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly inspectorUrl: string
  readonly botToken: string
  readonly channel: string
  readonly memory: SlackMemory
  close(): Promise<void>
}

const BOT_TOKEN = 'xoxb-sandbox'
const BOT_SCOPES = [
  'chat:write',
  'channels:read',
  'channels:history',
  'files:read',
  'files:write',
  'users:read',
  'users:read.email',
]
const PERSON_SCOPES = ['chat:write', 'files:write', 'files:read', 'users:read']

/** Starts it on a port; 0 takes a free one. */
export const startSlackEmulator = async (port: number): Promise<SlackEmulator> => {
  const memory = createSlackMemory()
  const { promise: target, resolve } = Promise.withResolvers<string>()
  let targetUrl = ''
  const front = createSlackFront({ target: () => targetUrl, memory })
  const { promise: listening, resolve: listen, reject } = Promise.withResolvers<number>()
  const server = serve(
    {
      // Nothing is asked before the emulator is there.
      fetch: async (request: Request) => {
        await target
        return front.fetch(request)
      },
      port,
      hostname: '127.0.0.1',
    },
    (info) => listen(info.port),
  )
  server.once('error', reject)
  const baseUrl = `http://127.0.0.1:${await listening}`
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed } })
  targetUrl = emulator.url
  resolve(targetUrl)
  return {
    apiUrl: `${baseUrl}/api/`,
    inspectorUrl: baseUrl,
    botToken: BOT_TOKEN,
    channel: slackChannels[0].name,
    memory,
    close: async () => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await emulator.close()
    },
  }
}

const seed = {
  team: { name: 'pitpost sandbox', domain: 'pitpost-sandbox' },
  users: [
    { name: BOT_NAME, real_name: BOT_NAME, email: 'pitpost@example.com' },
    ...slackPeople.map(({ key, name }) => ({ name: key, real_name: name, email: `${key}@example.com` })),
  ],
  channels: slackChannels.map(({ name, topic }) => ({ name, topic })),
  bots: [{ name: BOT_NAME }],
  tokens: [
    { token: BOT_TOKEN, user: BOT_NAME, scopes: BOT_SCOPES },
    ...slackPeople.map(({ key, token }) => ({ token, user: key, scopes: PERSON_SCOPES })),
  ],
}
