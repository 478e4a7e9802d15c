/** The modal that registers a bill, over signed requests to the real Bolt app and the emulated Slack. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  chosen,
  createSlackDriver,
  day,
  type Given,
  type OpenView,
  type SlackDriver,
  typed,
} from './support/slack-driver.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let slack: SlackDriver
let today: Temporal.PlainDate

beforeAll(async () => {
  sandbox = await startTestSandbox({ SLACK_CONFIRM_FROM: '100000', SLACK_APPROVE_FROM: '200000' })
  slack = await createSlackDriver(sandbox)
  today = (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
})
afterAll(async () => {
  await slack.close()
  await sandbox.close()
})

const invoices = async (query: string) => {
  const headers = { authorization: `Bearer ${sandbox.apiKey}` }
  const list = await sandbox.fetch(`/api/v1/invoices?q=${encodeURIComponent(query)}`, { headers })
  return ((await list.json()) as { data: Record<string, unknown>[] }).data
}

const patient = { timeout: 20_000, interval: 50 }

/** Opens the modal anew and waits until it is there; a trigger that ran out on a busy machine is asked for again. */
const open = async (as = 'tanaka', tries = 3): Promise<OpenView> => {
  const before = slack.modal(as)?.id
  const answer = await slack.command('new', as)
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  const look = () => {
    const view = slack.modal(as)
    if (view === undefined || view.id === before) throw new Error('not open yet')
    return view
  }
  return vi.waitFor(look, { timeout: 6_000, interval: 50 }).catch((error: unknown) => {
    if (tries === 1) throw error
    return open(as, tries - 1)
  })
}

const filled = (more: Given = {}): Given => ({
  customer_name: chosen('new:山田 花子', 'pick-customer'),
  'email-0': typed('hanako@example.com'),
  subject: typed('12月分 月謝'),
  amount: typed('13,200'),
  due: day(today.add({ days: 30 }).toString()),
  deliver: chosen('customer'),
  language: chosen('ja'),
  ...more,
})

const lastTold = async (count: number, as = 'tanaka') =>
  vi.waitFor(() => {
    const told = slack.told(as)
    if (told.length <= count) throw new Error('nothing told yet')
    return told.at(-1)
  }, patient)

