/** Problems in the chat: each comes with the buttons that resolve it, and then says who decided what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { createSlackDriver, type OpenView, type SlackDriver, typed } from './support/slack-driver.ts'
import { createStaffClient, type Json, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let slack: SlackDriver
let staff: StaffClient

beforeAll(async () => {
  sandbox = await startTestSandbox()
  slack = await createSlackDriver(sandbox)
  staff = createStaffClient(sandbox, { apiKey: sandbox.apiKey, cookie: await sandbox.signIn() })
})
afterAll(async () => {
  await slack.close()
  await sandbox.close()
})

const register = async (email: string): Promise<Json> => {
  const customer = { name: '山田 花子', email }
  return (await staff.post('/invoices', { customer, subject: '12月分 月謝', amount: 13_200, due: '+30日' }))
    .body
}

const pay = async (invoice: Json, receipt: string): Promise<void> => {
  const till = { receipt, paid_at: (await sandbox.now()).toString(), chain: '020', store: '000123' }
  const { number, id, amount } = invoice
  expect((await staff.network('/payments', { number, invoice_id: id, amount, ...till })).status).toBe(201)
}

type Message = { readonly ts?: string; readonly text?: string; readonly blocks?: unknown }

const messages = async (): Promise<readonly Message[]> => {
  const channel = slack.channelOf('bills')
  const history = await slack.client.conversations.history({ channel, limit: 200 })
  return (history.messages ?? []) as readonly Message[]
}

/** The newest message in which a text stands, once it is there. */
const message = async (text: string): Promise<Message & Record<string, unknown>> => {
  const found = await eventually(
    async () => (await messages()).find((one) => JSON.stringify(one).includes(text)),
    (one) => one !== undefined,
  )
  return found as Message & Record<string, unknown>
}

const sameMessage = (ts: string | undefined, text: string): Promise<Message | undefined> =>
  eventually(
    async () => (await messages()).find((one) => one.ts === ts),
    (one) => JSON.stringify(one ?? '').includes(text),
  )

const openModal = async (press: () => Promise<unknown>, as = 'tanaka'): Promise<OpenView> => {
  const before = slack.modal(as)?.id
  await press()
  const view = await eventually(
    async () => slack.modal(as),
    (open) => open !== undefined && open.id !== before,
  )
  if (view === undefined) throw new Error('no modal')
  return view
}

const twice = async (receipts: readonly [string, string]): Promise<Message & Record<string, unknown>> => {
  const invoice = await register('hanako@example.com')
  for (const receipt of receipts) await pay(invoice, receipt)
  return message(receipts[1])
}

describe('money with a problem', () => {
  it('is given back by a button: a note is asked for, and the message says who did so and why', async () => {
    const problem = await twice(['P-1', 'P-2'])
    const view = await openModal(() => slack.press('refund-payment', problem))
    expect(JSON.stringify(view)).toContain('返金済みにする')
    expect(await slack.submit(view, { note: typed('  ') })).toMatchObject({
      response_action: 'errors',
      errors: { note: expect.stringContaining('決めた理由') },
    })
    expect(await slack.submit(view, { note: typed('11/25 に現金で返金') })).toBeUndefined()
    const decided = await sameMessage(problem.ts, '11/25 に現金で返金')
    expect(JSON.stringify(decided)).toMatch(/返金済みにしました.*田中/)
    expect(JSON.stringify(decided)).not.toContain('refund-payment')
    const payments = (await staff.get('/payments?problem=duplicate')).body.data
    expect(payments[0]).toMatchObject({ resolution: 'refunded' })
    // Somebody else still has the modal open.
    expect(await slack.submit(view, { note: typed('もう一度') })).toMatchObject({
      errors: { note: expect.stringContaining('もう決まっています') },
    })
  })

  it('is accepted by a button, in the language of whoever presses it', async () => {
    const problem = await twice(['P-3', 'P-4'])
    const view = await openModal(() => slack.press('accept-payment', problem, { as: 'emma' }), 'emma')
    expect(JSON.stringify(view)).toContain('Accept payment')
    expect(await slack.submit(view, { note: typed('kept as next month’s fee') }, 'emma')).toBeUndefined()
    expect(JSON.stringify(await sameMessage(problem.ts, 'kept as'))).toMatch(/受け入れました.*Emma/)
  })

  it('that nobody knows the invoice of cannot be accepted unseen', async () => {
    const invoice = await register('hanako@example.com')
    await pay({ ...invoice, id: 'inv_nobody' }, 'P-5')
    const problem = JSON.stringify(await message('P-5'))
    expect(problem).toContain('refund-payment')
    expect(problem).not.toContain('accept-payment')
    expect(problem).toContain('/payments/pay_')
  })

  it('decided about in the console, says so in the chat, too', async () => {
    const problem = await twice(['P-6', 'P-7'])
    const id = /\/payments\/(pay_\w+)/.exec(JSON.stringify(problem))?.[1] ?? ''
    expect(
      (await staff.post(`/payments/${id}/resolve`, { decision: 'refunded', note: '店で返金' })).status,
    ).toBe(200)
    expect(JSON.stringify(await sameMessage(problem.ts, '店で返金'))).toContain('返金済みにしました')
  })
})

