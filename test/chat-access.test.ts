/** Who may do what in the chat: people by id, by address, as strangers; channels by code; two merchants in one workspace. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Guest, signUpSecond } from './support/second-merchant.ts'
import { createSlackDriver, type SlackDriver } from './support/slack-driver.ts'
import { firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let slack: SlackDriver
let admin: StaffClient
let firstId: string

const start = async (settings: Record<string, string> = {}): Promise<void> => {
  sandbox = await startTestSandbox(settings)
  slack = await createSlackDriver(sandbox)
  admin = await firstMerchantClient(sandbox)
  firstId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
}
const stop = async (): Promise<void> => {
  await slack?.close()
  await sandbox?.close()
}

/** Types a command and waits for what comes back to the person. */
const type = async (text: string, as = 'tanaka', channel = 'bills'): Promise<string> => {
  const before = slack.answers.length
  expect((await slack.command(text, as, channel)).status).toBe(200)
  return vi.waitFor(
    () => {
      const answer = slack.answers[before]
      if (answer === undefined) throw new Error('nothing was answered yet')
      return JSON.stringify(answer)
    },
    { timeout: 10_000 },
  )
}

const addStaff = (changes: Record<string, string>) =>
  admin.submit('/settings/staff', {
    ...{ name: '', email: '', role: 'staff', slack_user: '', slack_team: '', language: 'ja' },
    ...changes,
  })

/** Who registered the bill, as its history says. */
const registrar = async (reference: string, merchantId = firstId): Promise<string | undefined> => {
  const { store } = sandbox.pitpost
  const invoice = await store.invoiceByReference(merchantId, reference)
  if (invoice === undefined) return undefined
  return (await store.history(invoice.id))[0]?.actor.name
}

describe('a fresh installation with one merchant', () => {
  beforeAll(() => start())
  afterAll(stop)

  it('shuts nobody out, and remembers people by their real names', async () => {
    expect(await type('5500 +30日 a@example.com 山田様 月謝 #A-1', 'suzuki')).toContain('登録しました')
    expect(await registrar('A-1')).toBe('鈴木')
    expect(await type('5500 +30日 a@example.com 佐藤様 月謝 #A-2', 'emma', 'zatsudan')).toContain(
      '登録しました',
    )
    expect(await registrar('A-2')).toBe('Emma')
  })

  it('knows a member of staff by the address they have in Slack, under the name and role on the list', async () => {
    await addStaff({ name: '田中 太郎', email: 'Tanaka@example.com', role: 'manager' })
    await type('6600 +30日 b@example.com 山田様 月謝 #B-1')
    expect(await registrar('B-1')).toBe('田中 太郎')
    const staff = (await sandbox.pitpost.store.staff(firstId)).find(({ name }) => name === '田中 太郎')
    expect(staff?.slack).toEqual({ team: 'T000000001', user: slack.userOf('tanaka') })
    expect((await admin.page('/settings/history')).text).toContain(slack.userOf('tanaka'))
    // From then on by the id: the name on the list follows at once.
    await admin.submit(`/settings/staff/${staff?.id}`, { name: '田中 花子' })
    await type('7700 +30日 b@example.com 高橋様 月謝 #B-2')
    expect(await registrar('B-2')).toBe('田中 花子')
    // Others of the channel go on as staff.
    expect(await type('8800 +30日 c@example.com 林様 月謝 #B-3', 'suzuki')).toContain('登録しました')
  })

  it('asks Slack once for a person, and does without its answer', async () => {
    const kept = await sandbox.pitpost.store.slackProfile({
      team: 'T000000001',
      user: slack.userOf('suzuki'),
    })
    expect(kept).toMatchObject({ name: '鈴木', email: 'suzuki@example.com' })
    // Somebody whom Slack does not know goes by the name that came with the request.
    const answered = await slack.sendForm({
      ...{ command: '/pit', text: '9900 +30日 d@example.com 森様 月謝 #B-4', user_id: 'U0UNKNOWN' },
      ...{ user_name: 'だれか', channel_id: slack.channelOf('bills'), team_id: 'T000000001' },
      ...{ trigger_id: crypto.randomUUID(), response_url: slack.answersUrl },
    })
    expect(answered.status).toBe(200)
    await vi.waitFor(async () => expect(await registrar('B-4')).toBe('だれか'))
  })
})

