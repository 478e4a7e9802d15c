/** Papers that go with a merchant's letters: printed once, kept unchanged, sent again as they were. */
import { toChainName } from '../domain/chain.ts'
import { formatJstTime } from '../domain/jst-day.ts'
import type { Language } from '../domain/language.ts'
import type { Merchant } from '../domain/merchant.ts'
import { ok, type Result } from '../domain/result.ts'
import type { CollectedItem, CollectionPace, Printout, StoredSettlement } from '../ports.ts'
import type { World } from './world.ts'

/** What stands on a collection notice. */
export type CollectionPaper = {
  readonly key: string
  readonly day: Temporal.PlainDate
  readonly pace: CollectionPace
  readonly items: readonly CollectedItem[]
  readonly count: number
  readonly totalYen: number
}

/** The settlement statement (精算書) of a fixed settlement, one A4 page. */
export const printStatement = (
  world: World,
  merchant: Merchant,
  { id, settlement }: StoredSettlement,
  language: Language,
): Promise<Result<Uint8Array>> =>
  printOnce(world, `statements/${id}.${language}.pdf`, {
    template: 'documents/statement',
    model: {
      ja: language === 'ja',
      merchant: merchant.name,
      settlement: { ...settlement, payoutDay: settlement.payoutDay ?? null },
      totals: settlement.totals,
    },
    style: 'documents/paper.css',
    lang: language,
    title: `${language === 'ja' ? '精算書' : 'Settlement statement'} ${merchant.name} ${settlement.closingDay}`,
    outline: false,
  })

/** A collection notice as it leaves by FAX: black on white, nothing smaller than 11 points. */
export const printCollection = (
  world: World,
  merchant: Merchant,
  { key, ...paper }: CollectionPaper,
  language: Language,
): Promise<Result<Uint8Array>> =>
  printOnce(world, `faxes/${key.replace(/[^\w-]/g, '_')}.pdf`, {
    template: 'documents/collection',
    model: {
      ...paper,
      ja: language === 'ja',
      merchant: merchant.name,
      unlisted: paper.count - paper.items.length,
      items: paper.items.map(({ payment, invoice }) => ({
        time: formatJstTime(payment.paidAt).slice(-5),
        chain: toChainName(payment.chain),
        name: invoice === undefined ? '' : `${invoice.customer.name} ${invoice.customer.honorific}`,
        subject: invoice?.subject ?? '',
        reference: invoice?.reference ?? '',
        problem: payment.problem !== undefined,
        amountYen: payment.amountYen,
      })),
    },
    style: 'documents/paper.css',
    lang: language,
    title: `${language === 'ja' ? '収納のお知らせ' : 'Collection notice'} ${merchant.name} ${paper.day}`,
    outline: false,
  })

const printOnce = async (world: World, key: string, paper: Printout): Promise<Result<Uint8Array>> => {
  const kept = await world.vault.get(key)
  if (kept !== undefined) return ok(kept)
  const printed = await world.printer.printDocument(paper)
  if (printed.ok) await world.vault.put(key, printed.value)
  return printed
}
