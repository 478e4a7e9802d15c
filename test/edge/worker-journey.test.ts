import { WebClient } from '@slack/web-api'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll } from 'vitest'
import { describeJourney, type Running } from '../contract/journey-contract.ts'
import { describeNetwork, networkSecretsOf } from '../contract/network-contract.ts'
import { type Edge, openEdge } from './open-edge.ts'

const networkSecret = new Uint8Array(32).fill(7).toBase64()
const apiKey = 'pk_test_0123456789abcdef0123456789'
const slackSigningSecret = 'slack-signing-secret'

let edge: Edge
let slack: Emulator
let resend: Emulator
let running: Running

beforeAll(async () => {
  slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: { channels: [{ name: 'bills' }] } },
  })
  resend = await createEmulator({ service: 'resend', port: 0 })
  edge = await openEdge({
    BASE_URL: 'http://localhost',
    NETWORK_SECRETS: networkSecretsOf(networkSecret),
    API_KEY: apiKey,
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: resend.url.replace('localhost', '127.0.0.1'),
    MAIL_FROM: 'noreply@pitpost.example',
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: slackSigningSecret,
    SLACK_CHANNEL: 'bills',
    SLACK_API_URL: `${slack.url.replace('localhost', '127.0.0.1')}/api/`,
    MERCHANT_NAME: 'さくら学習塾',
  })
  const client = new WebClient('xoxb-test', { slackApiUrl: `${slack.url}/api/` })
  running = {
    fetch: (path, init) => fetch(new URL(path, edge.url), init),
    apiKey,
    networkSecret,
    slackSigningSecret,
    prints: false,
    now: async () => Temporal.Now.instant(),
    chatTexts: async () => {
      const { channels = [] } = await client.conversations.list()
      const channel = channels.find(({ name }) => name === 'bills')?.id ?? ''
      const { messages = [] } = await client.conversations.history({ channel })
      return messages.map(({ text = '' }) => text).toReversed()
    },
    mails: async () => {
      const answer = await fetch(`${resend.url}/emails`, { headers: { authorization: 'Bearer re_test' } })
      const { data } = (await answer.json()) as { data: { to: string[]; subject: string }[] }
      return data.map(({ to, subject }) => ({ to: to.join(), subject }))
    },
  }
})

afterAll(async () => {
  await edge?.harness.close()
  await slack?.close()
  await resend?.close()
})

describeJourney('workerd with D1', () => running)
describeNetwork('workerd with D1', () => running)
