import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../src/cli/run-cli.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox?.close())

type Shown = {
  readonly id: string
  readonly remind: boolean
  readonly customer_url: string
  readonly history: readonly { readonly action: string }[]
}

it("a mail program's one click stops the reminders of one bill, once, and the books stay right", async () => {
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' }
  const customer = { name: '山田 花子', email: 'hanako@example.com' }
  const body = JSON.stringify({ customer, subject: '月謝', amount: 3_000, due: '+30日' })
  const registered = await sandbox.fetch('/api/v1/invoices', { method: 'POST', headers, body })
  const { id, customer_url: url, remind } = (await registered.json()) as Shown
  expect(remind).toBe(true)
  const path = `${new URL(url).pathname}/reminders`
  expect(await (await sandbox.fetch(path)).text()).toContain(`action="${path}"`)
  // As RFC 8058 has it: a form, from nowhere, with no cookie.
  const click = () =>
    sandbox.fetch(path, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
  expect((await click()).status).toBe(200)
  expect((await click()).status).toBe(200)
  const shown = (await (await sandbox.fetch(`/api/v1/invoices/${id}`, { headers })).json()) as Shown
  expect(shown.remind).toBe(false)
  expect(shown.history.map(({ action }) => action)).toEqual(['register', 'stop-reminders'])
  expect((await sandbox.fetch(`/api/v1/invoices/${id}/link`, { method: 'POST', headers })).status).toBe(200)
  expect((await sandbox.fetch('/s/no-such-token/reminders', { method: 'POST' })).status).toBe(404)

  const said: string[] = []
  const code = await runCli(['verify'], {
    env: { DATA_DIR: sandbox.dataDir, SANDBOX: '1' },
    cwd: '.',
    print: (text) => said.push(text),
    complain: (text) => said.push(text),
  })
  expect(`${code} ${said.join('\n')}`).toMatch(/^0 /)
})
