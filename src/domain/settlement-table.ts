/** A settlement as a table for the accountant: one row a line. */
import { toChainName } from './chain.ts'
import { toCsv } from './csv-cell.ts'
import type { Settlement } from './settlement.ts'
import { type SettlementLine, settlementLineNames } from './settlement-line.ts'

/** 金額 is signed; its sum is what is paid out or carried over. */
export const settlementHeader = [
  '締日',
  '区分',
  '日付',
  '請求ID',
  '請求番号',
  '顧客名',
  '件名',
  '収納先',
  '件数',
  '金額',
] as const

/** Header and lines; counts and amounts stay numbers, so that `toCsv` defuses text only. */
export const toSettlementRows = (settlement: Settlement): readonly (readonly (string | number)[])[] => [
  settlementHeader,
  ...settlement.lines.map((line) => [
    settlement.closingDay.toString(),
    settlementLineNames[line.kind],
    line.day.toString(),
    ...toInvoiceCells(line),
    'count' in line ? line.count : 1,
    line.amountYen,
  ]),
]

/** The CSV file of a settlement: UTF-8 with BOM, formula-safe. */
export const toSettlementCsv = (settlement: Settlement): string => toCsv(toSettlementRows(settlement))

const toInvoiceCells = (line: SettlementLine): readonly string[] => {
  if ('count' in line) return ['', '', '', '', '']
  const chain = 'chain' in line ? toChainName(line.chain) : ''
  return [line.invoiceId, line.reference ?? '', line.customerName ?? '', line.subject ?? '', chain]
}