describe('where strangers may do nothing', () => {
  beforeAll(() => start({ SLACK_STRANGERS: 'nobody' }))
  afterAll(stop)

  it('they are told whom to ask, by name, once somebody of the staff is known', async () => {
    await addStaff({ name: '田中 太郎', role: 'admin', slack_user: slack.userOf('tanaka') })
    expect(await type('5500 +30日 a@example.com 山田様 月謝 #S-1')).toContain('登録しました')
    const refused = await type('5500 +30日 a@example.com 山田様 月謝 #S-2', 'suzuki')
    expect(refused).toContain('まだ担当者に登録されていません')
    expect(refused).toContain(`<@${slack.userOf('tanaka')}>`)
    expect(await registrar('S-2')).toBeUndefined()
    expect(await type('find 山田', 'suzuki')).not.toContain('月謝')
    await addStaff({ name: '鈴木', email: 'suzuki@example.com' })
    // Slack is believed for a day; the address was told before.
    expect(await type('5500 +30日 a@example.com 林様 月謝 #S-3', 'suzuki')).toContain('登録しました')
  })

  it('whoever left the staff is a stranger again at once', async () => {
    const staff = (await sandbox.pitpost.store.staff(firstId)).find(({ name }) => name === '鈴木')
    await admin.submit(`/settings/staff/${staff?.id}/remove`, {})
    expect(await type('unpaid', 'suzuki')).toContain('まだ担当者に登録されていません')
  })
})

describe('two merchants in one workspace', () => {
  let second: Guest
  beforeAll(async () => {
    await start()
    second = await signUpSecond(sandbox)
  })
  afterAll(stop)

  const codeOf = async (client: StaffClient): Promise<string> => {
    const { text } = await client.submit('/settings/slack/code', {})
    return /\/pit connect ([A-Z2-9-]+)/.exec(text)?.[1] ?? ''
  }

  it('type in the default channel as the first, and in no other before it is connected', async () => {
    expect(await type('5500 +30日 a@example.com 山田様 月謝 #D-1')).toContain('登録しました')
    expect(await registrar('D-1')).toBe('田中')
    const lost = await type('5500 +30日 a@example.com 山田様 月謝 #D-2', 'tanaka', 'keiri')
    expect(lost).toContain('/pit connect')
    expect(await registrar('D-2')).toBeUndefined()
    expect(await registrar('D-2', second.merchantId)).toBeUndefined()
  })

  it('connect a channel with a code that works once, and the bills typed there are theirs', async () => {
    const code = await codeOf(second.client)
    expect(await type(`connect ${code.toLowerCase()}`, 'suzuki', 'keiri')).toContain('もみじ音楽教室')
    expect(await type('5500 +30日 a@example.com 山田様 発表会 #D-3', 'suzuki', 'keiri')).toContain(
      '登録しました',
    )
    expect(await registrar('D-3', second.merchantId)).toBe('鈴木')
    expect(await registrar('D-3')).toBeUndefined()
    expect(await type('find 発表会')).not.toContain('5,500')
    expect(await type(`connect ${code}`, 'suzuki', 'zatsudan')).toContain('このコードは使えません')
    const page = (await second.client.page('/settings/slack')).text
    expect(page).toContain(slack.channelOf('keiri'))
    expect((await admin.page('/settings/slack')).text).not.toContain(slack.channelOf('keiri'))
    expect((await second.client.page('/settings/history')).text).toContain('鈴木')
  })

  it("never take each other's channels", async () => {
    const code = await codeOf(admin)
    expect(await type(`connect ${code}`, 'tanaka', 'keiri')).toContain('別の加盟店')
    // Naming the other's channel in the settings leads nothing there.
    await admin.submit('/settings/profile', { slack_channel: slack.channelOf('keiri'), name: 'さくら学習塾' })
    await type('6600 +30日 a@example.com 林様 発表会 #D-4', 'suzuki', 'keiri')
    expect(await registrar('D-4')).toBeUndefined()
    expect(await registrar('D-4', second.merchantId)).toBe('鈴木')
    const path = `/settings/slack/channels/T000000001/${slack.channelOf('keiri')}/disconnect`
    expect((await admin.submit(path, {})).status).toBe(404)
    expect((await second.client.submit(path, {})).status).toBe(303)
  })

  it('need no code where a manager of theirs is known in Slack', async () => {
    expect(await type('connect', 'emma', 'zatsudan')).toContain('コードを作り')
    const person = { name: 'Emma', email: 'emma@example.com', role: 'manager', language: 'en' }
    await second.client.submit('/settings/staff', {
      ...{ slack_team: '', ...person, slack_user: slack.userOf('emma') },
    })
    expect(await type('connect', 'emma', 'zatsudan')).toContain('もみじ音楽教室')
  })

  it('cannot guess a code: only a few may be tried', async () => {
    const answers: string[] = []
    for (let turn = 0; turn < 12; turn += 1) answers.push(await type('connect ABCD-2345', 'suzuki', 'keiri'))
    expect(answers[0]).toContain('このコードは使えません')
    expect(answers.at(-1)).not.toContain('このコードは使えません')
    const code = await codeOf(second.client)
    expect(await type(`connect ${code}`, 'suzuki', 'keiri')).not.toContain('つなぎました')
  })
})
