/** The lines of an invoice (明細): what was bought, at which tax rate. */
import type { InvoiceLine } from './invoice.ts'
import { hasControlCharacter } from './japanese-text.ts'
import { parseAmount } from './parse-amount.ts'
import { findUnprintable } from './printable.ts'
import { fail, ok, type Problem, type Result } from './result.ts'
import { toYen } from './yen.ts'

export type RawLine = {
  readonly description: string
  readonly quantity?: number | undefined
  readonly unit_price?: number | undefined
  readonly amount: number | string
  readonly tax_rate: number
}

export const MAX_LINES = 10
export const MAX_LINE_DESCRIPTION = 60

/** At most ten lines, amounts tax-inclusive; problems carry fields such as `lines.2.amount`. */
export const parseLines = (raw: readonly RawLine[]): Result<readonly InvoiceLine[], readonly Problem[]> => {
  const problems: Problem[] = []
  const refuse = (field: string, value: unknown, rule: string, ja: string, en: string): void => {
    problems.push({
      field,
      value: String(value).slice(0, 80),
      rule,
      message: { ja: `明細：${ja}`, en: `lines: ${en}` },
    })
  }
  if (raw.length > MAX_LINES) refuse('lines', raw.length, 'max-lines', '10行までです。', 'at most 10 lines.')
  const lines = raw.slice(0, MAX_LINES).flatMap((line, index): InvoiceLine[] => {
    const at = `lines.${index}`
    const description = line.description.trim()
    const wrong = checkDescription(description)
    if (wrong !== undefined) refuse(`${at}.description`, description, wrong.rule, wrong.ja, wrong.en)
    const { tax_rate: taxRate } = line
    if (taxRate !== 10 && taxRate !== 8 && taxRate !== 0) {
      refuse(`${at}.tax_rate`, taxRate, 'tax-rate', '税率は10・8・0です。', 'the tax rate is 10, 8 or 0.')
      return []
    }
    const amount = parseAmount(line.amount)
    if (!amount.ok) {
      refuse(
        `${at}.amount`,
        line.amount,
        amount.failure.rule,
        amount.failure.message.ja,
        amount.failure.message.en,
      )
      return []
    }
    const { quantity, unit_price: unitPrice } = line
    if (unitPrice !== undefined && !Number.isSafeInteger(unitPrice)) {
      refuse(
        `${at}.unit_price`,
        unitPrice,
        'whole-yen',
        '単価は円単位の整数です。',
        'a unit price is in whole yen.',
      )
      return []
    }
    return [
      {
        description,
        quantity,
        unitPriceYen: unitPrice === undefined ? undefined : toYen(unitPrice),
        amountYen: amount.value,
        taxRate,
      },
    ]
  })
  return problems.length > 0 ? fail(problems) : ok(lines)
}

const checkDescription = (
  description: string,
): { readonly rule: string; readonly ja: string; readonly en: string } | undefined => {
  const length = [...description].length
  if (length === 0 || length > MAX_LINE_DESCRIPTION || hasControlCharacter(description, 'none')) {
    return {
      rule: 'line-description',
      ja: '内容は1〜60文字です。',
      en: 'a description has 1 to 60 characters.',
    }
  }
  const unprintable = findUnprintable(description)
  if (unprintable === undefined) return undefined
  return {
    rule: 'unprintable-character',
    ja: `内容に${unprintable.ja}`,
    en: `a description ${unprintable.en}`,
  }
}
