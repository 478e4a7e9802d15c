/** A real sandbox on free ports and an empty data folder, driven from outside. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebClient } from '@slack/web-api'
import { parseConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/run-server.ts'

export type TestSandbox = RunningServer & {
  readonly dataDir: string
  fetch(path: string, init?: RequestInit): Promise<Response>
  readonly apiKey: string
  readonly networkSecret: string
  readonly slackSigningSecret: string
  now(): Promise<Temporal.Instant>
  chatTexts(): Promise<readonly string[]>
  /** Files in the thread of the message that starts so, once there are some. */
  threadFiles(start: string): Promise<readonly string[]>
  mails(): Promise<readonly { readonly id: string; readonly to: string; readonly subject: string }[]>
  /** A cookie of a signed-in member of staff. */
  signIn(): Promise<string>
}

/** Tests ask more often than people do. */
const PATIENT = { API_PER_MINUTE: '1000000' }

/** `settings` are environment variables. */
export const startTestSandbox = async (
  settings: Readonly<Record<string, string>> = {},
): Promise<TestSandbox> => {
  const dataDir = settings['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'pitpost-'))
  const parsed = parseConfig({ PORT: '0', SANDBOX: '1', DATA_DIR: dataDir, ...PATIENT, ...settings })
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  const running = await startServer(parsed.config, process.env)
  const { services } = running
  if (services === undefined) throw new Error('not a sandbox')
  const fetchPath = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(new URL(path, running.url), init)
  const slack = new WebClient(services.slack.botToken, { slackApiUrl: services.slack.apiUrl })
  return {
    ...running,
    dataDir,
    fetch: fetchPath,
    apiKey: services.apiKey,
    networkSecret: services.networkSecret,
    slackSigningSecret: services.slack.signingSecret,
    now: async () => {
      const answer = await fetchPath('/sandbox/clock/now.json')
      const { now } = (await answer.json()) as { now: string }
      return Temporal.Instant.from(now)
    },
    chatTexts: async () => {
      const { channels = [] } = await slack.conversations.list()
      const channel = channels.find(({ name }) => name === services.slack.channel)?.id ?? ''
      const { messages = [] } = await slack.conversations.history({ channel })
      return messages.map(({ text = '' }) => text).toReversed()
    },
    threadFiles: async (start) => {
      const { channels = [] } = await slack.conversations.list()
      const channel = channels.find(({ name }) => name === services.slack.channel)?.id ?? ''
      const { messages = [] } = await slack.conversations.history({ channel })
      const ts = messages.find(({ text = '' }) => text.startsWith(start))?.ts ?? ''
      const { messages: replies = [] } = await slack.conversations.replies({ channel, ts })
      return replies.flatMap(({ files = [] }) => files.map(({ name = '' }) => name))
    },
    mails: async () => {
      const answer = await fetchPath('/sandbox/mail/all.json')
      const { mails } = (await answer.json()) as { mails: { id: string; to: string[]; subject: string }[] }
      return mails.map(({ id, to, subject }) => ({ id, to: to.join(), subject })).toReversed()
    },
    signIn: async () => {
      const [merchant] = await running.pitpost.store.merchants()
      const request = { merchantId: merchant?.id ?? '', staffName: '田中', role: 'admin' } as const
      const link = await running.pitpost.story.createSignInLink(request, Temporal.Now.instant())
      const answer = await fetchPath(link, {
        method: 'POST',
        headers: { origin: running.url },
        redirect: 'manual',
      })
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    },
    close: async () => {
      await running.close()
      if (settings['DATA_DIR'] === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
