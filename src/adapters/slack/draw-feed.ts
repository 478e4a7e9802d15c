/** Draws what a collection data file brought: all of it for whoever brought it, its own part for each merchant. */
import type { Feed } from '../../domain/feed.ts'
import type { Tally } from '../../domain/feed-summary.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import { actions, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'

/** The whole file with its differences, or one merchant's part. */
export const drawFeed = (feed: Feed, merchantId: string, baseUrl: string): Drawn =>
  merchantId === feed.ownerId ? drawWhole(feed, baseUrl) : drawPart(feed, merchantId, baseUrl)

const drawWhole = (feed: Feed, baseUrl: string): Drawn => {
  const { records, sumYen, outcomes, forPerson, differences } = feed.summary
  const { toldYen, takenYen, unconfirmed } = differences
  const head = `収納データを取り込みました：${escapeMrkdwn(feed.fileName)} ${tell({ count: records, sumYen })}`
  return {
    text: `${head}${forPerson.count > 0 ? `（要確認 ${forPerson.count}件）` : ''}`,
    blocks: [
      section(`📥 *収納データを取り込みました* Collection data\n${escapeMrkdwn(feed.fileName)}`),
      fields([
        ['ファイル Records', tell({ count: records, sumYen })],
        ['新しい入金 New', tell(outcomes.recorded)],
        ['確報 Confirmed', tell(outcomes.confirmed)],
        ['取消 Undone', tell(outcomes.cancelled)],
        ['訂正 Corrected', tell(outcomes.corrected)],
        ['変わらず Unchanged', tell(outcomes.unchanged)],
        ['問題のある入金 Problems', tell(outcomes.problem)],
        ['計上との差 Difference', formatYen(toYen(toldYen - takenYen))],
        ['確報のない速報 Unconfirmed', tell(unconfirmed)],
      ]),
      ...personNote(forPerson.count),
      actions(linkButton('open-feed', '取込結果を開く', `${baseUrl}/feeds/${feed.id}`)),
    ],
  }
}

const nothing: Tally = { count: 0, sumYen: 0 }

const drawPart = (feed: Feed, merchantId: string, baseUrl: string): Drawn => {
  const own = feed.summary.merchants.find((part) => part.merchantId === merchantId)
  const { taken, confirmed, problems, forPerson } = own ?? {
    ...{ taken: nothing, confirmed: nothing, problems: nothing, forPerson: 0 },
  }
  return {
    text: `収納データが届きました：新しい入金 ${tell(taken)}、確報 ${tell(confirmed)}${problems.count > 0 ? `、問題のある入金 ${tell(problems)}` : ''}`,
    blocks: [
      section('📥 *収納データが届きました* Collection data'),
      fields([
        ['新しい入金 New', tell(taken)],
        ['確報 Confirmed', tell(confirmed)],
        ...(problems.count > 0 ? [['問題のある入金 Problems', tell(problems)] as const] : []),
      ]),
      ...personNote(forPerson),
      actions(linkButton('open-payments', '入金を開く', `${baseUrl}/payments`)),
    ],
  }
}

const tell = ({ count, sumYen }: Tally): string =>
  `${count.toLocaleString('en')}件 ${formatYen(toYen(sumYen))}`

const personNote = (count: number) =>
  count === 0
    ? []
    : [
        section(
          `⚠️ *${count.toLocaleString('en')}件を人が確かめてください。* ${count.toLocaleString('en')} for a person to look at.`,
        ),
      ]
