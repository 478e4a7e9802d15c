/** Tells one person something that only they see: in the channel they are in, else as a direct message. */
import type { WebClient } from '@slack/web-api'
import type { Drawn } from './block-kit.ts'

export type Place = {
  /** '' for nowhere in particular. */
  readonly channel: string
  readonly threadTs?: string | undefined
}

/** Ephemeral where the person and the bot are in the channel; the person's own conversation with the bot otherwise. */
export const tellPerson = async (
  client: WebClient,
  userId: string,
  { channel, threadTs }: Place,
  { text, blocks }: Drawn,
): Promise<void> => {
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
  if (channel !== '') {
    const told = await client.chat
      .postEphemeral({ channel, user: userId, text, blocks, ...thread })
      // Not in the channel, or the channel is a direct message: the person is told all the same.
      .catch(() => undefined)
    if (told?.ok === true) return
  }
  await client.chat.postMessage({ channel: userId, text, blocks })
}
