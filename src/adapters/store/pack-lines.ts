/** The lines of a settlement as text: many to a row, and what was said of a payment is not said again for its fees. */
import type { PaymentLine, SettlementLine } from '../../domain/settlement-line.ts'
import { toYen } from '../../domain/yen.ts'
import { toDay } from './rows.ts'

/** Lines of one row. */
const LINES_PER_ROW = 500

/** Kind and amount; day, payment, invoice, reference, customer, subject, chain or reason, count; the first two alone: of the payment before. */
type Packed = readonly (string | number | null | undefined)[]

/** Rows of `settlement_lines`, one by one; `position` is that of the first line in the row. */
export function* packLines(
  lines: readonly SettlementLine[],
): Generator<{ readonly position: number; readonly body: string }> {
  for (let position = 0; position < lines.length; position += LINES_PER_ROW) {
    const lot = lines.slice(position, position + LINES_PER_ROW)
    yield { position, body: JSON.stringify(lot.map((line, index) => pack(line, lot[index - 1]))) }
  }
}

const pack = (line: SettlementLine, before: SettlementLine | undefined): Packed => {
  const { kind, amountYen, day } = line
  if ('count' in line)
    return [kind, amountYen, day.toString(), null, null, null, null, null, null, line.count]
  if (isOfPayment(line) && before !== undefined && isOfPayment(before) && before.paymentId === line.paymentId)
    return [kind, amountYen]
  const { invoiceId, reference, customerName, subject } = line
  const [paymentId, how] = isOfPayment(line) ? [line.paymentId, line.chain] : [null, line.reason]
  return [kind, amountYen, day.toString(), paymentId, invoiceId, reference, customerName, subject, how]
}

/** The lines of a row, as `packLines` wrote them. */
export const unpackLines = (body: string): readonly SettlementLine[] => {
  const lines: SettlementLine[] = []
  for (const packed of JSON.parse(body) as readonly Packed[]) lines.push(unpack(packed, lines.at(-1)))
  return lines
}

// Whatever a row holds was written by `pack`, in this order.
const unpack = (packed: Packed, before: SettlementLine | undefined): SettlementLine => {
  const [kind, amount, day, paymentId, invoiceId, reference, customerName, subject, how, count] = packed
  const amountYen = toYen(Number(amount))
  if (day === undefined) return { ...(before as PaymentLine), kind: kind as PaymentLine['kind'], amountYen }
  const common = { kind, day: toDay(String(day)), amountYen }
  if (count !== undefined) return { ...common, count } as SettlementLine
  const about = {
    invoiceId,
    reference: reference ?? undefined,
    customerName: customerName ?? undefined,
    subject: subject ?? undefined,
  }
  return (
    paymentId === null ? { ...common, reason: how, ...about } : { ...common, paymentId, ...about, chain: how }
  ) as SettlementLine
}

const isOfPayment = (line: SettlementLine): line is PaymentLine => 'paymentId' in line
