/** Puts facts into a merchant's own words. */
import type { Wording, WordingPlaceholder } from '../../domain/mail-settings.ts'
import { formatNumber } from '../../domain/smart-pit-number.ts'
import { formatYen } from '../../domain/yen.ts'
import type { Letter } from '../../ports.ts'
import { formatShortDay, toAddressee } from './letter-words.ts'

/** The wording with every `{placeholder}` replaced; nothing in a fact is replaced again. */
export const fillWording = (letter: Letter): Wording => {
  const { wording, language } = letter
  if (wording === undefined || !('sheet' in letter)) return {}
  const { sheet } = letter
  const facts: Readonly<Record<WordingPlaceholder, string>> = {
    name: toAddressee(sheet.customer, language),
    merchant: sheet.merchant.name,
    subject: sheet.subject,
    amount: formatYen('payment' in letter ? letter.payment.amountYen : sheet.amountYen),
    due: formatShortDay(sheet.dueDay, language),
    number: formatNumber(sheet.number),
  }
  const known: Readonly<Record<string, string>> = facts
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole)
  const { subject, lead, closing } = wording
  return {
    ...(subject === undefined ? {} : { subject: fill(subject) }),
    ...(lead === undefined ? {} : { lead: fill(lead) }),
    ...(closing === undefined ? {} : { closing: fill(closing) }),
  }
}
