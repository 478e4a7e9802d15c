/** `doctor slack` against the emulated Slack: a right set-up, and each fault with what to do about it. */
import { createServer } from 'node:http'
import { WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSlack, type SlackFacts } from '../../../src/adapters/slack/check-slack.ts'
import { scopes } from '../../../src/adapters/slack/surfaces.ts'

let emulator: { readonly url: string; close(): Promise<void> }
let facts: SlackFacts

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        team: { name: 'さくら', domain: 'sakura' },
        users: [
          { name: 'pitpost', real_name: 'pitpost', email: 'pitpost@example.com' },
          { name: 'tanaka', real_name: '田中', email: 'tanaka@example.com' },
        ],
        channels: [{ name: 'bills' }],
        bots: [{ name: 'pitpost' }],
        tokens: [
          { token: 'xoxb-right', user: 'pitpost', scopes: Object.keys(scopes) },
          { token: 'xoxb-few', user: 'pitpost', scopes: ['chat:write', 'channels:read'] },
          {
            token: 'xoxp-tanaka',
            user: 'tanaka',
            scopes: ['channels:manage', 'channels:write', 'channels:read'],
          },
        ],
      },
    },
  })
  const tanaka = new WebClient('xoxp-tanaka', { slackApiUrl: `${emulator.url}/api/` })
  await tanaka.conversations.create({ name: 'elsewhere' })
  facts = {
    token: 'xoxb-right',
    signingSecret: '0123456789abcdef0123456789abcdef',
    apiUrl: `${emulator.url}/api/`,
    baseUrl: 'https://pay.example.jp',
    channels: [{ channel: '#bills', whose: 'SLACK_CHANNEL' }],
  }
})
afterAll(() => emulator.close())

const check = async (changes: Partial<SlackFacts> = {}) => {
  const checks = await checkSlack({ ...facts, ...changes })
  return Object.fromEntries(checks.map(({ name, status, says }) => [name, { status, ...says }]))
}

describe('doctor slack', () => {
  it('finds nothing wrong with a right set-up, and says what only a person can try', async () => {
    const checks = await check()
    expect(checks['token']).toMatchObject({ status: 'ok' })
    expect(checks['channel']).toMatchObject({ status: 'ok' })
    expect(checks['secret']).toMatchObject({ status: 'ok' })
    expect(checks['command']?.ja).toContain('/pit help')
  })

  it('says that a token is refused, and asks no further', async () => {
    // The emulator takes any token for somebody's; Slack answers this.
    const refusing = createServer((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ok: false, error: 'invalid_auth' }))
    })
    const port = await new Promise<number>((resolve) => {
      refusing.listen(0, '127.0.0.1', () => {
        const address = refusing.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const checks = await check({ token: 'xoxb-wrong', apiUrl: `http://127.0.0.1:${port}/api/` })
    refusing.close()
    expect(checks['token']).toMatchObject({ status: 'wrong' })
    expect(checks['token']?.ja).toContain('Bot User OAuth Token')
    expect(checks['channel']).toBeUndefined()
  })

  it('says which scopes are missing, what for, and how to add them', async () => {
    const checks = await check({ token: 'xoxb-few' })
    expect(checks['scopes']).toMatchObject({ status: 'wrong' })
    for (const said of ['users:read', 'files:read', 'Reinstall']) expect(checks['scopes']?.ja).toContain(said)
    expect(checks['scopes']?.en).not.toContain('channels:read')
  })

  it('says where the bot has to be invited, and which channel there is not', async () => {
    const outside = await check({ channels: [{ channel: 'elsewhere', whose: 'さくら' }] })
    expect(outside['channel']).toMatchObject({ status: 'wrong' })
    expect(outside['channel']?.ja).toContain('/invite @pitpost')
    const none = await check({ channels: [{ channel: 'C0NOWHERE', whose: 'さくら' }] })
    expect(none['channel']).toMatchObject({ status: 'wrong' })
    expect((await check({ channels: [] }))['channel']).toMatchObject({ status: 'wrong' })
  })

  it('knows a Slack that does not answer from one that says no', async () => {
    const checks = await check({ apiUrl: 'http://127.0.0.1:9/api/' })
    expect(checks['token']).toMatchObject({ status: 'unknown' })
  })

  it('sees that something else stands where the signing secret should', async () => {
    expect((await check({ signingSecret: 'xapp-1' }))['secret']).toMatchObject({ status: 'wrong' })
  })
})