describe('the modal', () => {
  it('opens by command and by shortcut, in the language of the person, with the days that are allowed', async () => {
    const ja = JSON.stringify(await open())
    expect(ja).toContain('請求を登録')
    expect(ja).toContain(`まで`)
    const en = JSON.stringify(await open('emma'))
    expect(en).toContain('Register a bill')
    expect(en).not.toContain('お客さま')
    const due = (await open()).blocks.find(({ block_id: id }) => id === 'due') as {
      element: { initial_date: string }
    }
    const initial = Temporal.PlainDate.from(due.element.initial_date)
    expect(Temporal.PlainDate.compare(initial, today.add({ days: 59 }))).toBeLessThanOrEqual(0)
    const before = slack.modal()?.id
    expect((await slack.shortcut('new-bill')).status).toBe(200)
    await vi.waitFor(() => expect(slack.modal()?.id).not.toBe(before), patient)
  })

  it('registers what was filled in, once however often it is submitted, and tells the person', async () => {
    const count = slack.told().length
    const view = await open()
    const given = filled({ reference: typed('M-1'), note: typed('1行目\n2行目') })
    expect(await slack.submit(view, given)).toBeUndefined()
    expect((await lastTold(count))?.text).toContain('登録しました')
    expect(await slack.submit(view, given)).toMatchObject({ response_action: 'errors' })
    expect(await invoices('M-1')).toMatchObject([{ amount: 13200, note: '1行目\n2行目' }])
  })

  it('says every problem at its field, in the language of the person', async () => {
    const given = filled({
      customer_name: {},
      'email-0': typed('hanako'),
      amount: typed('300001'),
      due: day(today.add({ days: 60 }).toString()),
      number: typed('1234567890123'),
    })
    const ja = (await slack.submit(await open(), given))?.['errors'] as Record<string, string>
    expect(Object.keys(ja).toSorted()).toEqual(['amount', 'customer_name', 'due', 'email-0', 'number'])
    expect(ja['amount']).toContain('300,000円')
    const en = (await slack.submit(await open('emma'), given, 'emma'))?.['errors'] as Record<string, string>
    expect(en['amount']).toContain('must be ¥1 to ¥300,000')
    expect(en['due']).toContain('beyond 60 days')
  })

  it('finds earlier customers by any part of their name, fills in their address, and offers the new name', async () => {
    const view = await open()
    const options = await slack.suggest(view, 'pick-customer', 'やま')
    expect(options.map(({ value }) => value)).toEqual(['new:やま'])
    const [known, other] = await slack.suggest(view, 'pick-customer', '花子')
    expect(JSON.stringify(known)).toContain('山田 花子 様')
    expect(other).toMatchObject({ value: 'new:花子' })
    await slack.act(view, {
      type: 'external_select',
      action_id: 'pick-customer',
      selected_option: known ?? {},
    })
    const filledIn = await vi.waitFor(() => {
      const block = slack.modal()?.blocks.find(({ block_id: id }) => id === 'email-1')
      if (block === undefined) throw new Error('not filled in yet')
      return block
    }, patient)
    expect(JSON.stringify(filledIn)).toContain('hanako@example.com')
    const count = slack.told().length
    const { 'email-0': _, ...given } = filled({
      customer_name: chosen(String(known?.['value']), 'pick-customer'),
      'email-1': typed('hanako@example.com'),
      subject: typed('教材費'),
      reference: typed('M-2'),
    })
    expect(await slack.submit(slack.modal() as OpenView, given)).toBeUndefined()
    expect((await lastTold(count))?.text).toContain('登録しました')
    expect(await invoices('M-2')).toMatchObject([{ customer: { name: '山田 花子' } }])
  })

  it('takes up to ten lines with their rates instead of an amount', async () => {
    let view = await open()
    for (let lines = 1; lines <= 10; lines += 1) {
      await slack.act(view, { type: 'button', action_id: 'add-line', value: 'add-line' })
      view = await vi.waitFor(() => {
        const now = slack.modal() as OpenView
        const last = `lines.${lines - 1}.amount`
        if (!now.blocks.some(({ block_id: id }) => id === last)) throw new Error('no line yet')
        return now
      }, patient)
    }
    expect(JSON.stringify(view.blocks)).not.toContain('"add-line"')
    const line = (n: number, amount: string): Given => ({
      [`lines.${n}.description`]: typed(`品物${n}`),
      [`lines.${n}.amount`]: typed(amount),
      [`lines.${n}.tax_rate`]: chosen(n === 0 ? '8' : '10'),
    })
    const { amount: _, ...rest } = filled({ reference: typed('M-3') })
    const all = Object.assign({}, ...Array.from({ length: 10 }, (__, n) => line(n, '1,080'))) as Given
    const wrong = await slack.submit(view, { ...rest, ...all, ...line(3, '十円') })
    expect(Object.keys((wrong?.['errors'] ?? {}) as object)).toContain('lines.3.amount')
    expect(await slack.submit(view, { ...rest, ...all })).toBeUndefined()
    await vi.waitFor(async () => expect(await invoices('M-3')).toMatchObject([{ amount: 10800 }]), patient)
  })

  it('asks on top of itself where the one line would ask, and registers only after a yes', async () => {
    const view = await open()
    const answer = await slack.submit(view, filled({ amount: typed('120000'), reference: typed('M-4') }))
    expect(answer).toMatchObject({ response_action: 'push' })
    expect(JSON.stringify(answer)).toContain('金額は ¥120,000 でよいですか')
    expect(await invoices('M-4')).toHaveLength(0)
    const question = { id: 'V1', ...(answer?.['view'] as object) } as OpenView
    expect(await slack.submit(question, {})).toEqual({ response_action: 'clear' })
    await vi.waitFor(async () => expect(await invoices('M-4')).toHaveLength(1), patient)
    await slack.submit(question, {})
    expect(await invoices('M-4')).toHaveLength(1)
  })

  it('questions a second open bill for the same customer, subject and amount', async () => {
    const answer = await slack.submit(await open(), filled({ reference: typed('M-5') }))
    expect(answer).toMatchObject({ response_action: 'push' })
    expect(JSON.stringify(answer)).toContain('未払いの請求がもうあります')
  })

  it('asks a second person in the channel above the limit, also for a bill too long for a button', async () => {
    const given = filled({ amount: typed('250000'), reference: typed('M-6'), note: typed('"'.repeat(300)) })
    expect(await slack.submit(await open(), given)).toBeUndefined()
    const wanted = await vi.waitFor(async () => {
      const { messages = [] } = await slack.client.conversations.history({
        channel: slack.channelOf('bills'),
      })
      const found = messages.find(({ text = '' }) => text.includes('承認が必要'))
      if (found === undefined) throw new Error('not asked yet')
      return found
    }, patient)
    const message = JSON.parse(JSON.stringify(wanted)) as Record<string, unknown>
    await slack.press('approve-bill', message)
    await vi.waitFor(() => expect(JSON.stringify(slack.answers)).toContain('承認できません'), patient)
    expect(await invoices('M-6')).toHaveLength(0)
    await slack.press('approve-bill', message, { as: 'suzuki' })
    await vi.waitFor(async () => expect(await invoices('M-6')).toHaveLength(1), patient)
  })
})

