/** A Slack on loopback for the sandbox: the `emulate` package behind a front that is as strict as Slack. */
import { serve } from '@hono/node-server'
import { WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import { createSlackFront } from './slack-front.ts'
import { createSlackMemory, type SlackMemory } from './slack-memory.ts'
import { createSlackOpenid } from './slack-openid.ts'
import { BOT_NAME, slackChannels, slackPeople } from './slack-people.ts'

export type SlackEmulator = {
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly inspectorUrl: string
  readonly botToken: string
  readonly channel: string
  readonly memory: SlackMemory
  readonly app: { readonly clientId: string; readonly clientSecret: string; readonly issuer: string }
  close(): Promise<void>
}

const BOT_TOKEN = 'xoxb-sandbox'
const CLIENT_ID = 'sandbox.pitpost'
/** The emulator's one workspace. */
const TEAM_ID = 'T000000001'
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
  let baseUrl = ''
  const app = { clientId: CLIENT_ID, clientSecret: crypto.randomUUID() }
  const openid = createSlackOpenid({
    ...app,
    issuer: () => baseUrl,
    userIdOf: (name) => findUser(`${targetUrl}/api/`, name),
    teamId: TEAM_ID,
  })
  const front = createSlackFront({ target: () => targetUrl, memory, openid })
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
  baseUrl = `http://127.0.0.1:${await listening}`
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed } })
  targetUrl = emulator.url
  resolve(targetUrl)
  return {
    apiUrl: `${baseUrl}/api/`,
    inspectorUrl: baseUrl,
    botToken: BOT_TOKEN,
    channel: slackChannels[0].name,
    memory,
    app: { ...app, issuer: baseUrl },
    close: async () => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await emulator.close()
    },
  }
}

/** A person's id by name, as the emulator gave it. */
const findUser = async (slackApiUrl: string, name: string): Promise<string | undefined> => {
  const { members = [] } = await new WebClient(BOT_TOKEN, { slackApiUrl }).users.list({})
  return members.find((member) => member.name === name)?.id
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
