/** Keys of programs and the figures of an installation: who gets in with what, and for how long. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CENTRE_ID } from '../src/domain/merchant.ts'
import { letIn, signUpSecond } from './support/second-merchant.ts'
import { bill, createStaffClient, firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let admin: StaffClient
let merchantId: string

beforeAll(async () => {
  sandbox = await startTestSandbox()
  admin = await firstMerchantClient(sandbox)
  merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
})
afterAll(() => sandbox?.close())

const make = async (name: string, role: string, client = admin): Promise<string> => {
  const { text } = await client.submit('/settings/keys', { name, role })
  return /pk_[\w-]{20,}/.exec(text)?.[0] ?? ''
}
const clientOf = (apiKey: string): StaffClient => createStaffClient(sandbox, { apiKey, cookie: '' })
const idOf = async (name: string): Promise<string> =>
  (await sandbox.pitpost.store.apiKeys(merchantId)).find((key) => key.name === name)?.id ?? ''

describe('a key', () => {
  it('is shown once, does what its role may, says when it was used, and stops at once when revoked', async () => {
    const key = await make('会計ソフト', 'staff')
    const before = await admin.page('/settings/keys')
    expect(before.text).toContain('会計ソフト')
    expect(before.text).not.toContain(key)
    const used = async () =>
      (await sandbox.pitpost.store.apiKeys(merchantId)).find(({ name }) => name === '会計ソフト')?.lastUsedAt
    expect(await used()).toBeUndefined()
    const program = clientOf(key)
    expect((await program.post('/invoices', bill({ reference: 'KEY-1' }))).status).toBe(201)
    expect((await program.put('/merchant', { plan: 'plan-120' })).status).toBe(403)
    expect(await used()).toBeDefined()
    expect((await admin.submit(`/settings/keys/${await idOf('会計ソフト')}/revoke`, {})).status).toBe(303)
    expect((await program.get('/invoices')).status).toBe(401)
    const { text } = await admin.page('/settings/history')
    expect(text).toContain('会計ソフト')
    expect(text).not.toContain(key)
  })

  it('is made by admins only, with a name and a role there is', async () => {
    const manager = await letIn(sandbox, merchantId, 'manager')
    expect(await make('だめ', 'staff', manager.client)).toBe('')
    expect((await manager.client.submit(`/settings/keys/${await idOf('API_KEY')}/revoke`, {})).status).toBe(
      403,
    )
    const faulty = await admin.submit('/settings/keys', { name: '', role: 'king' })
    expect(faulty.status).toBe(422)
    for (const said of ['何に使う鍵か', 'のどれかです']) expect(faulty.text).toContain(said)
  })

  it('of another merchant is neither seen nor revoked', async () => {
    const second = await signUpSecond(sandbox)
    const key = await make('店の鍵', 'manager')
    expect((await second.client.page('/settings/keys')).text).not.toContain('店の鍵')
    expect((await second.client.submit(`/settings/keys/${await idOf('店の鍵')}/revoke`, {})).status).toBe(404)
    expect((await clientOf(key).get('/invoices')).status).toBe(200)
  })
})

describe('the figures', () => {
  const read = (headers: Record<string, string>) => sandbox.fetch('/metrics', { headers })

  it('are for this machine and the keys of the centre, and for nobody who comes through a proxy', async () => {
    const here = await read({})
    expect(here.status).toBe(200)
    expect(here.headers.get('content-type')).toContain('version=0.0.4')
    const proxied = { 'x-forwarded-for': '203.0.113.9' }
    expect((await read(proxied)).status).toBe(401)
    expect((await read({ ...proxied, authorization: `Bearer ${sandbox.apiKey}` })).status).toBe(401)
    const centre = await letIn(sandbox, CENTRE_ID)
    expect((await read({ ...proxied, authorization: `Bearer ${centre.apiKey}` })).status).toBe(200)
  })

  it('are what is there, in the format that Prometheus reads', async () => {
    const text = await (await read({})).text()
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^# (HELP|TYPE) pitpost_\w+ .+$|^pitpost_\w+(\{\w+="[\w-]+"(,\w+="[\w-]+")*\})? \d+$/,
      )
    }
    const { total } = { total: (await sandbox.pitpost.store.merchants()).length }
    expect(text).toContain(`pitpost_merchants ${total}\n`)
    const open = Number(/pitpost_invoices\{status="open"\} (\d+)/.exec(text)?.[1])
    expect((await admin.post('/invoices', bill({ reference: 'FIG-1' }))).status).toBe(201)
    expect(await (await read({})).text()).toContain(`pitpost_invoices{status="open"} ${open + 1}\n`)
  })
})
