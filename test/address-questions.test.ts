import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { signForSlack } from './support/sign.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox?.close())

const listed = async (): Promise<readonly { customer: { email: string } }[]> => {
  const headers = { authorization: `Bearer ${sandbox.apiKey}` }
  const { data } = (await (await sandbox.fetch('/api/v1/invoices', { headers })).json()) as {
    data: { customer: { email: string } }[]
  }
  return data
}

it('the API takes a doubtful address and says what it doubts', async () => {
  const body = {
    customer: { name: '山田 花子', email: 'hanako@gmial.com' },
    subject: '月謝',
    amount: 3_000,
    due: '+30日',
  }
  const answer = await sandbox.fetch('/api/v1/invoices', {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(201)
  const { questions } = (await answer.json()) as { questions: unknown }
  expect(questions).toMatchObject([
    {
      field: 'customer.email',
      rule: 'email-typo',
      value: 'hanako@gmial.com',
      suggestion: 'hanako@gmail.com',
    },
  ])
})

it('the form asks once before it registers, and takes the address when it is sent again', async () => {
  const cookie = await sandbox.signIn()
  const before = (await listed()).length
  const fields = {
    customer_name: '鈴木 一郎',
    email: 'ichiro@docomo.ne.jo',
    subject: '会費',
    amount: '3000',
    due: '+30日',
  }
  const post = (extra: Readonly<Record<string, string>>) =>
    sandbox.fetch('/invoices/new', {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: sandbox.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, form_key: 'form-1', ...extra }),
    })
  const asked = await post({})
  expect(asked.status).toBe(200)
  const page = await asked.text()
  expect(page).toContain('「@docomo.ne.jo」は「@docomo.ne.jp」の間違いではありませんか。')
  expect(page).toContain('name="asked" value="ichiro@docomo.ne.jo"')
  expect(await listed()).toHaveLength(before)
  expect((await post({ asked: 'ichiro@docomo.ne.jo', email: 'ichiro@gmial.com' })).status).toBe(200)
  expect((await post({ asked: 'ichiro@docomo.ne.jo' })).status).toBe(303)
  expect((await listed()).filter(({ customer }) => customer.email === 'ichiro@docomo.ne.jo')).toHaveLength(1)
})

it('the chat asks before it registers', async () => {
  const before = (await listed()).length
  const answers: string[] = []
  const reply = await import('./adapters/mail/listen.ts').then(({ listen }) =>
    listen((request, response) => {
      request.on('data', (part: Buffer) => answers.push(part.toString()))
      request.on('end', () => response.end('ok'))
    }),
  )
  const body = new URLSearchParams({
    command: '/pit',
    text: '3000 翌月末 jiro@gmial.com 佐藤 二郎様 会費',
    user_id: 'U1',
    user_name: 'tanaka',
    channel_id: 'C1',
    trigger_id: 't-typo',
    response_url: reply.url,
  }).toString()
  await sandbox.fetch('/slack/events', {
    method: 'POST',
    body,
    headers: await signForSlack(sandbox.slackSigningSecret, body, await sandbox.now()),
  })
  await eventually(
    async () => answers.join(''),
    (text) => text.includes('@gmail.com'),
  )
  expect(await listed()).toHaveLength(before)
  await reply.close()
})
