/** Prints the documents to download; every figure in them comes from the rules themselves. */
import { NOTICE_DAYS, PAYOUT_BUSINESS_DAYS } from '../domain/calendar.ts'
import { CARDS_PER_SHEET, cardSizes } from '../domain/card.ts'
import { payingGuides } from '../domain/chain.ts'
import { toCsv } from '../domain/csv-cell.ts'
import { type DocumentName, documentTitles } from '../domain/document.ts'
import { FAX_FEE_YEN, PAYOUT_FEE_YEN } from '../domain/fee.ts'
import {
  comparePlans,
  exampleSettlement,
  listCycles,
  listInitialFees,
  listPlans,
  settlementCalendar,
} from '../domain/fee-table.ts'
import { fileColumns } from '../domain/file-columns.ts'
import {
  amountOfSamples,
  amountSamples,
  columnGuides,
  daySamples,
  faultSamples,
  sampleOf,
  sampleRows,
} from '../domain/file-guide.ts'
import { MAX_AMOUNT_YEN, MAX_DUE_DAYS } from '../domain/invoice.ts'
import { type Day, type Instant, toJstDay } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { SLIP_MINUTES } from '../domain/payment.ts'
import { legalRatesOn } from '../domain/rates.ts'
import { MAX_LENGTHS } from '../domain/raw-invoice.ts'
import type { Result } from '../domain/result.ts'
import { MAX_SHEETS_TOGETHER } from '../domain/sheet.ts'
import { NUMBER_LENGTH } from '../domain/smart-pit-number.ts'
import { STAMP_EQUIVALENT_YEN } from '../domain/stamp-duty.ts'
import type { Printout } from '../ports.ts'
import { MAX_FILE_BYTES, MAX_FILE_ROWS } from './accept-file.ts'
import { toCardDesignModel } from './card-design-model.ts'
import type { CardPress } from './draw-cards.ts'
import type { World } from './world.ts'

export type DocumentRequest = {
  readonly name: DocumentName
  /** The merchant it is issued for. */
  readonly merchant: Merchant
  /** Whether the merchant's data stands in the application form; others get an empty one. */
  readonly filled: boolean
}

export type DocumentWorld = CardPress & {
  readonly surroundings: Pick<World['surroundings'], 'isHoliday' | 'numberPrefix'>
}

export type PrintDocument = (request: DocumentRequest, now: Instant) => Promise<Result<Uint8Array>>

/** Documents that are kept, the one that was asked for longest ago goes first. */
const KEPT = 20

/** Prints a document as it reads on the day, once: whoever asks for the same again gets the same bytes. */
export const createDocumentPress = (world: DocumentWorld & Pick<World, 'printer'>): PrintDocument => {
  const kept = new Map<string, Promise<Result<Uint8Array>>>()
  return (request, now) => {
    const day = toJstDay(now)
    const key = JSON.stringify([day, request])
    const printed = kept.get(key) ?? world.printer.printDocument(layOutDocument(world, request, day))
    kept.delete(key)
    kept.set(key, printed)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    void printed.then(({ ok }) => {
      if (!ok && kept.get(key) === printed) kept.delete(key)
    })
    return printed
  }
}

/** What stands in a document. */
export const layOutDocument = (
  world: DocumentWorld,
  { name, merchant, filled }: DocumentRequest,
  day: Day,
): Printout => {
  const { ja, en } = documentTitles[name]
  const contact = [merchant.phone, merchant.email].filter((part) => part !== undefined).join('　')
  const model = {
    title: ja,
    english: en,
    issuer: merchant.name,
    contact,
    day,
    ...models[name](day, world, filled ? merchant : undefined),
  }
  return {
    template: `documents/${name}`,
    model,
    style: 'documents/document.css',
    lang: 'ja',
    title: `${ja} ${merchant.name}`,
    outline: true,
  }
}

type Model = Readonly<Record<string, unknown>>
type ToModel = (day: Day, world: DocumentWorld, merchant: Merchant | undefined) => Model

const MARKS = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧'] as const

const limits = {
  numberLength: NUMBER_LENGTH,
  maxAmountYen: MAX_AMOUNT_YEN,
  maxDueDays: MAX_DUE_DAYS,
  maxFileRows: MAX_FILE_ROWS.toLocaleString('en'),
  maxFileMiB: MAX_FILE_BYTES / 1024 / 1024,
  maxSheets: MAX_SHEETS_TOGETHER,
  slipMinutes: SLIP_MINUTES,
  noticeDays: NOTICE_DAYS,
  payoutBusinessDays: PAYOUT_BUSINESS_DAYS,
} as const

const feesOn = (day: Day) => ({
  initialFees: listInitialFees(day),
  payoutFeeYen: PAYOUT_FEE_YEN,
  faxFeeYen: FAX_FEE_YEN,
  stampYen: STAMP_EQUIVALENT_YEN,
  stampFromYen: legalRatesOn(day).stampFromNetYen,
  taxPercent: legalRatesOn(day).taxPercent,
})

const models: Readonly<Record<DocumentName, ToModel>> = {
  'service-guide': (day) => ({
    ...limits,
    marks: MARKS,
    guides: payingGuides,
    card: cardSizes.card,
    cardsPerSheet: CARDS_PER_SHEET,
    cycles: listCycles(day),
  }),
  'fee-table': (day, { surroundings }) => ({
    ...limits,
    ...feesOn(day),
    plans: listPlans(),
    comparison: comparePlans(),
    example: exampleSettlement('plan-120', day),
    calendar: settlementCalendar(day, surroundings.isHoliday),
  }),
  'file-format': (day) => ({
    ...limits,
    columns: fileColumns.map(({ field, ja, required }) => ({
      field,
      ja,
      required,
      length: field in MAX_LENGTHS ? MAX_LENGTHS[field as keyof typeof MAX_LENGTHS] : '',
      guide: columnGuides[field],
      example: sampleOf(field),
    })),
    amounts: amountSamples,
    amountYen: amountOfSamples(),
    dues: daySamples(day),
    sample: toCsv([fileColumns.map(({ ja }) => ja), ...sampleRows])
      .replace(/^\ufeff/, '')
      .trim(),
    problems: faultSamples(day),
  }),
  'application-form': (day, _, merchant) => ({
    ...limits,
    ...feesOn(day),
    merchant: { name: merchant?.name ?? '', phone: merchant?.phone ?? '', email: merchant?.email ?? '' },
    registration: (merchant?.registrationNumber ?? 'T').padEnd(REGISTRATION_LENGTH).split(''),
    plans: listPlans().map((plan) => ({ ...plan, chosen: plan.plan === merchant?.plan })),
    cycles: listCycles(day).map((cycle) => ({ ...cycle, chosen: cycle.cycle === merchant?.cycle })),
    account: Array.from({ length: ACCOUNT_DIGITS }),
  }),
  'card-design': (_, world) => toCardDesignModel(world, world.surroundings.numberPrefix),
}

/** `T` and 13 digits; digits of a Japanese bank account. */
const REGISTRATION_LENGTH = 14
const ACCOUNT_DIGITS = 7
