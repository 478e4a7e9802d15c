/** Looks over a connection to Slack: token, scopes, channels, and what only a person can try. */
import { WebClient } from '@slack/web-api'
import type { Text } from '../../domain/result.ts'
import { slackFetch } from './slack-fetch.ts'
import { commands, scopes } from './surfaces.ts'

export type SlackCheck = {
  readonly name: string
  readonly status: 'ok' | 'wrong' | 'unknown'
  readonly says: Text
}

export type SlackFacts = {
  readonly token: string
  readonly signingSecret: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly baseUrl: string
  /** Where something is told: names or ids, with whose it is. */
  readonly channels: readonly { readonly channel: string; readonly whose: string }[]
}

/** One request may take this long, in ms. */
const TIMEOUT_MS = 15_000
/** Channels of one page of the list, and pages that are looked through. */
const PAGE = 200
const MAX_PAGES = 50

/** Every check with what to do; nothing is changed or posted. */
export const checkSlack = async (facts: SlackFacts): Promise<readonly SlackCheck[]> => {
  const client = new WebClient(facts.token, {
    slackApiUrl: facts.apiUrl,
    fetch: slackFetch,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 1 },
  })
  const token = await checkToken(client)
  const secret = checkSecret(facts.signingSecret)
  if (token.check.status !== 'ok') return [token.check, secret]
  return [
    token.check,
    await checkScopes(client, token),
    secret,
    ...(await checkChannels(client, facts.channels)),
    toTry(facts.baseUrl),
  ]
}

type Told = {
  readonly check: SlackCheck
  /** What Slack says it has granted; undefined when it does not say. */
  readonly granted: readonly string[] | undefined
  readonly userId: string
}

const checkToken = async (client: WebClient): Promise<Told> => {
  try {
    const told = await client.auth.test()
    const who = `${told.team ?? ''} / ${told.user ?? ''}`
    const granted = told.response_metadata?.scopes
    const userId = told.user_id ?? ''
    return { check: good('token', `${who} として話せます。`, `speaks as ${who}.`), granted, userId }
  } catch (error) {
    const code = codeOf(error)
    const check =
      code === undefined
        ? unknown(
            'token',
            'Slackが答えません。つながりを確かめてください。',
            'Slack does not answer; check the connection.',
          )
        : wrong(
            'token',
            `SLACK_BOT_TOKEN をSlackが受け付けません（${code}）。アプリの「OAuth & Permissions」の Bot User OAuth Token（xoxb-…）を入れてください。`,
            `Slack refuses SLACK_BOT_TOKEN (${code}); take the Bot User OAuth Token (xoxb-…) from the app's OAuth & Permissions.`,
          )
    return { check, granted: undefined, userId: '' }
  }
}

const checkScopes = async (client: WebClient, { granted, userId }: Told): Promise<SlackCheck> => {
  const isTold = granted !== undefined && granted.length > 0
  const missing = isTold
    ? Object.keys(scopes).filter((scope) => !granted.includes(scope))
    : await probeScopes(client, userId)
  if (missing.length > 0) return lacks(missing)
  return isTold
    ? good('scopes', 'すべてそろっています。', 'all of them are granted.')
    : unknown('scopes', '許可の一覧をSlackが知らせません。', 'Slack does not tell which scopes are granted.')
}

/** Asks for something that changes nothing, and hears what it would have needed. */
const probeScopes = async (client: WebClient, user: string): Promise<readonly string[]> => {
  const probes = [
    () => client.users.info({ user }),
    () => client.conversations.list({ limit: 1 }),
    () => client.files.info({ file: 'F0' }),
  ]
  const answers = await Promise.all(probes.map((probe) => probe().then(() => undefined, neededBy)))
  return [...new Set(answers.flatMap((needed) => (needed === undefined ? [] : needed.split(/[,|]/))))]
}

const neededBy = (error: unknown): string | undefined =>
  codeOf(error) === 'missing_scope' ? String(dataOf(error)?.['needed'] ?? '') : undefined

const lacks = (missing: readonly string[]): SlackCheck => {
  const whys: Readonly<Record<string, string>> = scopes
  const list = missing
    .map((scope) => `${scope}${whys[scope] === undefined ? '' : ` (${whys[scope]})`}`)
    .join(', ')
  return wrong(
    'scopes',
    `足りない許可：${list}。「OAuth & Permissions」で加え、ワークスペースに入れ直してください（Reinstall）。`,
    `missing: ${list}. Add them under OAuth & Permissions and reinstall the app.`,
  )
}

