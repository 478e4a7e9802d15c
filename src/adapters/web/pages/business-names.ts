/** What chains, plans, cycles and lines of settlements are called on the pages, in both languages. */
import { nameChain } from '../../../domain/chain.ts'
import { cycleNames, planNames } from '../../../domain/fee-table.ts'
import type { CycleName, PlanName } from '../../../domain/merchant.ts'
import type { Text } from '../../../domain/result.ts'
import { type SettlementLine, settlementLineNames } from '../../../domain/settlement-line.ts'

/** A chain by its code. */
export const toChainText = (code: string): Text => ({ ja: nameChain(code, 'ja'), en: nameChain(code, 'en') })

export const toPlanText = (plan: PlanName): Text => ({
  ja: planNames[plan],
  en: plan === 'plan-120' ? 'Plan 120' : 'Plan 130',
})

const cyclesInEnglish: Readonly<Record<CycleName, string>> = {
  '5-days': 'every 5 days',
  '10-days': 'every 10 days',
  'half-month': 'twice a month',
  'month-end': 'at month end',
}

export const toCycleText = (cycle: CycleName): Text => ({ ja: cycleNames[cycle], en: cyclesInEnglish[cycle] })

/** Closing days as the fee table writes them, such as `10日・20日・月末`. */
export const toClosingsText = (ja: string): Text => ({
  ja,
  en: ja.replaceAll('月末', 'month end').replaceAll('日', '').replaceAll('・', ', '),
})

const linesInEnglish: Readonly<Record<SettlementLine['kind'], string>> = {
  collected: 'Collected',
  'paid-fee': 'Fee, paid invoice',
  'stamp-equivalent': 'Stamp-duty equivalent',
  'unpaid-fee': 'Fee, unpaid invoice',
  'fax-fee': 'FAX',
  'payout-fee': 'Payout fee',
  tax: 'Tax on the fees',
  'carried-in': 'Carried in',
}

export const toLineText = (kind: SettlementLine['kind']): Text => ({
  ja: settlementLineNames[kind],
  en: linesInEnglish[kind],
})
