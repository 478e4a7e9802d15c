/** Who acts in the chat, where; and how long the page waits for what was done to be seen. */
import type { ChatActor } from './chat-payloads.ts'
import { readRoom } from './chat-room.ts'
import type { ChatDeps, ChatPlace } from './chat-screen.ts'

export const actorOf = async ({ client, channel }: ChatDeps, place: ChatPlace): Promise<ChatActor> => {
  const room = await readRoom(client)
  const wanted = place.channel === '' ? channel : place.channel
  const found = room.channels.find(({ name }) => name === wanted) ?? room.channels[0]
  return {
    person: place.person,
    userId: room.userIdOf(place.person.key),
    channel: { id: found?.id ?? '', name: found?.name ?? '' },
  }
}

const PATIENCE_MS = 2_000
export const patiently = (seen: Promise<unknown>): Promise<unknown> =>
  Promise.race([seen, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
