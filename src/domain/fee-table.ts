/** The fee table (料金表): every figure worked out by the rules that the settlements use. */
import { closingDays, type IsHoliday, noticeDayOf, payoutDayOf } from './calendar.ts'
import { feeTaxYen, initialFeesYen, PAYOUT_FEE_YEN, toInitialFee } from './fee.ts'
import type { Day } from './jst-day.ts'
import type { CycleName, PlanName } from './merchant.ts'
import { cheaperPlan, planCostYen, tariffs } from './plan.ts'
import { stampDutyYen } from './stamp-duty.ts'
import { negateYen, sumYen, toYen, type Yen, zeroYen } from './yen.ts'

export const planNames: Readonly<Record<PlanName, string>> = {
  'plan-120': 'プラン120',
  'plan-130': 'プラン130',
}

export const cycleNames: Readonly<Record<CycleName, string>> = {
  '5-days': '5日ごと',
  '10-days': '10日ごと',
  'half-month': '半月ごと',
  'month-end': '月末',
}

export const initialFeeNames: Readonly<Record<keyof typeof initialFeesYen, string>> = {
  contract: '契約事務手数料',
  'file-option': 'ファイル登録オプション',
}

/** 月額基本料金: there is none in either plan (S14). */
export const MONTHLY_FEE_YEN = zeroYen

export const planNameList = Object.keys(tariffs) as readonly PlanName[]
export const cycleNameList = Object.keys(cycleNames) as readonly CycleName[]

export const listPlans = () =>
  planNameList.map((plan) => ({
    plan,
    name: planNames[plan],
    monthlyYen: MONTHLY_FEE_YEN,
    ...tariffs[plan],
  }))

/** Initial fees with and without tax, at the rate of a day. */
export const listInitialFees = (day: Day) =>
  (Object.keys(initialFeesYen) as readonly (keyof typeof initialFeesYen)[]).map((name) => ({
    name: initialFeeNames[name],
    netYen: initialFeesYen[name],
    grossYen: toInitialFee(name, day).amountYen,
  }))

/** The closing days of a cycle in words, and how many a month has. */
export const listCycles = (day: Day) =>
  cycleNameList.map((cycle) => {
    const first = day.with({ day: 1 })
    const closings = closingDays(cycle, first, first.with({ day: first.daysInMonth }))
    const words = closings.map((closing) =>
      closing.day === closing.daysInMonth ? '月末' : `${closing.day}日`,
    )
    return { cycle, name: cycleNames[cycle], closings: words.join('・'), times: closings.length }
  })

const INVOICES = 100

/** What both plans cost for a hundred invoices, by how many are paid. */
export const comparePlans = () =>
  [100, 80, 67, 60, 40].map((paid) => {
    const unpaid = INVOICES - paid
    const cheaper = cheaperPlan(paid, unpaid)
    return {
      paid,
      unpaid,
      costs: planNameList.map((plan) => planCostYen(plan, paid, unpaid)),
      cheaper: cheaper === undefined ? '同じ' : planNames[cheaper],
    }
  })

type ExampleLine = {
  readonly name: string
  readonly how: string
  readonly amountYen: Yen
  readonly isTotal: boolean
}

/** A settlement of one month, worked out on a day. */
export const exampleSettlement = (plan: PlanName, day: Day): readonly ExampleLine[] => {
  const [paid, unpaid, stamped] = [90, 10, 2]
  const [eachYen, largeYen, largeTaxYen] = [toYen(13_200), toYen(66_000), toYen(6_000)]
  const grossYen = toYen((paid - stamped) * eachYen + stamped * largeYen)
  const stampYen = toYen(stamped * stampDutyYen(largeYen, largeTaxYen, day))
  const { paidYen, unpaidYen } = tariffs[plan]
  const feesYen = sumYen([planCostYen(plan, paid, unpaid), PAYOUT_FEE_YEN])
  const taxYen = feeTaxYen(feesYen, day)
  const line = (name: string, how: string, amountYen: Yen, isTotal = false): ExampleLine => ({
    name,
    how,
    amountYen,
    isTotal,
  })
  const count = (amount: Yen): string => `${amount.toLocaleString('en')}円`
  return [
    line('収納', `${count(eachYen)} × ${paid - stamped}件、${count(largeYen)} × ${stamped}件`, grossYen),
    line('利用料金（収納あり）', `${count(paidYen)} × ${paid}件`, negateYen(toYen(paidYen * paid))),
    line('利用料金（収納なし）', `${count(unpaidYen)} × ${unpaid}件`, negateYen(toYen(unpaidYen * unpaid))),
    line('精算入金手数料', '1回', negateYen(PAYOUT_FEE_YEN)),
    line('消費税', `手数料 ${count(feesYen)} に対して`, negateYen(taxYen)),
    line('収入印紙相当額', `${stamped}件`, negateYen(stampYen)),
    line('お振込額', planNames[plan], toYen(grossYen - feesYen - taxYen - stampYen), true),
  ]
}

/** The closing days to come, from a day on, with notice and payout. */
export const settlementCalendar = (day: Day, isHoliday: IsHoliday) =>
  cycleNameList.flatMap((cycle) =>
    closingDays(cycle, day, day.add({ months: 2 }))
      .slice(0, CALENDAR_ROWS[cycle])
      .map((closing) => {
        const notice = noticeDayOf(closing, isHoliday)
        return { cycle: cycleNames[cycle], closing, notice, payout: payoutDayOf(notice, isHoliday) }
      }),
  )

/** About a month of each cycle. */
const CALENDAR_ROWS: Readonly<Record<CycleName, number>> = {
  '5-days': 6,
  '10-days': 3,
  'half-month': 2,
  'month-end': 1,
}
