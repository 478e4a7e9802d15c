/** Registers invoices: every rule checked, numbers issued, notices and chat lines queued, in one commit. */
import type { Actor } from '../domain/access.ts'
import { customerKeyOf } from '../domain/customer-key.ts'
import type { Message } from '../domain/delivery.ts'
import type { Invoice, InvoiceDraft } from '../domain/invoice.ts'
import { BARCODE_REFERENCE_LENGTH } from '../domain/invoice-barcode.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import type { MailSettings } from '../domain/mail-settings.ts'
import type { RawInvoice } from '../domain/raw-invoice.ts'
import { parseRegistration } from '../domain/registration.ts'
import { fail, ok, type Problem, type Result } from '../domain/result.ts'
import type { SmartPitNumber } from '../domain/smart-pit-number.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { issueNumbers } from './issue-numbers.ts'
import { attachesSheet } from './tell-customer.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type AcceptRequest = {
  readonly merchantId: string
  readonly raw: RawInvoice
  readonly actor: Actor
  /** Changes that must happen together with the registration, such as remembering the answer. */
  readonly alongside?: (invoice: Invoice) => Promise<readonly Change[]> | readonly Change[]
}

/** Registers one invoice; `invalid-input` names every problem at once. */
export const acceptInvoice = (world: World, request: AcceptRequest, now: Instant): Promise<Result<Invoice>> =>
  commitWithRetry(world.store, async () => {
    const drafts = await checkInvoices(world, request.merchantId, [{ raw: request.raw }], now)
    const draft = drafts.valid[0]
    if (draft === undefined) return fail({ kind: 'invalid-input', problems: drafts.problems })
    const [invoice] = await createInvoices(world, request.merchantId, [draft.draft], undefined, now)
    if (invoice === undefined) throw new Error('one draft makes one invoice')
    const registration = await registrationChanges(world, [invoice], request.actor, now)
    const line = toDelivery(world.random, invoice, { kind: 'invoice-line', invoiceId: invoice.id }, now)
    const alongside = (await request.alongside?.(invoice)) ?? []
    const changes: readonly Change[] = [
      ...registration,
      { kind: 'queue-deliveries', deliveries: [line] },
      ...alongside,
    ]
    return ok({ changes, value: invoice })
  })

/** Checks one invoice as registering would, and changes nothing. */
export const checkInvoice = async (
  world: World,
  { merchantId, raw }: Pick<AcceptRequest, 'merchantId' | 'raw'>,
  now: Instant,
): Promise<Result<InvoiceDraft>> => {
  const { valid, problems } = await checkInvoices(world, merchantId, [{ raw }], now)
  const [only] = valid
  return only === undefined ? fail({ kind: 'invalid-input', problems }) : ok(only.draft)
}

/** What registering needs of the world. */
export type RegistrationWorld = Pick<World, 'store' | 'random' | 'links' | 'surroundings'>

export type RowOfFile = { readonly raw: RawInvoice; readonly row?: number }
export type CheckedRow = { readonly draft: InvoiceDraft; readonly row: number | undefined }

/** Checks rows against the rules, against each other and against what is registered; changes nothing. */
export const checkInvoices = async (
  world: World,
  merchantId: string,
  rows: readonly RowOfFile[],
  now: Instant,
): Promise<{ readonly valid: readonly CheckedRow[]; readonly problems: readonly Problem[] }> => {
  const today = toJstDay(now)
  const problems: Problem[] = []
  const parsed: CheckedRow[] = []
  for (const { raw, row } of rows) {
    const result = parseRegistration(raw, today, row)
    if (result.ok) parsed.push({ draft: result.value, row })
    else problems.push(...result.failure)
  }
  problems.push(...repeatedReferences(rows))
  problems.push(...(await referencesInUse(world, merchantId, parsed)))
  problems.push(...(await unknownNumbers(world, parsed)))
  const faulty = new Set(problems.map((problem) => problem.row))
  return {
    valid: parsed.filter(({ row }) => !faulty.has(row)),
    problems: problems.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  }
}

/** Random digits of a payment barcode's reference: like numbers, they are not to be guessed. */
const drawReferences = (world: Pick<World, 'random'>, count: number): readonly string[] => {
  const digits = world.random.digits(count * BARCODE_REFERENCE_LENGTH)
  return Array.from({ length: count }, (_, n) =>
    digits.slice(n * BARCODE_REFERENCE_LENGTH, (n + 1) * BARCODE_REFERENCE_LENGTH),
  )
}

/** The numbers that the merchant gave to these customers for good, by customer. */
const assignedNumbers = async (
  world: Pick<World, 'store'>,
  merchantId: string,
  drafts: readonly InvoiceDraft[],
): Promise<ReadonlyMap<string, SmartPitNumber>> => {
  const keys = drafts.map(({ customer }) => customerKeyOf(customer))
  const assignments = await world.store.assignments(merchantId, [...new Set(keys)])
  return new Map(assignments.map(({ customer, number }) => [customerKeyOf(customer), number]))
}

