/** Hands files over to Slack in its three steps: ask for an address, send the bytes there, say where they belong. */
import type { WebClient } from '@slack/web-api'
import type { ChatFile } from '../../ports.ts'
import type { Place } from './place.ts'
import { slackFetch } from './slack-fetch.ts'

/** Replies of a thread that are looked through for files. */
const MAX_REPLIES = 200
/** The bytes of one file may take this long, in ms. */
const TIMEOUT_MS = 30_000

/** Held by Slack, and shown nowhere until a message names their ids. */
export const uploadHidden = async (
  client: WebClient,
  files: readonly ChatFile[],
): Promise<readonly string[]> => {
  const held = await sendAll(client, files)
  await client.files.completeUploadExternal({ files: held })
  return held.map(({ id }) => id)
}

/** In the thread, without those that an earlier try has left there. */
export const shareInThread = async (
  client: WebClient,
  { channel, ts }: Place,
  files: readonly ChatFile[],
): Promise<void> => {
  const there = await namesInThread(client, { channel, ts })
  const missing = files.filter(({ name }) => !there.has(name))
  if (missing.length === 0) return
  const held = await sendAll(client, missing)
  await client.files.completeUploadExternal({ files: held, channel_id: channel, thread_ts: ts })
}

type Held = { id: string; title: string }

const sendAll = async (client: WebClient, files: readonly ChatFile[]): Promise<[Held, ...Held[]]> => {
  const held: Held[] = []
  for (const { name: filename, title, alt, bytes } of files) {
    const place = await client.files.getUploadURLExternal({
      ...{ filename, length: bytes.length },
      ...(alt === undefined ? {} : { alt_text: alt }),
    })
    const { file_id: id = '', upload_url: url = '' } = place
    const body = new Uint8Array(bytes)
    const taken = await slackFetch(url, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!taken.ok) throw new Error(`Slack did not take ${filename}: ${taken.status}`)
    held.push({ id, title })
  }
  const [first, ...others] = held
  if (first === undefined) throw new RangeError('no files to upload')
  return [first, ...others]
}

const namesInThread = async (client: WebClient, { channel, ts }: Place): Promise<ReadonlySet<string>> => {
  const { messages = [] } = await client.conversations.replies({ channel, ts, limit: MAX_REPLIES })
  return new Set(messages.flatMap(({ files = [] }) => files.map(({ name }) => name ?? '')))
}
