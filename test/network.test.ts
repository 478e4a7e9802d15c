/** The stores' interface over real HTTP, with a clock that moves. Names in quotes are lines of domain.md, section 4. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeNetwork, networkSecretsOf, openTill, payOf } from './contract/network-contract.ts'
import { newMerchant } from './support/open-story.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox

beforeAll(async () => {
  sandbox = await startTestSandbox({ NETWORK_SECRETS: networkSecretsOf() })
})

afterAll(async () => {
  await sandbox?.close()
})

const running = () => ({ ...sandbox, prints: true })
const till = openTill(running)

describeNetwork('Node', running)

describe('one number with bills of several merchants', () => {
  it('is inquired with every merchant’s name, and one slip pays them all', async () => {
    const mine = await till.register({ subject: '12月分' })
    const second = await till.register({ subject: '教材費', number: mine.number })
    const { story } = sandbox.pitpost
    const now = await sandbox.now()
    const other = await story.signUpMerchant(newMerchant({ name: 'もみじ歯科' }), now)
    const raw = {
      customer_name: '神谷 健',
      subject: '定期健診',
      amount: 5_500,
      due: '+10日',
      deliver: 'none',
    }
    const theirs = await story.acceptInvoice(
      {
        merchantId: other.id,
        raw: { ...raw, number: mine.number },
        actor: { kind: 'staff', name: '田中' },
      },
      now,
    )
    if (!theirs.ok) throw new Error('refused')
    const inquiry = await (await till.post('/inquiries', { number: mine.number })).json()
    expect(inquiry).toMatchObject({
      number: mine.number,
      invoices: [
        { id: theirs.value.id, merchant: 'もみじ歯科', subject: '定期健診', amount: 5_500 },
        { id: mine.id, merchant: 'さくら学習塾', subject: '12月分', amount: 11_000 },
        { id: second.id, merchant: 'さくら学習塾', subject: '教材費', amount: 11_000 },
      ],
    })
    const ids = [mine.id, theirs.value.id, second.id]
    const slip = (await (
      await till.post('/slips', { number: mine.number, invoice_ids: [...ids, mine.id] })
    ).json()) as { slip: string; total: number }
    expect(slip.total).toBe(27_500)
    const body = { slip: slip.slip, receipt: 'S-1', paid_at: now.toString(), chain: '080', store: '1' }
    const paid = (await (await till.post('/payments', body)).json()) as { payment_ids: string[] }
    expect(paid.payment_ids).toHaveLength(3)
    for (const id of ids) expect((await sandbox.pitpost.store.invoice(id))?.status).toBe('paid')
    expect(await (await till.post('/inquiries', { number: mine.number })).json()).toMatchObject({
      invoices: [],
    })
    expect((await till.post('/slips', { number: mine.number, invoice_ids: [mine.id] })).status).toBe(404)
    expect((await till.post('/payments', { ...body, slip: 'slip_none', receipt: 'S-2' })).status).toBe(404)
    // 速報取消 of the receipt undoes all of it, 確報 would make all of it certain.
    await till.post('/payments/S-1/cancel', {})
    for (const id of ids) expect((await sandbox.pitpost.store.invoice(id))?.status).toBe('open')
  })
})

describe('time at the till', () => {
  const moveTo = async (instant: Temporal.Instant): Promise<void> => {
    const answer = await sandbox.fetch('/sandbox/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: sandbox.url },
      body: JSON.stringify({ now: instant.toString() }),
    })
    expect(answer.status).toBe(200)
  }
  const at = (day: Temporal.PlainDate, time: string): Temporal.Instant =>
    day.toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: Temporal.PlainTime.from(time) }).toInstant()
  const slipOf = async (bill: { number: string; id: string }) =>
    (await (await till.post('/slips', { number: bill.number, invoice_ids: [bill.id] })).json()) as {
      slip: string
      expires_at: string
    }
  const paySlip = async (slip: string, receipt: string, paidAt: Temporal.Instant) => {
    const body = { slip, receipt, paid_at: paidAt.toString(), chain: '020', store: '1' }
    return (await (await till.post('/payments', body)).json()) as { problems: { problem: string }[] }
  }

  it('"Slip at midnight": a slip printed in time pays for its 30 minutes; day and slip over, the invoice expires', async () => {
    const today = (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
    const due = today.add({ days: 1 })
    const register = () => till.register({ due: due.toString() })
    const [inTime, exactly, tooLate] = [await register(), await register(), await register()]
    const [never, unslipped] = [await register(), await register()]
    await moveTo(at(due, '23:45:00'))
    const slips = [await slipOf(inTime), await slipOf(exactly), await slipOf(tooLate), await slipOf(never)]
    const expiry = Temporal.Instant.from(slips[1]?.expires_at ?? '')
    expect(expiry.since(at(due, '23:45:00')).total('minutes')).toBeCloseTo(30, 0)

    // "Due date": payable until 23:59:59 Asia/Tokyo, whatever the zone of the machine.
    await moveTo(at(due.add({ days: 1 }), '00:05:00'))
    expect((await till.bill(unslipped.id)).status).toBe('expired')
    expect((await till.bill(never.id)).status).toBe('open')
    expect(await (await till.post('/inquiries', { number: never.number })).json()).toMatchObject({
      invoices: [],
    })
    expect(await paySlip(slips[0]?.slip ?? '', 'M-1', at(due.add({ days: 1 }), '00:05:00'))).toMatchObject({
      problems: [],
    })
    expect(await paySlip(slips[1]?.slip ?? '', 'M-2', expiry)).toMatchObject({ problems: [] })
    expect(
      await paySlip(
        slips[2]?.slip ?? '',
        'M-3',
        Temporal.Instant.from(slips[2]?.expires_at ?? '').add({ milliseconds: 1 }),
      ),
    ).toMatchObject({
      problems: [{ problem: 'late' }],
    })
    // "States": 速報取消 while the slip is alive opens the invoice again.
    await till.post('/payments/M-1/cancel', {})
    expect((await till.bill(inTime.id)).status).toBe('open')

    await moveTo(at(due.add({ days: 1 }), '00:31:00'))
    for (const bill of [inTime, tooLate, never]) expect((await till.bill(bill.id)).status).toBe('expired')
    expect((await till.bill(exactly.id)).status).toBe('paid')
    // "States": 速報取消 when day and slip are over leaves it expired.
    await till.post('/payments/M-2/cancel', {})
    expect((await till.bill(exactly.id)).status).toBe('expired')
    // "Late, double, wrong or unknown payments": money for an expired invoice is kept as late.
    const late = await till.post('/payments', payOf(never, 'M-4', await sandbox.now()))
    expect(await late.json()).toMatchObject({ problems: [{ problem: 'late' }] })
  })

  it('"Due date": the last second of the due day pays, the next does not', async () => {
    const due = (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
    const [last, next] = [
      await till.register({ due: due.toString() }),
      await till.register({ due: due.toString() }),
    ]
    const end = at(due.add({ days: 1 }), '00:00:00')
    const lastSecond = await till.post('/payments', payOf(last, 'D-1', end.subtract({ seconds: 1 })))
    expect(await lastSecond.json()).toMatchObject({ problems: [] })
    const nextSecond = await till.post('/payments', payOf(next, 'D-2', end))
    expect(await nextSecond.json()).toMatchObject({ problems: [{ problem: 'late' }] })
  })

  it('"Repeat invoice": stays open after each payment until its due date; each payment counts', async () => {
    const bill = await till.register({ repeat: true, due: '+3日' })
    for (const receipt of ['P-1', 'P-2']) {
      const answer = await till.post('/payments', payOf(bill, receipt, await sandbox.now()))
      expect(await answer.json()).toMatchObject({ problems: [] })
      expect((await till.bill(bill.id)).status).toBe('open')
    }
    await moveTo((await sandbox.now()).add({ hours: 24 * 5 }))
    expect((await till.bill(bill.id)).status).toBe('expired')
  })

  it('"States": a cancelled invoice takes no slip, and money for it is kept as after-cancel', async () => {
    const bill = await till.register()
    await sandbox.fetch(`/api/v1/invoices/${bill.id}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
    })
    expect((await till.post('/slips', { number: bill.number, invoice_ids: [bill.id] })).status).toBe(404)
    const answer = await till.post('/payments', payOf(bill, 'C-1', await sandbox.now()))
    expect(await answer.json()).toMatchObject({ problems: [{ problem: 'after-cancel' }] })
  })
})
