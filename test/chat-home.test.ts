/** App Home: what a person sees of the day, filters, turns pages and acts. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSlackDriver, type OpenView, type SlackDriver } from './support/slack-driver.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let slack: SlackDriver

beforeAll(async () => {
  sandbox = await startTestSandbox()
  slack = await createSlackDriver(sandbox)
})
afterAll(async () => {
  await slack.close()
  await sandbox.close()
})

let events = 0
/** Opens App Home and waits until it shows something new. */
const open = async (as = 'tanaka'): Promise<OpenView> => {
  const before = slack.home(as)?.['hash']
  events += 1
  const event = { type: 'app_home_opened', tab: 'home', user: slack.userOf(as), channel: 'D1' }
  expect((await slack.event(event, `EvHome${events}`)).status).toBe(200)
  return changed(before, as)
}
const changed = (before: unknown, as = 'tanaka'): Promise<OpenView> =>
  vi.waitFor(
    () => {
      const home = slack.home(as)
      if (home === undefined || home['hash'] === before) throw new Error('not shown yet')
      return home
    },
    { timeout: 20_000 },
  )
/** Acts, and waits until the page shows what it should: it is also shown anew when a command has been worked on. */
const act = async (
  view: OpenView,
  action: Record<string, unknown>,
  shows: (home: OpenView) => boolean,
): Promise<OpenView> => {
  await slack.act(view, action)
  return vi.waitFor(
    () => {
      const home = slack.home()
      if (home === undefined || !shows(home)) throw new Error(`not shown: ${JSON.stringify(home?.blocks)}`)
      return home
    },
    { timeout: 20_000 },
  )
}
const has =
  (count: number) =>
  (home: OpenView): boolean =>
    itemsOf(home) === count
const register = async (line: string): Promise<void> => {
  const count = slack.answers.length
  await slack.command(line)
  await vi.waitFor(() => expect(slack.answers.length).toBeGreaterThan(count), { timeout: 20_000 })
}
const itemsOf = (view: OpenView): number =>
  view.blocks.filter(({ block_id: id }) => String(id).startsWith('item-')).length

describe('App Home', () => {
  it('teaches how to begin where nothing was registered yet, in the language of the person', async () => {
    expect(JSON.stringify(await open())).toContain('まだ請求がありません')
    const en = JSON.stringify(await open('emma'))
    expect(en).toContain('There are no bills yet')
    expect(en).not.toContain('お客さまに番号')
  })

  it('shows the day’s figures, and follows what the person does in the channel', async () => {
    const before = (await open())['hash']
    await register('11000 +20日 h0@example.com 本田様 月謝 #H-0')
    const home = JSON.stringify(await changed(before))
    expect(home).toContain('¥11,000（1件）')
    expect(home).toContain('本田')
  })

  it('lists ten items a page, turns pages both ways, and filters', async () => {
    for (let n = 1; n <= 11; n += 1)
      await register(`1100 +${n + 2}日 h${n}@example.com 林様 教材${n} #H-${n}`)
    await open()
    const first = await vi.waitFor(
      () => {
        const home = slack.home()
        if (home === undefined || !JSON.stringify(home).includes('¥23,100（12件）'))
          throw new Error('not all yet')
        return home
      },
      { timeout: 20_000 },
    )
    expect(itemsOf(first)).toBe(10)
    const cursor = first.blocks
      .flatMap(({ elements }) => (elements ?? []) as Record<string, unknown>[])
      .find(({ action_id: id }) => id === 'home-next')?.['value']
    const next = { type: 'button', action_id: 'home-next', value: cursor }
    const second = await act(first, next, has(2))
    const back = await act(second, { type: 'button', action_id: 'home-previous', value: 'previous' }, has(10))
    const choose = (value: string) => ({
      type: 'static_select',
      action_id: 'home-filter',
      selected_option: { text: { type: 'plain_text', text: value }, value },
    })
    const week = await act(back, choose('week'), has(5))
    await act(week, choose('overdue'), has(0))
  })

  it('opens the modal, finds bills, and hands a sheet out as a direct message', async () => {
    const home = await open()
    await slack.act(home, { type: 'button', action_id: 'home-new', value: 'new' })
    await vi.waitFor(() => expect(slack.modal()?.['callback_id']).toBe('bill-view'), { timeout: 20_000 })
    await slack.act(home, { type: 'button', action_id: 'home-find', value: 'find' })
    await vi.waitFor(() => expect(slack.modal()?.['callback_id']).toBe('find-view'), { timeout: 20_000 })
    const found = await slack.submit(slack.modal() as OpenView, {
      text: { value: { type: 'plain_text_input', value: '本田' } },
    })
    expect(JSON.stringify(found)).toContain('¥11,000')
    const item = home.blocks.find((block) => JSON.stringify(block).includes('sheet:inv_'))
    const value = /sheet:inv_\w+/.exec(JSON.stringify(item))?.[0]
    await slack.act(home, {
      type: 'overflow',
      action_id: 'home-item',
      selected_option: { text: { type: 'plain_text', text: 'x' }, value },
    })
    await vi.waitFor(
      async () => expect(JSON.stringify(await slack.client.files.list({}))).toMatch(/sheet-H-\d+\.pdf/),
      { timeout: 25_000 },
    )
  })

  it('shows settings to managers only, and lets them choose the channel', async () => {
    const [merchant] = await sandbox.pitpost.store.merchants()
    const added = await sandbox.pitpost.story.addStaff(
      {
        merchantId: merchant?.id ?? '',
        actor: { kind: 'system', name: 'test' },
        raw: {
          ...{ name: '鈴木', role: 'manager' },
          ...{ slack_user: slack.userOf('suzuki'), slack_team: 'T000000001' },
        },
        role: 'admin',
      },
      await sandbox.now(),
    )
    expect(added.ok).toBe(true)
    // Now that somebody of the merchant is known in Slack, others are staff.
    expect(JSON.stringify(await open())).not.toContain('home-channel')
    const home = await open('suzuki')
    expect(JSON.stringify(home)).toContain('home-channel')
    const channel = slack.channelOf('keiri')
    await slack.act(
      home,
      { type: 'conversations_select', action_id: 'home-channel', selected_conversation: channel },
      'suzuki',
    )
    const isChosen = () => expect(JSON.stringify(slack.home('suzuki'))).toContain(`<#${channel}>`)
    await vi.waitFor(isChosen, { timeout: 20_000 })
    expect((await sandbox.pitpost.store.merchants())[0]?.slackChannel).toBe(channel)
  })
})