describe('what Slack sends', () => {
  it('twice is worked on once', async () => {
    const trigger = await slack.trigger('tanaka')
    const form = {
      command: '/pit',
      text: '4400 +30日 r@example.com 再送様 月謝 #M-7',
      user_id: slack.userOf('tanaka'),
      user_name: 'tanaka',
      channel_id: slack.channelOf('bills'),
      trigger_id: trigger,
      response_url: slack.answersUrl,
    }
    expect((await slack.sendForm(form)).status).toBe(200)
    await vi.waitFor(async () => expect(await invoices('M-7')).toHaveLength(1), patient)
    const sent = await vi.waitFor(() => {
      expect(JSON.stringify(slack.answers.at(-1))).toContain('登録しました')
      return slack.answers.length
    }, patient)
    expect((await slack.sendForm(form, { 'x-slack-retry-num': '1' })).status).toBe(200)
    expect((await slack.command('help')).status).toBe(200)
    await vi.waitFor(() => expect(slack.answers.length).toBe(sent + 1), patient)
    expect(await invoices('M-7')).toHaveLength(1)
  })

  it.each([
    ['a command', 'application/x-www-form-urlencoded', 'command=%2Fpit&text=5500+M-8&trigger_id=x'],
    [
      'an interaction',
      'application/x-www-form-urlencoded',
      `payload=${encodeURIComponent('{"type":"shortcut","callback_id":"new-bill"}')}`,
    ],
    [
      'a submission',
      'application/x-www-form-urlencoded',
      `payload=${encodeURIComponent('{"type":"view_submission"}')}`,
    ],
    [
      'a typeahead',
      'application/x-www-form-urlencoded',
      `payload=${encodeURIComponent('{"type":"block_suggestion"}')}`,
    ],
    ['an event', 'application/json', '{"type":"event_callback","event":{"type":"app_home_opened"}}'],
  ])('as %s with a bad or stale signature is answered 401', async (_, type, body) => {
    const { signForSlack } = await import('./support/sign.ts')
    const now = await sandbox.now()
    const send = async (headers: Record<string, string>, sent = body) =>
      (
        await sandbox.fetch('/slack/events', {
          method: 'POST',
          body: sent,
          headers: { ...headers, 'content-type': type },
        })
      ).status
    const good = await signForSlack(sandbox.slackSigningSecret, body, now)
    expect(await send(await signForSlack('another secret', body, now))).toBe(401)
    expect(
      await send(await signForSlack(sandbox.slackSigningSecret, body, now.subtract({ minutes: 6 }))),
    ).toBe(401)
    expect(await send(good, `${body} `)).toBe(401)
    expect(await send({})).toBe(401)
    const known = await slack.client.conversations.history({ channel: slack.channelOf('bills') })
    expect(JSON.stringify(known)).not.toContain('M-8')
  })
})
