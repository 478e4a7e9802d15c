/** Draws what is said in a digest's thread: that it was amended, or that its pictures could not be made. */
import type { Language } from '../../domain/language.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { type Drawn, section } from './block-kit.ts'
import { spanOf } from './draw-morning.ts'
import { sayIn } from './view-kit.ts'

export const drawNote = (
  { digest, was: before, is: now }: Extract<ChatLine, { kind: 'digest-note' }>,
  language: Language,
): Drawn => {
  const say = sayIn(language)
  const days =
    digest.kind === 'month' ? digest.to.toString().slice(0, 7) : spanOf(digest.from, digest.to, language)
  const was = { ...before, yen: toYen(before.yen) }
  const is = { ...now, yen: toYen(now.yen) }
  const difference = is.yen - was.yen
  const sign = difference > 0 ? '+' : ''
  const text = say(
    `✏️ ${days} の入金をあとから直しました：${is.count}件 ${formatYen(is.yen)}（前は ${was.count}件 ${formatYen(was.yen)}、${sign}${formatYen(toYen(difference))}）`,
    `✏️ Amended ${days}: ${is.count} payments, ${formatYen(is.yen)} (was ${was.count}, ${formatYen(was.yen)}; ${sign}${formatYen(toYen(difference))})`,
  )
  const why = say(
    'あとで届いた入金、取り消された入金、または決めた入金があります。上のまとめも直してあります。',
    'Money became known later, was undone, or was decided about. The digest above is amended.',
  )
  return { text, blocks: [section(`${text}\n${why}`)] }
}

export const drawNoPicture = (language: Language): Drawn => {
  const text = sayIn(language)(
    '🖼️ いまは図を作れません。数字は上のまとめのとおりです。',
    '🖼️ The charts cannot be made right now. The figures are in the digest above.',
  )
  return { text, blocks: [section(text)] }
}