const checkSecret = (secret: string): SlackCheck =>
  /^[0-9a-f]{32}$/.test(secret)
    ? good('secret', '形は合っています。', 'has the right form.')
    : wrong(
        'secret',
        'SLACK_SIGNING_SECRET は32けたの英数字（0-9 a-f）です。「Basic Information」の Signing Secret を入れてください。',
        'SLACK_SIGNING_SECRET has 32 digits (0-9 a-f); take the Signing Secret from Basic Information.',
      )

const checkChannels = async (
  client: WebClient,
  channels: SlackFacts['channels'],
): Promise<readonly SlackCheck[]> => {
  if (channels.length === 0) {
    return [
      wrong(
        'channel',
        'お知らせのチャンネルがありません。SLACK_CHANNEL を設定してください。',
        'there is no channel to tell things in; set SLACK_CHANNEL.',
      ),
    ]
  }
  return Promise.all(channels.map(({ channel, whose }) => checkChannel(client, channel, whose)))
}

const checkChannel = async (client: WebClient, named: string, whose: string): Promise<SlackCheck> => {
  const label = `${named}（${whose}）`
  try {
    const found = await findChannel(client, named)
    if (found === undefined) return notThere(label)
    if (found.isMember) return good('channel', `${label} に書き込めます。`, `${label}: the bot is a member.`)
    return wrong(
      'channel',
      `${label} にボットが入っていません。そのチャンネルで「/invite @pitpost」と打ってください。`,
      `${label}: the bot is not in it; type /invite @pitpost there.`,
    )
  } catch (error) {
    const code = codeOf(error)
    return code === 'channel_not_found'
      ? notThere(label)
      : unknown(
          'channel',
          `${label} を調べられません（${code ?? error}）。`,
          `${label}: cannot be asked (${code ?? error}).`,
        )
  }
}

const notThere = (label: string): SlackCheck =>
  wrong(
    'channel',
    `${label} が見つかりません。非公開なら、先にそこで「/invite @pitpost」と打ってください。IDはチャンネル名を押すと下に出ます。`,
    `${label}: there is no such channel, or it is private; type /invite @pitpost there. Its id is at the foot of the channel's details.`,
  )

const findChannel = async (
  client: WebClient,
  named: string,
): Promise<{ readonly isMember: boolean } | undefined> => {
  if (/^[CG][A-Z0-9]{6,}$/.test(named)) {
    const { channel } = await client.conversations.info({ channel: named })
    return channel && { isMember: channel.is_member === true }
  }
  const name = named.replace(/^#/, '')
  let cursor = ''
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { channels = [], response_metadata: next } = await client.conversations.list({
      limit: PAGE,
      exclude_archived: true,
      ...(cursor === '' ? {} : { cursor }),
    })
    const found = channels.find((channel) => channel.name === name)
    if (found !== undefined) return { isMember: found.is_member === true }
    cursor = next?.next_cursor ?? ''
    if (cursor === '') return undefined
  }
  return undefined
}

/** Slack tells nobody which commands an app has. */
const toTry = (baseUrl: string): SlackCheck => {
  const [first] = commands
  return unknown(
    'command',
    `コマンドはSlackに聞けません。チャンネルで「${first.command} help」と打って確かめてください。答えがなければ、Request URL を ${baseUrl}/slack/events にします（npx pitpost slack manifest）。`,
    `commands cannot be asked for: type ${first.command} help in the channel. No answer: set its Request URL to ${baseUrl}/slack/events (npx pitpost slack manifest).`,
  )
}

const dataOf = (error: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined
  const { data } = error
  return typeof data === 'object' && data !== null ? { ...data } : undefined
}

const codeOf = (error: unknown): string | undefined => {
  const code = dataOf(error)?.['error']
  return code === undefined ? undefined : String(code)
}

const good = (name: string, ja: string, en: string): SlackCheck => ({ name, status: 'ok', says: { ja, en } })
const wrong = (name: string, ja: string, en: string): SlackCheck => ({
  name,
  status: 'wrong',
  says: { ja, en },
})
const unknown = (name: string, ja: string, en: string): SlackCheck => ({
  name,
  status: 'unknown',
  says: { ja, en },
})
