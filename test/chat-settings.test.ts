/** A merchant's chat settings over the API and in the console, in both languages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaffClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let staff: StaffClient
beforeAll(async () => {
  sandbox = await startTestSandbox()
  staff = createStaffClient(sandbox, { apiKey: sandbox.apiKey, cookie: await sandbox.signIn() })
})
afterAll(() => sandbox.close())

describe('the API', () => {
  it('gives the defaults, keeps what is put, and puts defaults where nothing is said', async () => {
    const defaults = { on: true, channel: '', mention: 'none' }
    expect((await staff.get('/merchant/chat')).body).toEqual({
      morning: { ...defaults, time: '09:00', days: 'business' },
      settlement: defaults,
      month: { ...defaults, time: '09:00' },
    })
    const wanted = {
      morning: { time: '7:05', days: 'every', channel: '#keiri', mention: '@here' },
      month: { on: false },
    }
    expect((await staff.put('/merchant/chat', wanted)).status).toBe(200)
    expect((await staff.get('/merchant/chat')).body).toEqual({
      morning: { on: true, channel: 'keiri', mention: 'here', time: '07:05', days: 'every' },
      settlement: defaults,
      month: { ...defaults, on: false, time: '09:00' },
    })
  })

  it('refuses with every problem at once, its value and its rule, and changes nothing', async () => {
    const before = (await staff.get('/merchant/chat')).body
    const refused = await staff.put('/merchant/chat', {
      morning: { time: '24:00', days: 'sundays', channel: '<!channel>' },
      settlement: { mention: '田中' },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.problems).toEqual([
      expect.objectContaining({ field: 'morning.channel', value: '<!channel>', rule: 'slack-channel' }),
      expect.objectContaining({ field: 'morning.time', value: '24:00', rule: 'time-of-day' }),
      expect.objectContaining({ field: 'morning.days', value: 'sundays', rule: 'choice' }),
      expect.objectContaining({ field: 'settlement.mention', value: '田中', rule: 'slack-mention' }),
    ])
    expect((await staff.get('/merchant/chat')).body).toEqual(before)
  })
})

describe('the console', () => {
  it('shows what holds, keeps what is chosen, and writes it down in the history', async () => {
    expect((await staff.page('/settings/chat')).text).toContain('朝のまとめ')
    const form = {
      ...{ 'morning.on': '1', 'morning.time': '08:30', 'morning.days': 'business', 'morning.channel': '' },
      ...{ 'morning.mention': 'channel', 'settlement.on': '1', 'month.on': '1', 'month.time': '10:00' },
    }
    const saved = await staff.page((await staff.submit('/settings/chat', form)).location)
    expect(saved.text).toContain('保存しました')
    expect(saved.text).toContain('value="08:30"')
    expect((await staff.page('/settings/history')).text).toContain('morning.time')
  })

  it('says what is wrong at its field, with what was typed still there', async () => {
    const wrong = await staff.submit('/settings/chat', {
      'morning.on': '1',
      'morning.channel': '経理 部',
      'month.time': '9',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('value="経理 部"')
    expect(wrong.text).toMatch(/チャンネルの名前かID/)
    expect(wrong.text).toContain('09:00 のように')
  })
})
