/** `/pit connect`: from now on, what is typed in this channel is a merchant's. */
import type { Instant } from '../../domain/jst-day.ts'
import type { Drawn } from './block-kit.ts'
import { drawFailure, drawSaid } from './draw-answer.ts'
import type { Visitor } from './enter-chat.ts'
import type { SlackDeps } from './slack-deps.ts'

/** What the person who typed it is told. */
export const connectHere = async (
  { story }: SlackDeps,
  { team, userId, userName, channel, channelName }: Visitor,
  text: string,
  now: Instant,
): Promise<Drawn> => {
  const person = { team, user: userId }
  const request = { person, personName: userName, channel, channelName: channelName ?? channel, text }
  const connected = await story.connectChannel(request, now)
  if (!connected.ok) return drawFailure(connected.failure)
  const { name } = connected.value
  return drawSaid({
    ja: `🔌 このチャンネルを「${name}」につなぎました。ここで請求を登録できます。`,
    en: `This channel is now connected to ${name}; bills can be registered here.`,
  })
}
