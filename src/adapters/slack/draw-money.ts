/** Draws what a person asks about money: the last settlements, and the plan. */

import { listCycles, planNames } from '../../domain/fee-table.ts'
import { type Day, formatDay } from '../../domain/jst-day.ts'
import { tariffs } from '../../domain/plan.ts'
import type { Terms } from '../../domain/terms.ts'
import { formatYen } from '../../domain/yen.ts'
import type { SettlementStatus, StoredSettlement } from '../../ports.ts'
import { actions, type Drawn, linkButton, section } from './block-kit.ts'

const settlementStatusNames: Readonly<Record<SettlementStatus, string>> = {
  closed: '見込み',
  fixed: '確定',
  paid: '振込済み',
}

/** Newest first. */
export const drawSettlements = (settlements: readonly StoredSettlement[], baseUrl: string): Drawn => ({
  text: '精算',
  blocks: [
    section(
      settlements.length === 0
        ? '*精算* Settlements\nまだありません。最初の締め日のあとに、ここに出ます。 None yet.'
        : '*精算* Settlements',
    ),
    ...settlements.map(({ status, settlement: { from, closingDay, payoutDay, totals } }) =>
      section(
        [
          `*${formatDay(from, 'ja')}〜${formatDay(closingDay, 'ja')}*（${settlementStatusNames[status]}）`,
          `収納 ${totals.paidCount}件 ${formatYen(totals.grossYen)}`,
          payoutDay === undefined
            ? `お振込はありません。繰越 ${formatYen(totals.carriedOutYen)}`
            : `お振込 *${formatYen(totals.payoutYen)}*（${formatDay(payoutDay, 'ja')}）`,
        ].join('\n'),
      ),
    ),
    actions(linkButton('open-settlements', '精算を開く', `${baseUrl}/settlements`)),
  ],
})

/** The terms in force on a day. */
export const drawPlan = ({ plan, cycle }: Terms, day: Day): Drawn => ({
  text: planNames[plan],
  blocks: [
    section(
      [
        `*いまの料金プラン* Your plan`,
        `${planNames[plan]}：収納あり ${formatYen(tariffs[plan].paidYen)}／件、収納なし ${formatYen(tariffs[plan].unpaidYen)}／件（税別）`,
        `精算：${nameCycle(cycle, day)}`,
      ].join('\n'),
    ),
  ],
})

const nameCycle = (wanted: Terms['cycle'], day: Day): string => {
  const found = listCycles(day).find(({ cycle }) => cycle === wanted)
  return found === undefined ? wanted : `${found.name}（月${found.times}回）`
}
