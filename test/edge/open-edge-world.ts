/** The worker in local workerd, with Slack and Resend emulated beside it. */
import { WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import { createStore } from '../../src/adapters/store/create-store.ts'
import { createD1Database } from '../../src/adapters/store/d1-database.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { createSignInLink } from '../../src/application/sign-in.ts'
import type { Store } from '../../src/ports.ts'
import { networkSecretsOf } from '../contract/network-contract.ts'
import { type Edge, type EdgeChanges, openEdge } from './open-edge.ts'

export type EdgeWorld = Edge & {
  readonly apiKey: string
  readonly networkSecret: string
  readonly slackSigningSecret: string
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** A call of the staff API with its key. */
  readonly api: (path: string, init?: RequestInit) => Promise<Response>
  readonly mails: () => Promise<readonly { readonly to: string; readonly subject: string }[]>
  /** Lines of the channel, oldest first. */
  readonly chatTexts: () => Promise<readonly string[]>
  /** A session's cookie of an admin of the merchant, or of the centre. */
  readonly signIn: (merchantId?: string) => Promise<string>
  readonly store: Store
  readonly close: () => Promise<void>
}

const apiKey = 'pk_test_0123456789abcdef0123456789'
const networkSecret = new Uint8Array(32).fill(7).toBase64()
const slackSigningSecret = 'slack-signing-secret'

/** `vars` beside, or instead of, the usual ones. */
export const openEdgeWorld = async (
  vars: Readonly<Record<string, string>> = {},
  changes: EdgeChanges = {},
): Promise<EdgeWorld> => {
  const slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: { channels: [{ name: 'bills' }] } },
  })
  const resend = await createEmulator({ service: 'resend', port: 0 })
  const edge = await openEdge(
    {
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
      ...vars,
    },
    changes,
  )
  const store = createStore(createD1Database(edge.db))
  const client = new WebClient('xoxb-test', { slackApiUrl: `${slack.url}/api/` })
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, edge.url), init)
  return {
    ...edge,
    apiKey,
    networkSecret,
    slackSigningSecret,
    fetch: ask,
    api: (path, init = {}) =>
      ask(`/api/v1${path}`, {
        ...init,
        headers: { authorization: `Bearer ${apiKey}`, ...Object.fromEntries(new Headers(init.headers)) },
      }),
    mails: async () => {
      const answer = await fetch(`${resend.url}/emails`, { headers: { authorization: 'Bearer re_test' } })
      const { data } = (await answer.json()) as { data: { to: string[]; subject: string }[] }
      return data.map(({ to, subject }) => ({ to: to.join(), subject }))
    },
    chatTexts: async () => {
      const { channels = [] } = await client.conversations.list()
      const channel = channels.find(({ name }) => name === 'bills')?.id ?? ''
      const { messages = [] } = await client.conversations.history({ channel })
      return messages.map(({ text = '' }) => text).toReversed()
    },
    store,
    signIn: async (merchantId) => {
      const id = merchantId ?? (await store.merchants())[0]?.id ?? ''
      const link = await createSignInLink(
        { store, random: createRandom() },
        { merchantId: id, staffName: '鈴木' },
        Temporal.Now.instant(),
      )
      const entered = await ask(link, {
        method: 'POST',
        headers: { origin: edge.url.origin },
        redirect: 'manual',
      })
      return (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    },
    close: async () => {
      await edge.harness.close()
      await slack.close()
      await resend.close()
    },
  }
}
