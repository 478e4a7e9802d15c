/** Fetches a file that somebody put into Slack: from Slack's own host only, with the bot's token, and not more than is allowed. */
import type { WebClient } from '@slack/web-api'
import { MAX_FILE_BYTES } from '../../application/accept-file.ts'
import { fail, ok, type Result, type Text } from '../../domain/result.ts'
import type { SlackDeps } from './slack-deps.ts'
import { slackFetch } from './slack-fetch.ts'

export type SlackFile = { readonly id: string; readonly name: string; readonly bytes: Uint8Array }

/** Slack may take this long to hand a file out, in ms. */
const TIMEOUT_MS = 20_000

/** The file, or what a person can do about it. */
export const fetchSlackFile = async (
  deps: Pick<SlackDeps, 'apiUrl'>,
  client: WebClient,
  id: string,
): Promise<Result<SlackFile, Text>> => {
  // Asked anew, so that nothing is fetched from an address that came along with a message.
  const told = await client.files.info({ file: id }).catch(() => undefined)
  const url = told?.file?.url_private_download ?? told?.file?.url_private ?? ''
  if (told?.file === undefined || !URL.canParse(url)) return fail(gone)
  if (new URL(url).origin !== filesOrigin(deps.apiUrl)) return fail(elsewhere)
  if ((told.file.size ?? 0) > MAX_FILE_BYTES) return fail(tooLarge)
  const answer = await slackFetch(url, {
    headers: { authorization: `Bearer ${client.token ?? ''}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined)
  // Without the right to read files Slack answers with its sign-in page.
  const isPage = (answer?.headers.get('content-type') ?? '').startsWith('text/html')
  if (answer === undefined || !answer.ok || answer.body === null || isPage) return fail(gone)
  const bytes = await readAtMost(answer.body, MAX_FILE_BYTES)
  return bytes === undefined ? fail(tooLarge) : ok({ id, name: told.file.name ?? 'invoices.csv', bytes })
}

/** Slack keeps files on a host of its own; any other Slack, such as the sandbox's, on the one of its API. */
const filesOrigin = (apiUrl: string): string => {
  const { hostname, origin } = new URL(apiUrl)
  return hostname === 'slack.com' ? 'https://files.slack.com' : origin
}

const readAtMost = async (
  stream: ReadableStream<Uint8Array>,
  max: number,
): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > max) return undefined
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const gone: Text = {
  ja: 'ファイルを読めません。消されていないか、pitpost がこのチャンネルにいるかを確かめてください（/invite @pitpost）。',
  en: 'The file cannot be read; see whether it is still there, and whether pitpost is in this channel (/invite @pitpost).',
}
const elsewhere: Text = {
  ja: 'Slack の外にあるファイルは読みません。CSV を Slack に直接入れてください。',
  en: 'Files that are kept outside Slack are not read; put the CSV into Slack itself.',
}
const tooLarge: Text = {
  ja: 'ファイルは4 MiBまでです。分けて登録してください。',
  en: 'A file has at most 4 MiB; split it.',
}
