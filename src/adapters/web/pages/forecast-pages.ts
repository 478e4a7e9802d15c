/** The console's forecast: the payouts to come, their bank days and fees, and the month under the other plan. */
import { Hono } from 'hono'
import type { MonthComparison } from '../../../application/forecast-for-merchant.ts'
import { formatYen, negateYen } from '../../../domain/yen.ts'
import { toPlanText } from './business-names.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { type PageDeps, showPage, type WebEnv } from './web-env.ts'

/** Routes below `/forecast`. */
export const createForecastPages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const forecast = await deps.story.forecastPayouts(c.get('session').merchantId, deps.clock.now())
    if (!forecast.ok) return showMessage(c, deps.render, 404, notFoundMessage)
    const { today, settlements, thisMonth } = forecast.value
    return showPage(c, deps, 'web/forecast', {
      title: { ja: '見込み', en: 'Forecast' },
      today,
      month: {
        ...thisMonth,
        planName: toPlanText(thisMonth.plan),
        otherPlanName: toPlanText(thisMonth.otherPlan),
        ...sayComparison(thisMonth),
      },
      settlements: settlements.map(({ from, closingDay, noticeDay, payoutDay, totals }) => ({
        from,
        closingDay,
        noticeDay,
        payoutDay: payoutDay ?? null,
        totals,
      })),
    })
  })
  return pages
}

/** The one sentence that matters. */
const sayComparison = ({ otherPlan, savingYen, paid, unpaid }: MonthComparison) => {
  const { ja: name, en: english } = toPlanText(otherPlan)
  if (paid + unpaid === 0)
    return { ja: '今月はまだ料金がかかっていません。', en: 'No fees yet this month.', isCheaper: false }
  if (savingYen === 0)
    return {
      ja: `${name}でも今月の料金は同じでした。`,
      en: `${english} would have cost the same.`,
      isCheaper: false,
    }
  const less = formatYen(savingYen > 0 ? savingYen : negateYen(savingYen))
  return savingYen > 0
    ? {
        ja: `${name}なら、今月は${less}安く済みました。`,
        en: `${english} would have cost ${less} less this month.`,
        isCheaper: true,
      }
    : {
        ja: `いまのプランは、${name}より今月は${less}安く済んでいます。`,
        en: `${english} would have cost ${less} more this month.`,
        isCheaper: false,
      }
}