/** Invoices with their numbers (own, assigned, or fresh), tokens and ids; nothing is stored yet. */
export const createInvoices = async (
  world: RegistrationWorld,
  merchantId: string,
  drafts: readonly InvoiceDraft[],
  batchId: string | undefined,
  now: Instant,
): Promise<readonly Invoice[]> => {
  const assigned = await assignedNumbers(world, merchantId, drafts)
  const known = drafts.map(({ ownNumber, customer }) => ownNumber ?? assigned.get(customerKeyOf(customer)))
  const fresh = (await issueNumbers(world, known.filter((number) => number === undefined).length)).values()
  const references = drawReferences(world, drafts.length)
  const tokens = await world.links.issue(drafts.length)
  return drafts.map(({ ownNumber: _, ...draft }, index) => {
    const [number, token] = [known[index] ?? fresh.next().value, tokens[index]]
    if (number === undefined || token === undefined) throw new Error('fewer numbers or links than invoices')
    return {
      ...draft,
      id: world.random.id('inv'),
      merchantId,
      number,
      status: 'open',
      version: 1,
      token,
      registeredAt: now,
      paidAt: undefined,
      paidPaymentId: undefined,
      barcodeReference: references[index],
      reissueCount: 0,
      batchId,
      replaces: undefined,
      replacedBy: undefined,
    }
  })
}

/** The changes that register invoices: their numbers, themselves, and their notices. */
export const registrationChanges = async (
  world: RegistrationWorld,
  invoices: readonly Invoice[],
  actor: Actor,
  now: Instant,
): Promise<readonly Change[]> => {
  const known = await world.store.issuedNumbers(invoices.map((invoice) => invoice.number))
  const existing = new Set(known.map(({ number }) => number))
  const numbers = invoices
    .filter(({ number }) => !existing.has(number))
    .map(({ number, merchantId }) => ({ number, merchantId, kind: 'notice' as const, issuedAt: now }))
  const merchantId = invoices[0]?.merchantId ?? ''
  const merchant = await world.store.merchant(merchantId)
  const settings = await world.store.mailSettings(merchantId)
  const deliveries = invoices.flatMap((invoice) =>
    noticesOf(invoice, merchant?.email, settings).map((message) =>
      toDelivery(world.random, invoice, message, now),
    ),
  )
  return [
    { kind: 'issue-numbers', numbers },
    { kind: 'add-invoices', invoices, actor },
    { kind: 'queue-deliveries', deliveries },
  ]
}

const noticesOf = (
  invoice: Invoice,
  merchantEmail: string | undefined,
  settings: MailSettings,
): readonly Message[] => {
  const { deliver, customer, id: invoiceId } = invoice
  const notice = (to: string, audience: 'customer' | 'merchant'): Message => {
    const attach = attachesSheet(settings, to, audience)
    return { kind: 'notice', invoiceId, to, audience, attach }
  }
  const notices: Message[] = []
  if ((deliver === 'customer' || deliver === 'both') && customer.email !== undefined)
    notices.push(notice(customer.email, 'customer'))
  if ((deliver === 'merchant' || deliver === 'both') && merchantEmail !== undefined)
    notices.push(notice(merchantEmail, 'merchant'))
  return notices
}

const repeatedReferences = (rows: readonly RowOfFile[]): readonly Problem[] => {
  const byReference = Map.groupBy(
    rows.filter(({ raw, row }) => row !== undefined && (raw.reference ?? '').trim() !== ''),
    ({ raw }) => (raw.reference ?? '').trim(),
  )
  return [...byReference].flatMap(([reference, same]) =>
    same.length < 2
      ? []
      : same.map(({ row = 0 }): Problem => {
          const others = same.flatMap((other) => (other.row === row ? [] : [other.row])).join(', ')
          return {
            row,
            field: 'reference',
            value: reference,
            rule: 'reference-repeated',
            message: {
              ja: `請求番号：同じ番号が${others}行目にもあります。どちらかを変えてください。`,
              en: `reference: row ${others} has the same one; change one of them.`,
            },
          }
        }),
  )
}

const referencesInUse = async (
  world: World,
  merchantId: string,
  rows: readonly CheckedRow[],
): Promise<readonly Problem[]> => {
  const references = rows.flatMap(({ draft }) => (draft.reference === undefined ? [] : [draft.reference]))
  if (references.length === 0) return []
  const taken = await world.store.takenReferences(merchantId, references)
  return rows.flatMap(({ draft, row }): Problem[] => {
    const { reference } = draft
    if (reference === undefined || !taken.has(reference)) return []
    return [
      {
        ...(row === undefined ? {} : { row }),
        field: 'reference',
        value: reference,
        rule: 'reference-in-use',
        message: {
          ja: '請求番号：すでに登録されています。別の番号にするか、前の請求を確かめてください。',
          en: 'reference: is already registered; use another one, or look at the earlier invoice.',
        },
      },
    ]
  })
}

const unknownNumbers = async (world: World, rows: readonly CheckedRow[]): Promise<readonly Problem[]> => {
  const owned = rows.flatMap(({ draft }) => (draft.ownNumber === undefined ? [] : [draft.ownNumber]))
  if (owned.length === 0) return []
  const known = new Set<SmartPitNumber>((await world.store.issuedNumbers(owned)).map(({ number }) => number))
  return rows.flatMap(({ draft, row }): Problem[] => {
    const { ownNumber } = draft
    if (ownNumber === undefined || known.has(ownNumber)) return []
    return [
      {
        ...(row === undefined ? {} : { row }),
        field: 'number',
        value: ownNumber,
        rule: 'number-unknown',
        message: {
          ja: 'スマートピット番号：このセンターが発行した番号ではありません。カードを確かめるか、空欄にしてください。',
          en: 'Smart Pit number: was not issued by this centre; check the card or leave it empty.',
        },
      },
    ]
  })
}
