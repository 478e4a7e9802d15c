/** Draws the morning digest: what came in, what is due, what ran out, and what waits for a person. */
import { nameChain } from '../../domain/chain.ts'
import type { Sum } from '../../domain/digest.ts'
import { type Day, formatDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import { formatYen } from '../../domain/yen.ts'
import type { ChatLine } from '../../ports.ts'
import { actions, context, type Drawn, fields, header, linkButton, section } from './block-kit.ts'
import { drawMention } from './draw-mention.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { sayIn } from './view-kit.ts'

/** `baseUrl` is where the console is. */
export const drawMorning = (
  { merchant, mention, figures, digest, day }: Extract<ChatLine, { kind: 'morning-digest' }>,
  { baseUrl, language }: { readonly baseUrl: string; readonly language: Language },
): Drawn => {
  const say = sayIn(language)
  const { collected, byChain, due, expired, bounced, problems } = figures
  const days = spanOf(digest.from, digest.to, language)
  const tell = ({ count, yen }: Sum): string => `${say(`${count}件`, String(count))}　${formatYen(yen)}`
  const chains = byChain.map(({ chain, ...sum }) => `• ${nameChain(chain, language)}　${tell(sum)}`)
  const toDo = problems.count + bounced + expired.count
  return {
    text: say(
      `おはようございます。${days} の入金は ${collected.count}件 ${formatYen(collected.yen)} です`,
      `Good morning. ${days}: ${collected.count} payments, ${formatYen(collected.yen)}`,
    ),
    blocks: [
      header(`☀️ ${formatDay(day, language)}`),
      section(`${drawMention(mention)}${escapeMrkdwn(merchant.name)}`),
      section(
        `*${say(`${days} の入金`, `Collected ${days}`)}　${tell(collected)}*${chains.length === 0 ? '' : `\n${chains.join('\n')}`}`,
      ),
      fields([
        [say('きょうが期限', 'Due today'), tell(due)],
        [say(`${days} に期限切れ`, `Expired ${days}`), tell(expired)],
        [say('届かなかったメール', 'Mails that came back'), say(`${bounced}通`, String(bounced))],
        [say('決めていない入金', 'Payments to decide about'), tell(problems)],
      ]),
      actions(
        linkButton('open-payments', say('入金を開く', 'Payments'), `${baseUrl}/payments`),
        linkButton('open-due', say('未払いを開く', 'Open bills'), `${baseUrl}/invoices?status=open`),
        ...(bounced > 0 ? [linkButton('open-mails', say('不達を開く', 'Bounces'), `${baseUrl}/mails`)] : []),
        ...(problems.count > 0
          ? [linkButton('open-problems', say('決める', 'Decide'), `${baseUrl}/payments?problem=undecided`)]
          : []),
      ),
      ...(toDo > 0 ? [] : [context(say('✅ 待っているものはありません。', '✅ Nothing waits for you.'))]),
    ],
  }
}

/** `11/24`, or `11/21〜11/23` (`11/21–11/23`). */
export const spanOf = (from: Day, to: Day, language: Language): string => {
  const last = `${to.month}/${to.day}`
  return from.equals(to) ? last : `${from.month}/${from.day}${language === 'ja' ? '〜' : '–'}${last}`
}
