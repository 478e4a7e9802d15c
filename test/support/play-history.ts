/** Plays random steps on the story and on the model, and compares what became of both. */
import { expect } from 'vitest'
import type { Database } from '../../src/adapters/store/database.ts'
import { changeTerms } from '../../src/application/change-terms.ts'
import { initialFeeReference } from '../../src/application/sign-up-merchant.ts'
import type { CycleName, PlanName } from '../../src/domain/merchant.ts'
import type { Gene, StepName } from '../contract/money-contract.ts'
import {
  balancesOf,
  CENTRE,
  counts,
  inForce,
  type ModelInvoice,
  type ModelPayment,
  type ModelState,
  settlementsOf,
} from './model-books.ts'
import { closingFrom, DAY_MS, dayOf, fromDate, startOf, toDate } from './model-calendar.ts'
import { createMemoryVault, newMerchant, type OpenStory, openStory } from './open-story.ts'

const MINUTE = 60_000
const actor = { kind: 'staff', name: 'モデル' } as const
const plans = ['plan-120', 'plan-130'] as const
const cycles = ['5-days', '10-days', 'half-month', 'month-end'] as const
/** Waits, in ms: mostly short ones, sometimes over closings, and once in a while a month. */
const waits = [
  ...[1, 1, 2, 10, 29, 31, 60, 120, 180, 240, 300, 420, 420, 660, 660, 780, 1_200].map(
    (minutes) => minutes * MINUTE,
  ),
  ...[1, 1, 1, 2, 4, 9, 33].map((days) => days * DAY_MS),
]
/** The calendar of the model ends with 2027; a history that gets there only goes on in small steps. */
const LAST_DAY = fromDate('2027-11-20')

export type Player = {
  play(gene: Gene): Promise<void>
  /** Compares everything, after a last tick. */
  finish(): Promise<void>
}

type Slip = { readonly id: string; readonly invoices: readonly string[]; readonly expiresAt: number }

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)]
const toInstant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms)