describe('a mail that came back', () => {
  it('is sent again to the right address, and the message says who mended it', async () => {
    await register('bounced-1@example.com')
    const bounce = await message('bounced-1@example.com')
    const view = await openModal(() => slack.press('mend-mail', bounce))
    expect(await slack.submit(view, { to: typed('bounced-1') })).toMatchObject({
      errors: { to: expect.stringContaining('メールアドレスの形ではありません') },
    })
    expect(await slack.submit(view, { to: typed('right-1@example.com') })).toBeUndefined()
    const mended = JSON.stringify(await sameMessage(bounce.ts, 'に送り直しました'))
    expect(mended).toContain('right-1@example.com')
    expect(mended).toContain('田中')
    expect(mended).not.toContain('mend-mail')
    await eventually(sandbox.mails, (mails) => mails.some(({ to }) => to === 'right-1@example.com'))
  })

  it('leaves its address shut until somebody opens it', async () => {
    await register('bounced-2@example.com')
    const bounce = await message('bounced-2@example.com')
    await slack.press('lift-address', bounce, { as: 'suzuki' })
    expect(JSON.stringify(await sameMessage(bounce.ts, 'また送れるように'))).toContain('鈴木')
    const { data } = (await staff.get('/suppressions')).body
    expect(JSON.stringify(data)).not.toContain('bounced-2@')
  })
})

describe('the card of a bill', () => {
  it('sends again, gives the link, and cancels; everybody then sees it on the card', async () => {
    const invoice = await register('card@example.com')
    const card = await message(`/invoices/${invoice.id}`)
    const before = slack.answers.length
    await slack.press('card-send', card)
    await slack.press('card-link', card)
    const answers = await eventually(
      async () => JSON.stringify(slack.answers.slice(before)),
      (said) => said.includes('もう一度送ります') && said.includes('/s/'),
    )
    expect(answers).toContain(new URL(invoice.customer_url).pathname)
    await slack.press('card-cancel', card, { as: 'suzuki' })
    const cancelled = JSON.stringify(await sameMessage(card.ts, '請求を取り消しました'))
    expect(cancelled).toContain('鈴木')
    expect(cancelled).not.toContain('card-cancel')
    const history = (await staff.get(`/invoices/${invoice.id}`)).body.history
    expect(history.map(({ action }: Json) => action)).toEqual(['register', 'notify', 'cancel'])
    expect(JSON.stringify(history[1])).toContain('田中')
  })

  it('sends once when two press at the same moment, and twice when they press twice', async () => {
    const { id } = await register('both@example.com')
    const [merchant] = await sandbox.pitpost.store.merchants()
    const { story } = sandbox.pitpost
    const request = { merchantId: merchant?.id ?? '', invoiceId: id, to: undefined }
    const now = await sandbox.now()
    const press = (name: string) => story.notifyAgain({ ...request, actor: { kind: 'slack', name } }, now)
    const notices = async () =>
      (await staff.get(`/invoices/${id}`)).body.deliveries.filter(({ kind }: Json) => kind === 'notice')
        .length
    await Promise.all([press('田中'), press('鈴木')])
    expect(await notices()).toBe(2)
    await press('田中')
    expect(await notices()).toBe(3)
  })
})
