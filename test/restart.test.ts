import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'

const apiKey = 'pk_test_0123456789abcdef0123456789'
const dataDir = mkdtempSync(join(tmpdir(), 'pitpost-kill-'))
let child: ChildProcess | undefined

/** The URL that it says it is ready at. */
const start = async (): Promise<string> => {
  // Vitest sets a BASE_URL of its own.
  const env = { ...process.env, BASE_URL: '', PORT: '0', DATA_DIR: dataDir, SANDBOX: '1', API_KEY: apiKey }
  const server = spawn(process.execPath, ['src/node.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child = server
  let said = ''
  server.stdout.on('data', (part: Buffer) => {
    said += part.toString()
  })
  server.stderr.on('data', (part: Buffer) => {
    said += part.toString()
  })
  await eventually(
    async () => said,
    (text) => /^ready http/m.test(text),
  )
  return /^ready (\S+)/m.exec(said)?.[1] ?? ''
}

const mailsAt = async (url: string): Promise<readonly { to: readonly string[]; subject: string }[]> => {
  const answer = await fetch(`${url}/sandbox/mail/all.json`)
  const { mails } = (await answer.json()) as { mails: { to: string[]; subject: string }[] }
  // The centre's own bills for the initial fees come at the first start.
  return mails.filter(({ subject }) => !subject.includes('初期費用'))
}

afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

it('sends each notice of a file exactly once although the server is killed while they go out', async () => {
  const first = await start()
  const file = readFileSync(new URL('./samples/invoices-50.utf8.csv', import.meta.url))
  const answer = await fetch(`${first}/api/v1/files`, {
    method: 'POST',
    body: file,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
  })
  expect(answer.status).toBe(202)
  await eventually(
    () => mailsAt(first),
    (mails) => mails.length >= 5,
  )
  child?.kill('SIGKILL')
  if (child !== undefined) await once(child, 'exit')

  const second = await start()
  const list = await fetch(`${second}/api/v1/invoices?limit=200`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const { data } = (await list.json()) as {
    data: { id: string; deliver: string; customer: { email?: string } }[]
  }
  expect(data).toHaveLength(50)
  const expected = data.flatMap(({ deliver }) => (deliver === 'both' ? ['customer', 'merchant'] : [deliver]))
  const mails = await eventually(
    () => mailsAt(second),
    (seen) => seen.length >= expected.filter((deliver) => deliver !== 'none').length,
  )
  expect(mails).toHaveLength(expected.filter((deliver) => deliver !== 'none').length)
  for (const { customer, deliver } of data) {
    const wanted = deliver === 'customer' || deliver === 'both' ? 1 : 0
    const address = customer.email ?? 'nobody'
    const got = mails.filter(({ to }) => to.some((each) => each.replaceAll('"', '') === address))
    expect({ address, count: got.length }).toEqual({ address, count: wanted })
  }
  // The sandbox's Slack is new, and knows the line of the file all the same.
  await eventually(
    async () => (await fetch(`${second}/sandbox/chat/all.json`)).text(),
    (text) => text.includes('50件を登録しました'),
  )
  child?.kill('SIGINT')
  if (child !== undefined) expect((await once(child, 'exit'))[0]).toBe(0)
})