/** Starts on a day of 2026 (counted from January) with a centre and one merchant. */
export const createPlayer = async (reopen: () => Promise<Database>, firstDay: number): Promise<Player> => {
  const vault = createMemoryVault()
  const state: ModelState = {
    merchants: new Map(),
    invoices: new Map(),
    payments: new Map(),
    faxes: new Map(),
  }
  const slips: Slip[] = []
  let open: OpenStory = openStory(await reopen(), vault)
  let now = startOf(fromDate('2026-01-01') + firstDay) + 9 * 60 * MINUTE
  let ticked = now
  let serial = 0
  let steps = 0

  const today = (): number => dayOf(now)
  const instant = (): Temporal.Instant => toInstant(now)
  const invoices = (): readonly ModelInvoice[] => [...state.invoices.values()]
  const payments = (): readonly ModelPayment[] => [...state.payments.values()]
  const merchantIds = (): readonly string[] => [...state.merchants.keys()]
  const holds = (invoice: string, at: number): boolean =>
    slips.some(({ invoices: ids, expiresAt }) => expiresAt >= at && ids.includes(invoice))
  const isPaidRepeat = ({ id, repeat }: ModelInvoice): boolean =>
    repeat && payments().some((payment) => payment.invoice === id && counts(payment))

  const end = (invoice: ModelInvoice, status: 'expired' | 'cancelled', day: number): void => {
    invoice.ended = isPaidRepeat(invoice) ? undefined : day
    invoice.status = status
  }

  const addMerchant = (id: string, plan: string, cycle: string): void => {
    const since = today()
    state.merchants.set(id, { id, since, plans: [{ from: since, plan }], cycles: [{ from: since, cycle }] })
  }

  /** The bills for the initial fees, as the store has them; what they say is worked out here. */
  const takeOverBills = async (merchantId: string, fileOption: boolean): Promise<void> => {
    const fees = ['contract', 'file-option'] as const
    const references = fees.map((fee) => initialFeeReference(fee, { id: merchantId }))
    const bills = references.map((reference) => open.store.invoiceByReference(CENTRE, reference))
    const items = (await Promise.all(bills)).filter((bill) => bill !== undefined)
    const amounts = items.map(({ amountYen, taxYen }) => `${amountYen} ${taxYen}`).toSorted()
    expect(amounts).toEqual(fileOption ? ['3300 300', '5500 500'] : ['5500 500'])
    for (const { id, number, amountYen, taxYen } of items) {
      const bill = {
        id,
        number,
        owner: CENTRE,
        amount: amountYen,
        tax: taxYen,
        due: today() + 29,
        repeat: false,
      }
      state.invoices.set(id, { ...bill, status: 'open', payer: undefined, ended: undefined })
    }
  }

  const signUp = async ({ a, b, c }: Gene): Promise<void> => {
    if (state.merchants.size > 3) return
    const plan = plans[a % 2] as PlanName
    const cycle = cycles[b % 4] as CycleName
    const merchant = newMerchant({
      name: `加盟店${state.merchants.size}`,
      plan,
      cycle,
      fileOption: c % 2 === 0,
    })
    const { id } = await open.story.signUpMerchant(merchant, instant())
    addMerchant(id, plan, cycle)
    await takeOverBills(id, merchant.fileOption)
  }

  const register = async ({ a, b, c }: Gene, own: string | undefined = undefined): Promise<void> => {
    const merchantId = pick(merchantIds(), a) ?? ''
    // Around the stamp's threshold, the ceiling, and anything between.
    const amount = [1 + (b % 300_000), 49_999, 50_000, 54_999, 55_000, 300_000, 1][b % 7] ?? 1
    const tax = [undefined, Math.trunc(amount / 11), Math.trunc((amount * 2) / 27), 0][c % 4]
    const due = today() + (c % 60)
    const repeat = c % 5 === 0
    const raw = {
      ...{ customer_name: '神谷 健', subject: '月謝', deliver: 'none', due: toDate(due), repeat },
      amount,
      ...(tax === undefined ? {} : { tax }),
      ...(own === undefined ? {} : { number: own }),
    }
    const result = await open.story.acceptInvoice({ merchantId, raw, actor }, instant())
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    const { id, number } = result.value
    if (own !== undefined) expect(number).toBe(own)
    else expect(invoices().some((invoice) => invoice.number === number)).toBe(false)
    const registered = { id, number, owner: merchantId, amount, tax, due, repeat }
    state.invoices.set(id, { ...registered, status: 'open', payer: undefined, ended: undefined })
  }

  const isPayable = ({ status, due }: ModelInvoice, at: number): boolean =>
    status === 'open' && at < startOf(due + 1)

  const printSlip = async ({ a, b }: Gene): Promise<void> => {
    const seed = pick(
      invoices().filter((invoice) => isPayable(invoice, now)),
      a,
    )
    if (seed === undefined) return
    const together = invoices().filter(({ number }) => number === seed.number)
    const inquiry = await open.story.inquireNumber(seed.number, instant())
    if (!inquiry.ok) throw new Error('an issued number was not found')
    const listed = inquiry.value.invoices.map(({ invoice }) => invoice.id).toSorted()
    const payable = together.filter((invoice) => isPayable(invoice, now)).map(({ id }) => id)
    expect(listed).toEqual(payable.toSorted())
    const chosen = payable.filter((id, n) => id === seed.id || ((b >> n) & 1) === 1)
    const slip = await open.story.printSlip({ number: seed.number, invoiceIds: chosen }, instant())
    if (!slip.ok) throw new Error(JSON.stringify(slip.failure))
    slips.push({ id: slip.value.id, invoices: chosen, expiresAt: now + 30 * MINUTE })
  }

  const judge = (invoice: ModelInvoice, amount: number, paidAt: number, slip: Slip | undefined) => {
    if (invoice.status === 'paid' || invoice.status === 'confirmed') return 'duplicate'
    if (invoice.status === 'cancelled') return 'after-cancel'
    const inTime = paidAt < startOf(invoice.due + 1) || (slip !== undefined && paidAt <= slip.expiresAt)
    if (invoice.status === 'expired' || !inTime) return 'late'
    return amount === invoice.amount ? undefined : 'amount-mismatch'
  }

  /** What a till took, in the model. */
  const receive = (
    { id, receipt, amount, paidAt }: { id: string; receipt: string; amount: number; paidAt: number },
    invoice: ModelInvoice | undefined,
    slip: Slip | undefined,
    numberOwner: string,
  ): ModelPayment => {
    const problem = invoice === undefined ? 'unknown' : judge(invoice, amount, paidAt, slip)
    const payment: ModelPayment = {
      ...{ id, receipt, amount, problem },
      invoice: invoice?.id,
      owner: invoice?.owner ?? numberOwner,
      collected: dayOf(paidAt),
      state: 'preliminary',
      ...{ decision: undefined, confirmedAt: undefined, decidedAt: undefined },
    }
    state.payments.set(id, payment)
    if (invoice !== undefined && problem === undefined) settleBy(invoice, payment)
    return payment
  }

  const settleBy = (invoice: ModelInvoice, payment: ModelPayment): void => {
    invoice.payer = payment.id
    if (!invoice.repeat) invoice.status = payment.state === 'confirmed' ? 'confirmed' : 'paid'
  }

  const till = (paidAt: number) => {
    serial += 1
    return { receipt: `r-${serial}`, paidAt: toInstant(paidAt), chain: '020', store: '000001' }
  }

  /** Mostly now, sometimes told hours or days late. */
  const paidAtOf = (c: number): number =>
    now - ([0, 0, 0, 0, 5 * MINUTE, 10 * 60 * MINUTE, 3 * DAY_MS][c % 7] ?? 0)

  const payBySlip = async ({ a, c }: Gene): Promise<void> => {
    const slip = pick(slips.slice(-6), a)
    if (slip === undefined) return
    const paidAt = paidAtOf(c)
    const at = till(paidAt)
    const result = await open.story.collectPayment({ ...at, slip: slip.id }, instant())
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    expect(result.value.payments).toHaveLength(slip.invoices.length)
    slip.invoices.forEach((id, line) => {
      const found = result.value.payments[line]
      const invoice = state.invoices.get(id)
      if (found === undefined || invoice === undefined) throw new Error('a slip paid for something else')
      const { receipt } = at
      const payment = receive(
        { id: found.id, receipt, amount: invoice.amount, paidAt },
        invoice,
        slip,
        CENTRE,
      )
      expect([found.invoiceId, found.problem]).toEqual([id, payment.problem])
    })
  }

  const payDirectly = async ({ a, b, c }: Gene): Promise<void> => {
    const invoice = pick(b % 3 === 0 ? invoices() : invoices().slice(-30), a)
    if (invoice === undefined) return
    const amount = b % 11 === 0 ? invoice.amount + 1 : invoice.amount
    const paidAt = paidAtOf(c)
    const at = till(paidAt)
    const request = { ...at, number: invoice.number, invoiceId: invoice.id, amountYen: amount as never }
    const result = await open.story.collectPayment(request, instant())
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    const [found] = result.value.payments
    const payment = receive(
      { id: found?.id ?? '', receipt: at.receipt, amount, paidAt },
      invoice,
      undefined,
      CENTRE,
    )
    expect([result.value.replayed, found?.problem]).toEqual([false, payment.problem])
    if (b % 4 !== 0) return
    const again = await open.story.collectPayment(request, instant())
    expect(again).toMatchObject({ ok: true, value: { replayed: true, payments: [{ id: payment.id }] } })
    const other = { ...request, amountYen: (amount + 7) as never }
    expect((await open.story.collectPayment(other, instant())).ok).toBe(false)
  }

  const payTwiceAtOnce = async ({ a }: Gene): Promise<void> => {
    const invoice = pick(
      invoices().filter((one) => isPayable(one, now)),
      a,
    )
    if (invoice === undefined) return
    const requests = [till(now), till(now)].map((at) => ({
      ...at,
      number: invoice.number,
      invoiceId: invoice.id,
      amountYen: invoice.amount as never,
    }))
    const results = await Promise.all(
      requests.map((request) => open.story.collectPayment(request, instant())),
    )
    const found = results.map((result) => {
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      return result.value.payments[0]
    })
    // Whoever was first: the model takes the one without a problem before the other.
    const inOrder = found.toSorted(
      (x, y) => Number(x?.problem !== undefined) - Number(y?.problem !== undefined),
    )
    for (const one of inOrder) {
      const facts = { id: one?.id ?? '', receipt: one?.receipt ?? '', amount: invoice.amount, paidAt: now }
      expect(one?.problem).toBe(receive(facts, invoice, undefined, CENTRE).problem)
    }
    if (!invoice.repeat) return
    // Both have paid it; whoever was last is remembered.
    const last = (await open.store.invoice(invoice.id))?.paidPaymentId
    expect(found.map((one) => one?.id)).toContain(last)
    invoice.payer = last
  }

  const payForNobody = async ({ a, b }: Gene): Promise<void> => {
    const stranger = a % 2 === 0 ? undefined : pick(invoices(), b)
    const at = till(now)
    const number = stranger?.number ?? '2900000000001'
    const request = { ...at, number, invoiceId: `inv_none_${serial}`, amountYen: (1 + (b % 9_000)) as never }
    const result = await open.story.collectPayment(request, instant())
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    // The number belongs to whoever billed on it first.
    const owner = invoices().find((invoice) => invoice.number === number)?.owner ?? CENTRE
    const facts = {
      id: result.value.payments[0]?.id ?? '',
      receipt: at.receipt,
      amount: request.amountYen,
      paidAt: now,
    }
    const payment = receive(facts, undefined, undefined, owner)
    expect(result.value.payments[0]).toMatchObject({ problem: 'unknown', merchantId: payment.owner })
  }

  const payAnew = async ({ a }: Gene): Promise<void> => {
    const known = pick(payments(), a)
    if (known === undefined) return
    const request = {
      ...till(now),
      receipt: known.receipt,
      number: '2900000000001',
      invoiceId: 'x',
      amountYen: 1 as never,
    }
    expect((await open.story.collectPayment(request, instant())).ok).toBe(false)
  }

  const linesOf = (receipt: string): readonly ModelPayment[] =>
    payments().filter((payment) => payment.receipt === receipt)

  const undo = async ({ a }: Gene): Promise<void> => {
    const known = pick(payments().slice(-25), a)
    if (known === undefined) return
    const lines = linesOf(known.receipt)
    const result = await open.story.cancelPayment(known.receipt, instant())
    expect(result.ok).toBe(!lines.some((line) => line.state === 'confirmed'))
    if (!result.ok) return
    for (const line of lines.filter((one) => one.state === 'preliminary')) {
      line.state = 'cancelled'
      const invoice = state.invoices.get(line.invoice ?? '')
      if (invoice?.status !== 'paid' || invoice.payer !== line.id) continue
      invoice.payer = undefined
      if (now >= startOf(invoice.due + 1) && !holds(invoice.id, now)) end(invoice, 'expired', today())
      else invoice.status = 'open'
    }
  }

  const confirm = async ({ a, b }: Gene): Promise<void> => {
    const waiting = payments().filter((one) => one.state === 'preliminary')
    const known = b % 8 === 0 ? pick(payments(), a) : pick(waiting, a)
    if (known === undefined) return
    const lines = linesOf(known.receipt)
    const result = await open.story.confirmPayment(known.receipt, instant())
    expect(result.ok).toBe(!lines.some((line) => line.state === 'cancelled'))
    if (!result.ok) return
    for (const line of lines.filter((one) => one.state === 'preliminary')) {
      line.state = 'confirmed'
      line.confirmedAt = now
      const invoice = state.invoices.get(line.invoice ?? '')
      if (invoice?.status === 'paid' && invoice.payer === line.id) invoice.status = 'confirmed'
    }
  }

  const resolve = async ({ a, b, c }: Gene): Promise<void> => {
    const waiting = payments().filter(
      ({ problem, decision, state: is }) => problem && !decision && is !== 'cancelled',
    )
    const payment = b % 6 === 0 ? pick(payments(), a) : pick(waiting, a)
    if (payment === undefined) return
    const decision = c % 3 === 0 ? 'refunded' : 'accept'
    const named = payment.invoice === undefined ? pick(invoices(), b) : undefined
    const merchantId = payment.owner
    const target = state.invoices.get(payment.invoice ?? named?.id ?? '')
    const request = {
      merchantId,
      paymentId: payment.id,
      decision,
      note: '電話で確認',
      invoiceId: named?.id,
      actor,
    } as const
    const result = await open.story.resolvePayment(request, instant())
    const mayTouch = target === undefined || target.owner === merchantId || merchantId === CENTRE
    const isDue = waiting.includes(payment)
    expect(result.ok).toBe(isDue && mayTouch && (decision === 'refunded' || target !== undefined))
    if (!result.ok) return
    payment.decision = decision
    payment.decidedAt = now
    if (decision === 'refunded' || target === undefined) return
    payment.invoice = target.id
    payment.owner = target.owner
    if (target.status === 'open') settleBy(target, payment)
  }

  const cancelInvoice = async ({ a }: Gene): Promise<void> => {
    const invoice = pick(invoices(), a)
    if (invoice === undefined) return
    const request = { merchantId: invoice.owner, invoiceId: invoice.id, reason: undefined, actor }
    const result = await open.story.cancelInvoice(request, instant())
    expect(result.ok).toBe(invoice.status === 'open')
    if (result.ok) end(invoice, 'cancelled', today())
  }

  const agreeAnew = async ({ a, b, c }: Gene): Promise<void> => {
    const model = state.merchants.get(pick(merchantIds(), a) ?? '')
    const merchant = await open.store.merchant(model?.id ?? '')
    if (model === undefined || merchant === undefined) throw new Error('no such merchant')
    const wanted = {
      ...(b % 3 === 0 ? {} : { plan: plans[c % 2] as PlanName }),
      ...(b % 3 === 1 ? {} : { cycle: cycles[c % 4] as CycleName }),
    }
    const history = await open.store.terms(merchant)
    expect(await open.store.commit(changeTerms({ merchant, history, wanted, actor }, instant()))).toBe('done')
    const from = closingFrom(inForce(model.cycles, today()).cycle, today()) + 1
    if (wanted.plan !== undefined) model.plans.push({ from, plan: wanted.plan })
    if (wanted.cycle !== undefined) model.cycles.push({ from, cycle: wanted.cycle })
  }

  const sendFax = async ({ a, b }: Gene): Promise<void> => {
    const merchantId = pick(merchantIds(), a) ?? ''
    const known = pick([...state.faxes.keys()], b)
    // A FAX that is counted again, because the machine stopped in between, is charged once.
    const key = b % 3 === 0 && known !== undefined ? known : `fax-${state.faxes.size}`
    const owner = state.faxes.get(key)?.owner ?? merchantId
    const day = Temporal.PlainDate.from(toDate(today()))
    expect(await open.store.commit([{ kind: 'count-fax', key, merchantId: owner, day }])).toBe('done')
    if (!state.faxes.has(key)) state.faxes.set(key, { owner, day: today() })
  }

  const wait = async ({ a, b }: Gene): Promise<void> => {
    const ahead = pick(waits, a) ?? 0
    if (dayOf(now + ahead) < LAST_DAY) now += ahead + (b % 1_000)
    // To the very edge of a day now and then.
    if (b % 9 === 0 && today() < LAST_DAY)
      now = startOf(today() + 1) - (pick([1, MINUTE, 20 * MINUTE], a) ?? 1)
  }

  const tick = async (): Promise<void> => {
    await open.tick(instant())
    ticked = now
    for (const invoice of invoices()) {
      if (invoice.status === 'open' && today() > invoice.due && !holds(invoice.id, now))
        end(invoice, 'expired', invoice.due)
    }
  }

  const tickTwice = async (): Promise<void> => {
    await Promise.all([tick(), open.tick(instant())])
    await tick()
  }

  const restart = async (): Promise<void> => {
    open = openStory(await reopen(), vault)
  }

  const acts: Readonly<Record<StepName, (gene: Gene) => Promise<void>>> = {
    ...{
      register,
      slip: printSlip,
      payBySlip,
      payDirectly,
      payTwiceAtOnce,
      payForNobody,
      payAnew,
      undo,
      confirm,
    },
    ...{ resolve, cancelInvoice, sendFax, signUp, wait, tick, tickTwice, restart },
    changeTerms: agreeAnew,
    registerOnOwnNumber: (gene) => register(gene, pick(invoices(), gene.b)?.number),
  }

  const compareStates = async (): Promise<void> => {
    const found = await open.store.invoicesById([...state.invoices.keys()])
    const texts = found.map(({ id, status, paidPaymentId }) => `${id} ${status} ${paidPaymentId ?? '–'}`)
    const wanted = invoices().map(({ id, status, payer }) => `${id} ${status} ${payer ?? '–'}`)
    expect(texts.toSorted()).toEqual(wanted.toSorted())
  }

  const compareSettlements = async (): Promise<void> => {
    for (const merchant of state.merchants.values()) {
      const kept = (await open.store.settlements(merchant.id)).toReversed()
      const found = kept
        .filter(({ status }) => status !== 'closed')
        .map(({ status, settlement: { closingDay, payoutDay, totals } }) => ({
          ...{ closing: closingDay.toString(), payoutDay: payoutDay?.toString(), status },
          ...{ gross: totals.grossYen, fees: totals.taxableYen, stamps: totals.stampYen, tax: totals.taxYen },
          ...{ carriedIn: totals.carriedInYen, payout: totals.payoutYen, carriedOut: totals.carriedOutYen },
          ...{ paid: totals.paidCount, unpaid: totals.unpaidCount, faxes: totals.faxCount },
        }))
      const expected = settlementsOf(state, merchant, dayOf(ticked)).map((one) => ({
        closing: toDate(one.closing),
        payoutDay: one.payoutDay === undefined ? undefined : toDate(one.payoutDay),
        status: one.payoutDay !== undefined && one.payoutDay <= dayOf(ticked) ? 'paid' : 'fixed',
        ...{ gross: one.gross, fees: one.fees, stamps: one.stamps, tax: one.tax },
        ...{ carriedIn: one.carriedIn, payout: one.payout, carriedOut: one.carriedOut },
        ...{ paid: one.payments.length, unpaid: one.unpaid.length, faxes: one.faxes },
      }))
      expect(found).toEqual(expected)
      await compareLines(merchant.id, kept)
    }
  }

  /** Every payment and every unpaid invoice stands in its settlement, once, with its fee. */
  const compareLines = async (
    merchantId: string,
    kept: readonly { readonly id: string }[],
  ): Promise<void> => {
    const merchant = state.merchants.get(merchantId)
    if (merchant === undefined) throw new Error('no such merchant')
    for (const [index, expected] of settlementsOf(state, merchant, dayOf(ticked)).entries()) {
      const lines = (await open.store.settlement(kept[index]?.id ?? ''))?.settlement.lines ?? []
      const of = (kind: string) => lines.filter((line) => line.kind === kind)
      for (const kind of ['collected', 'paid-fee'])
        expect(
          of(kind)
            .map((line) => 'paymentId' in line && line.paymentId)
            .toSorted(),
        ).toEqual(expected.payments)
      expect(
        of('unpaid-fee')
          .map((line) => 'invoiceId' in line && line.invoiceId)
          .toSorted(),
      ).toEqual(expected.unpaid)
      expect(lines.reduce((sum, { amountYen }) => sum + amountYen, 0)).toBe(
        expected.payout + expected.carriedOut,
      )
    }
  }

  const compareBalances = async (): Promise<void> => {
    const found = new Map<string, number>()
    for (const { account, merchantId, amountYen } of await open.books.balances()) {
      const key = /^merchant-/.test(account) ? `${account} ${merchantId}` : account
      found.set(key, (found.get(key) ?? 0) + amountYen)
    }
    const some = [...found].filter(([, amount]) => amount !== 0).toSorted()
    expect(some).toEqual([...balancesOf(state, dayOf(ticked))].toSorted())
    expect(some.reduce((sum, [, amount]) => sum + amount, 0)).toBe(0)
  }

  const finish = async (): Promise<void> => {
    await tick()
    await compareStates()
    await compareSettlements()
    await compareBalances()
    expect((await open.verify(instant())).differences).toEqual([])
  }

  await open.story.setUpCentre(
    {
      centre: { name: 'センター', email: undefined, phone: undefined },
      merchant: newMerchant({ plan: 'plan-120', cycle: '5-days', fileOption: true }),
      apiKey: undefined,
    },
    instant(),
  )
  const [first] = await open.store.merchants()
  addMerchant(first?.id ?? '', 'plan-120', '5-days')
  await takeOverBills(first?.id ?? '', true)

  return {
    play: async (gene) => {
      // Nothing happens in the very same millisecond.
      now += 1
      await acts[gene.step](gene)
      steps += 1
      if (steps % 50 === 0) await compareStates()
      if (steps % 400 === 0) await finish()
    },
    finish,
  }
}
