/** Socket Mode: the same app without a public address, over a connection that comes back when it is lost. */
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openSocket, type SlackSocket } from '../src/adapters/slack/open-socket.ts'
import { parseConfig } from '../src/config.ts'
import { createSlackDriver, type SlackDriver } from './support/slack-driver.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

type Sent = { readonly envelope_id?: string; readonly payload?: unknown }

/** Slack's side: `apps.connections.open`, and the sockets that it leads to. */
const startSlack = async () => {
  const sockets: WebSocket[] = []
  const heard: Sent[] = []
  let asked = 0
  const http = createServer((request, response) => {
    asked += 1
    const isRight = request.headers.authorization === 'Bearer xapp-right'
    const port = portOf()
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(
        isRight
          ? { ok: true, url: `ws://127.0.0.1:${port}/link?ticket=${asked}` }
          : { ok: false, error: 'invalid_auth' },
      ),
    )
  })
  const portOf = (): number => {
    const address = http.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }
  const server = new WebSocketServer({ server: http })
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data) => heard.push(JSON.parse(String(data)) as Sent))
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    apiUrl: `http://127.0.0.1:${portOf()}/api/`,
    sockets,
    heard,
    asked: () => asked,
    close: async () => {
      for (const socket of sockets) socket.terminate()
      server.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

let sandbox: TestSandbox
let driver: SlackDriver
let slack: Awaited<ReturnType<typeof startSlack>>
let socket: SlackSocket
const logged: string[] = []
const log = {
  info: (event: string) => void logged.push(event),
  error: (event: string) => void logged.push(event),
}

beforeAll(async () => {
  sandbox = await startTestSandbox()
  driver = await createSlackDriver(sandbox)
  slack = await startSlack()
  const handle = sandbox.pitpost.handleSlack
  socket = openSocket({ appToken: 'xapp-right', apiUrl: slack.apiUrl, handle, log })
  await vi.waitFor(() => expect(slack.sockets).toHaveLength(1), { timeout: 10_000 })
})
afterAll(async () => {
  await socket?.close()
  await slack?.close()
  await driver?.close()
  await sandbox?.close()
})

const send = (envelope: string, type: string, payload: object): void => {
  const text = JSON.stringify({ envelope_id: envelope, type, payload, accepts_response_payload: true })
  slack.sockets.at(-1)?.send(text)
}
const acknowledged = (envelope: string): Promise<Sent> =>
  vi.waitFor(
    () => {
      const found = slack.heard.find(({ envelope_id: id }) => id === envelope)
      if (found === undefined) throw new Error(`${envelope} was not acknowledged yet`)
      return found
    },
    { timeout: 10_000 },
  )
const command = (text: string, trigger: string) => ({
  ...{ command: '/pit', text, user_id: driver.userOf('tanaka'), user_name: 'tanaka', team_id: 'T000000001' },
  ...{ channel_id: driver.channelOf('bills'), channel_name: 'bills', trigger_id: trigger },
  response_url: driver.answersUrl,
})
const bills = async (reference: string): Promise<number> => {
  const [merchant] = await sandbox.pitpost.store.merchants()
  const { items } = await sandbox.pitpost.store.invoices(merchant?.id ?? '', { text: reference }, 10)
  return items.length
}

describe('Slack over a socket', () => {
  it('is acknowledged and worked on like over HTTP, and once however often it comes', async () => {
    send('e1', 'slash_commands', command('5500 +30日 a@example.com 山田様 月謝 #SOCK-1', 'trigger-1'))
    await acknowledged('e1')
    await vi.waitFor(async () => expect(await bills('SOCK-1')).toBe(1), { timeout: 10_000 })
    send('e2', 'slash_commands', command('5500 +30日 a@example.com 山田様 月謝 #SOCK-1', 'trigger-1'))
    await acknowledged('e2')
    expect(await bills('SOCK-1')).toBe(1)
  })

  it('hands over what a view asks for with the acknowledgement', async () => {
    send('e3', 'interactive', {
      type: 'block_suggestion',
      ...{ action_id: 'pick-customer', block_id: 'customer_name', value: '山田' },
      team: { id: 'T000000001' },
      user: { id: driver.userOf('tanaka') },
      view: { private_metadata: '' },
    })
    expect((await acknowledged('e3')).payload).toMatchObject({ options: expect.any(Array) })
  })

  it.each([
    [
      'Slack asks for it',
      (old: WebSocket) => old.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })),
    ],
    ['the connection is lost', (old: WebSocket) => old.terminate()],
  ])(
    'connects again when %s, and goes on',
    async (name, end) => {
      const before = slack.sockets.length
      const old = slack.sockets.at(-1)
      if (old !== undefined) end(old)
      await vi.waitFor(() => expect(slack.sockets.length).toBeGreaterThan(before), { timeout: 15_000 })
      const reference = `SOCK-${name.length}`
      send(
        `after-${name}`,
        'slash_commands',
        command(`${6_600 + name.length} +30日 b@example.com 林様 月謝 #${reference}`, `t-${name}`),
      )
      await acknowledged(`after-${name}`)
      await vi.waitFor(async () => expect(await bills(reference)).toBe(1), { timeout: 10_000 })
    },
    30_000,
  )

  it('says that a token is wrong, without the token, and does not end the server', async () => {
    const handle = sandbox.pitpost.handleSlack
    const wrong = openSocket({ appToken: 'xapp-wrong', apiUrl: slack.apiUrl, handle, log })
    await vi.waitFor(() => expect(logged).toContain('slack socket cannot be opened'), { timeout: 10_000 })
    expect(logged.join()).not.toContain('xapp-')
    await wrong.close()
  })
})

it('needs no signing secret where it is used, and believes nobody over HTTP then', async () => {
  const production = {
    ...{ SANDBOX: '0', BASE_URL: 'https://pay.example.jp', NETWORK_SECRETS: btoa('x'.repeat(32)) },
    ...{
      MAIL_FROM: 'a@example.jp',
      RESEND_API_KEY: 're_1',
      RESEND_WEBHOOK_SECRET: `whsec_${btoa('y'.repeat(24))}`,
    },
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_CHANNEL: 'C1', MERCHANT_NAME: 'さくら' },
  }
  const without = parseConfig(production)
  expect(without.ok ? [] : without.problems).toEqual([expect.stringContaining('SLACK_SIGNING_SECRET')])
  const over = parseConfig({ ...production, SLACK_APP_TOKEN: 'xapp-1' })
  expect(over).toMatchObject({ ok: true, config: { slack: { appToken: 'xapp-1', signingSecret: '' } } })
  const { isFromSlack } = await import('../src/adapters/slack/verify-slack.ts')
  const now = Temporal.Now.instant()
  const timestamp = String(Math.floor(now.epochMilliseconds / 1_000))
  const forged = { timestamp, signature: `v0=${'0'.repeat(64)}`, body: 'x' }
  expect(await isFromSlack(forged, '', now)).toBe(false)
})
