/** Workspaces of their own: installed by OAuth for one merchant, spoken to with a token that is kept encrypted, forgotten when removed. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { type Guest, letIn, signUpSecond } from './support/second-merchant.ts'
import { createSlackDriver, type SlackDriver } from './support/slack-driver.ts'
import { bill, firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let slack: SlackDriver
let admin: StaffClient
let cookie: string
let second: Guest
let firstId: string
const TEAM = 'T000000001'

beforeAll(async () => {
  sandbox = await startTestSandbox({ TOKEN_KEY: crypto.getRandomValues(new Uint8Array(32)).toBase64() })
  slack = await createSlackDriver(sandbox)
  admin = await firstMerchantClient(sandbox)
  cookie = await sandbox.signIn()
  second = await signUpSecond(sandbox)
  firstId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
})
afterAll(async () => {
  await slack?.close()
  await sandbox?.close()
})

const go = (path: string, as: string): Promise<Response> =>
  sandbox.fetch(path, { headers: { cookie: as }, redirect: 'manual' })

/** To Slack, where somebody agrees, and the address that leads back. */
const agree = async (as: string): Promise<URL> => {
  const away = await go('/slack/install', as)
  expect(away.status).toBe(303)
  const there = new URL(away.headers.get('location') ?? '')
  const granted = await fetch(`${there.origin}/oauth/v2/authorize/callback`, {
    method: 'POST',
    body: new URLSearchParams({ ...Object.fromEntries(there.searchParams), user_id: slack.userOf('tanaka') }),
    redirect: 'manual',
  })
  return new URL(granted.headers.get('location') ?? '')
}
const back = ({ pathname, search }: URL, as: string): Promise<Response> => go(pathname + search, as)
const installation = () => sandbox.pitpost.store.slackInstallation(TEAM)

describe('a workspace', () => {
  it('is connected by an admin only, who comes back with the state that they left with', async () => {
    const manager = await letIn(sandbox, firstId, 'manager')
    expect((await go('/slack/install', manager.cookie)).status).toBe(403)
    expect((await sandbox.fetch('/slack/install')).status).toBe(401)
    const home = await agree(cookie)
    const forged = new URL(home)
    forged.searchParams.set('state', 'guessed')
    expect((await back(forged, cookie)).status).toBe(409)
    // Another merchant's admin, who was sent the address.
    expect((await back(home, second.cookie)).status).toBe(409)
    expect(await installation()).toBeUndefined()
    expect((await back(home, cookie)).headers.get('location')).toBe('/settings/slack?done=installed')
    expect((await back(home, cookie)).status).toBe(409)
    expect(await installation()).toMatchObject({ tenant: TEAM, merchantId: firstId })
    const page = (await admin.page('/settings/slack')).text
    expect(page).toContain('pitpost sandbox')
    expect((await second.client.page('/settings/slack')).text).not.toContain('pitpost sandbox')
  })

  it('is spoken to with its own token, which lies nowhere on the disk as it is', async () => {
    const bot = await sandbox.pitpost.story.findBot([TEAM])
    const token = bot?.botToken ?? ''
    expect(token).toMatch(/^xoxb-/)
    expect(token).not.toBe('xoxb-sandbox')
    for (const name of readdirSync(sandbox.dataDir).filter((file) => file.startsWith('pitpost.db')))
      expect(readFileSync(join(sandbox.dataDir, name)).includes(token), name).toBe(false)
    expect((await admin.post('/invoices', bill({ reference: 'WS-1', subject: '冬期講習' }))).status).toBe(201)
    await vi.waitFor(
      async () => {
        const { messages = [] } = await slack.client.conversations.history({
          channel: slack.channelOf('bills'),
        })
        const line = messages.find((message) => JSON.stringify(message).includes('冬期講習'))
        expect(line?.user ?? line?.bot_id).toBe((await installation())?.botUser)
      },
      { timeout: 10_000 },
    )
  })

  it('belongs to one merchant, also what is typed in channels that nobody connected', async () => {
    expect((await back(await agree(second.cookie), second.cookie)).status).toBe(409)
    expect(await installation()).toMatchObject({ merchantId: firstId })
    await slack.command('5500 +30日 a@example.com 山田様 月謝 #WS-2', 'tanaka', 'zatsudan')
    await vi.waitFor(async () => {
      expect(await sandbox.pitpost.store.invoiceByReference(firstId, 'WS-2')).toBeDefined()
    })
  })

  it('that removed the app is forgotten, and an admin is told by mail', async () => {
    const person = { role: 'admin', slack_user: '', slack_team: '', language: 'ja' }
    await admin.submit('/settings/staff', { ...person, name: '佐藤', email: 'sato@example.jp' })
    const revoked = { type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } }
    await slack.event(revoked, 'EvPerson')
    await slack.event({ type: 'app_uninstalled' }, 'EvGone')
    await vi.waitFor(async () => expect(await installation()).toBeUndefined())
    const mails = await eventually(sandbox.mails, (list) =>
      list.some(({ to, subject }) => to === 'sato@example.jp' && subject.includes('切れました')),
    )
    expect(mails.filter(({ subject }) => subject.includes('切れました'))).toHaveLength(1)
    expect((await admin.page('/settings/history')).text).toContain('app_uninstalled')
    expect(await sandbox.pitpost.story.findBot([TEAM])).toBeUndefined()
  })
})

it('nothing can be connected without a key to keep tokens under', async () => {
  const plain = await startTestSandbox()
  const as = await plain.signIn()
  const page = await (await plain.fetch('/settings/slack', { headers: { cookie: as } })).text()
  expect(page).not.toContain('/slack/install')
  expect((await plain.fetch('/slack/install', { headers: { cookie: as } })).status).toBe(404)
  await plain.close()
})
