/** The people of a merchant: who may let whom in, what a role may do from one moment to the next, and what is written down of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Staff } from '../src/domain/staff.ts'
import { type Guest, letIn, signUpSecond } from './support/second-merchant.ts'
import { firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let admin: StaffClient
let merchantId: string

beforeAll(async () => {
  sandbox = await startTestSandbox()
  merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
  admin = await firstMerchantClient(sandbox)
})
afterAll(() => sandbox?.close())

const form = (changes: Record<string, string> = {}): Record<string, string> => ({
  ...{ name: '佐藤 一郎', email: 'sato@example.jp', role: 'staff', slack_user: '', slack_team: '' },
  ...{ language: 'ja', ...changes },
})

const find = async (name: string): Promise<Staff> => {
  const found = (await sandbox.pitpost.store.staff(merchantId)).findLast((staff) => staff.name === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}

/** A cookie of somebody who is staff already. */
const signInAs = async (name: string, role: Staff['role']): Promise<string> => {
  const link = await sandbox.pitpost.story.createSignInLink(
    { merchantId, staffName: name, role },
    Temporal.Now.instant(),
  )
  const headers = { origin: sandbox.url }
  const answer = await sandbox.fetch(link, { method: 'POST', headers, redirect: 'manual' })
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

const statusOf = async (cookie: string, path = '/settings'): Promise<number> =>
  (await sandbox.fetch(path, { headers: { cookie } })).status

describe('the list of staff', () => {
  it('takes in somebody new, and says of each fault which field and what to do', async () => {
    const faulty = await admin.submit(
      '/settings/staff',
      form({ name: '', email: 'nope', slack_user: 'x y', role: 'king' }),
    )
    expect(faulty.status).toBe(422)
    for (const said of ['40文字まで', 'メールアドレスの形', 'メンバーIDをコピー', 'のどれかです'])
      expect(faulty.text).toContain(said)
    expect((await admin.submit('/settings/staff', form())).status).toBe(303)
    const page = await admin.page('/settings/staff')
    expect(page.text).toContain('佐藤 一郎')
    const twice = await admin.submit('/settings/staff', form({ name: '別人', email: 'SATO@example.jp' }))
    expect(twice.status).toBe(422)
    expect(twice.text).toContain('「佐藤 一郎」さんに登録されています')
  })

  it('shows what people typed as text, never as markup', async () => {
    await admin.submit('/settings/staff', form({ name: '<b>太字</b>', email: '' }))
    for (const path of ['/settings/staff', '/settings/history']) {
      const { text } = await admin.page(path)
      expect(text).toContain('&lt;b&gt;太字&lt;/b&gt;')
      expect(text).not.toContain('<b>太字</b>')
    }
  })

  it('is changed by admins only', async () => {
    const manager = await letIn(sandbox, merchantId, 'manager')
    const page = await manager.client.page('/settings/staff')
    expect(page.text).toContain('管理者だけができます')
    expect(page.text).not.toContain('追加する')
    const { id } = await find('佐藤 一郎')
    for (const path of ['', `/${id}`, `/${id}/remove`]) {
      expect((await manager.client.submit(`/settings/staff${path}`, form({ name: '侵入' }))).status).toBe(403)
    }
    expect((await find('佐藤 一郎')).isActive).toBe(true)
  })

  it('never loses its last admin', async () => {
    const second = await signUpSecond(sandbox, '一人塾')
    const [only] = await sandbox.pitpost.store.staff(second.merchantId)
    for (const [path, fields] of [
      ['', form({ role: 'manager', name: '鈴木', email: '' })],
      ['/remove', {}],
    ] as const) {
      const answer = await second.client.submit(`/settings/staff/${only?.id}${path}`, fields)
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('最後の管理者')
    }
    expect((await second.client.page('/settings/staff')).text).toContain('いまはおひとりだけです')
  })

  it("shows and changes nothing of another merchant's people", async () => {
    const second: Guest = await signUpSecond(sandbox, 'よその塾')
    const { id } = await find('佐藤 一郎')
    expect((await second.client.page('/settings/staff')).text).not.toContain('佐藤')
    expect((await second.client.submit(`/settings/staff/${id}`, form({ name: '乗っ取り' }))).status).toBe(404)
    expect((await second.client.submit(`/settings/staff/${id}/remove`, {})).status).toBe(404)
    expect((await second.client.page('/settings/history')).text).not.toContain('佐藤')
    expect(await find('佐藤 一郎')).toMatchObject({ isActive: true })
  })
})

describe('a role', () => {
  it('holds from the next request on, and whoever is removed is out at once', async () => {
    await admin.submit('/settings/staff', form({ name: '高田', email: 'takada@example.jp', role: 'admin' }))
    const cookie = await signInAs('高田', 'admin')
    expect(await (await sandbox.fetch('/settings/staff', { headers: { cookie } })).text()).toContain(
      '追加する',
    )
    const { id } = await find('高田')
    await admin.submit(`/settings/staff/${id}`, { role: 'staff' })
    const after = await (await sandbox.fetch('/settings/staff', { headers: { cookie } })).text()
    expect(after).not.toContain('追加する')
    expect(await find('高田')).toMatchObject({ email: 'takada@example.jp', role: 'staff' })
    expect((await admin.submit(`/settings/staff/${id}/remove`, {})).status).toBe(303)
    expect(await statusOf(cookie)).toBe(401)
    expect((await admin.page('/settings/staff')).text).not.toContain('高田')
    // A link that was waiting for them opens nothing either; somebody new may have the address.
    expect(
      (await admin.submit('/settings/staff', form({ name: '新高田', email: 'takada@example.jp' }))).status,
    ).toBe(303)
  })
})

describe('the history of settings', () => {
  it('also tells of the profile, the plan and the mails', async () => {
    await admin.submit('/settings/profile', { name: 'さくら学習塾 本校', phone: '03-1111-2222' })
    await admin.submit('/settings/terms', { plan: 'plan-120', cycle: '10-days' })
    expect((await admin.put('/merchant/mail', { sender_name: 'さくら' })).status).toBe(200)
    const { text } = await admin.page('/settings/history')
    expect(text).toMatch(/name: <del>さくら学習塾<\/del> → さくら学習塾 本校/)
    expect(text).toContain('plan: plan-120')
    expect(text).toContain('sender_name')
  })

  it('says who changed what, from what to what', async () => {
    const { text } = await admin.page('/settings/history')
    expect(text).toContain('担当者 — 高田')
    expect(text).toContain('田中')
    expect(text).toMatch(/role: <del>admin<\/del> → staff/)
  })
})
