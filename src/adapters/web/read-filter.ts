/** What a search asks for, from an address: days, amounts, states and words; what cannot be read is refused by name. */
import type { InvoiceStatus } from '../../domain/invoice.ts'
import type { Day } from '../../domain/jst-day.ts'
import { parseAmount } from '../../domain/parse-amount.ts'
import type { PaymentState } from '../../domain/payment.ts'
import { parseDay } from '../../domain/relative-day.ts'
import { fail, ok, type Problem, type Result } from '../../domain/result.ts'
import type { InvoiceFilter, PaymentFilter } from '../../ports.ts'

export type Query = Readonly<Record<string, string | undefined>>

const statuses = ['open', 'paid', 'confirmed', 'expired', 'cancelled'] as const satisfies InvoiceStatus[]
const states = ['preliminary', 'confirmed', 'cancelled'] as const satisfies PaymentState[]
const problems = [
  'any',
  'undecided',
  'late',
  'duplicate',
  'amount-mismatch',
  'unknown',
  'after-cancel',
] as const satisfies NonNullable<PaymentFilter['problem']>[]

/** `status`, `q`, `due_from/to`, `registered_from/to`, `amount_min/max`, `batch`; empty ones count as absent. */
export const readInvoiceFilter = (query: Query, today: Day): Result<InvoiceFilter> => {
  const reader = createReader(query, today)
  const filter = {
    status: reader.choice('status', statuses),
    text: reader.text('q'),
    ...reader.days('due_from', 'due_to', 'dueFrom', 'dueTo'),
    ...reader.days('registered_from', 'registered_to', 'registeredFrom', 'registeredTo'),
    ...reader.amounts(),
    batchId: reader.text('batch'),
  }
  return reader.finish(filter)
}

/** `day` or `day_from/to` (of the collection), `state`, `problem`, `amount_min/max`, `q`. */
export const readPaymentFilter = (query: Query, today: Day): Result<PaymentFilter> => {
  const reader = createReader(query, today)
  const day = reader.day('day')
  const filter = {
    ...(day === undefined ? reader.days('day_from', 'day_to', 'from', 'to') : { from: day, to: day }),
    state: reader.choice('state', states),
    problem: reader.choice('problem', problems),
    ...reader.amounts(),
    text: reader.text('q'),
  }
  return reader.finish(filter)
}

/** Longest words to search for, in characters. */
const MAX_TEXT = 200

const createReader = (query: Query, today: Day) => {
  const faults: Problem[] = []
  const refuse = (field: string, rule: string, ja: string, en: string): undefined => {
    const value = (query[field] ?? '').slice(0, 80)
    faults.push({ field, value, rule, message: { ja: `${field}：${ja}`, en: `${field}: ${en}` } })
    return undefined
  }
  const text = (field: string): string | undefined => query[field]?.trim().slice(0, MAX_TEXT) || undefined
  const day = (field: string): Day | undefined => {
    const given = text(field)
    if (given === undefined) return undefined
    const parsed = parseDay(given, today)
    if (parsed.ok) return parsed.value
    return refuse(field, parsed.failure.rule, parsed.failure.message.ja, parsed.failure.message.en)
  }
  const amount = (field: string): number | undefined => {
    const given = text(field)
    if (given === undefined) return undefined
    const parsed = parseAmount(given)
    if (parsed.ok) return parsed.value
    return refuse(field, parsed.failure.rule, parsed.failure.message.ja, parsed.failure.message.en)
  }
  const order = (low: string, high: string, isWrong: boolean): void => {
    if (isWrong)
      refuse(
        low,
        'range-order',
        `${high} より後・大きい値です。入れ替えてください。`,
        `is beyond ${high}; swap them.`,
      )
  }
  return {
    text,
    day,
    choice: <T extends string>(field: string, choices: readonly T[]): T | undefined => {
      const given = text(field)
      const found = choices.find((choice) => choice === given)
      if (given === undefined || found !== undefined) return found
      const list = choices.join(', ')
      return refuse(field, 'choice', `${list} のどれかにしてください。`, `must be one of ${list}.`)
    },
    days: <F extends string, T extends string>(low: string, high: string, from: F, to: T) => {
      const [first, last] = [day(low), day(high)]
      order(low, high, first !== undefined && last !== undefined && first.toString() > last.toString())
      return { [from]: first, [to]: last } as Readonly<Record<F | T, Day | undefined>>
    },
    amounts: () => {
      const [amountMin, amountMax] = [amount('amount_min'), amount('amount_max')]
      const isWrong = amountMin !== undefined && amountMax !== undefined && amountMin > amountMax
      order('amount_min', 'amount_max', isWrong)
      return { amountMin, amountMax }
    },
    finish: <T extends object>(filter: T): Result<Defined<T>> => {
      if (faults.length > 0) return fail({ kind: 'invalid-input', problems: faults })
      // Entries are only left out, never changed.
      return ok(
        Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Defined<T>,
      )
    },
  }
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }
