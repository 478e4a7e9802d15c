/** The chat as staff use it: typed lines, questions and buttons, over signed requests to the real Bolt app. */

import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'
import { takeFaults } from './support/watch-slack.ts'

let sandbox: TestSandbox

beforeAll(async () => {
  sandbox = await startTestSandbox({ SLACK_CONFIRM_FROM: '100000', SLACK_APPROVE_FROM: '200000' })
})
afterAll(() => sandbox.close())

const post = (path: string, form: Readonly<Record<string, string>>): Promise<Response> =>
  sandbox.fetch(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: sandbox.url },
    redirect: 'manual',
  })

type Answer = {
  id: string
  at: number
  text: string
  blocks: { elements?: { action_id?: string; value?: string }[] }[]
}

const lastAnswer = async (): Promise<Answer> => {
  const all = (await (await sandbox.fetch('/sandbox/chat/all.json')).json()) as { answers: Answer[] }
  // One that replaced its question stands in the question's place.
  const answer = all.answers.toSorted((a, b) => a.at - b.at).at(-1)
  if (answer === undefined) throw new Error('no answer')
  return answer
}

const type = async (text: string, as = 'tanaka'): Promise<Answer> => {
  expect((await post('/sandbox/chat', { text, as })).status).toBe(303)
  return lastAnswer()
}

const press = async (answer: Answer, actionId: string, as = 'tanaka'): Promise<Answer> => {
  const buttons = answer.blocks.flatMap(({ elements = [] }) => elements)
  const value = buttons.find(({ action_id: id }) => id === actionId)?.value
  if (value === undefined) throw new Error(`no button ${actionId} in ${JSON.stringify(answer)}`)
  await post('/sandbox/chat/press', { action_id: actionId, value, as, message: answer.id })
  return lastAnswer()
}

const invoices = async (query: string): Promise<readonly { id: string; status: string; due: string }[]> => {
  const headers = { authorization: `Bearer ${sandbox.apiKey}` }
  const list = await sandbox.fetch(`/api/v1/invoices?q=${encodeURIComponent(query)}`, { headers })
  return ((await list.json()) as { data: { id: string; status: string; due: string }[] }).data
}

describe('a bill typed in the chat', () => {
  it('is registered at once when nothing about it is doubtful', async () => {
    const answer = await type('/pit 13200 +30日 a@example.com 山田花子様 月謝 #C-1')
    expect(answer.text).toContain('登録しました')
    expect(await invoices('C-1')).toHaveLength(1)
  })

  it('is asked about first when its amount is large, and registered once however often the button is pressed', async () => {
    const question = await type('/pit 120000 +30日 b@example.com 鈴木一郎様 合宿 #C-2')
    expect(question.text).toContain('まだ登録していません')
    expect(await invoices('C-2')).toHaveLength(0)
    expect((await press(question, 'register-bill')).text).toContain('登録しました')
    expect((await press(question, 'register-bill')).text).toContain('登録しました')
    expect(await invoices('C-2')).toHaveLength(1)
  })

  it('is dropped when the person says so', async () => {
    const question = await type('/pit 120000 +30日 b@example.com 鈴木一郎様 合宿 #C-3')
    expect((await press(question, 'drop-bill')).text).toContain('何も変えていません')
    expect(await invoices('C-3')).toHaveLength(0)
  })

  it('is questioned when the same customer has an open bill for the same subject and amount', async () => {
    await type('/pit 5500 +30日 c@example.com 佐藤 教材 #C-4 名前：佐藤健')
    const again = await type('/pit 5500 +20日 c@example.com 佐藤 教材 #C-5 名前：佐藤健')
    expect(JSON.stringify(again.blocks)).toContain('already has an open bill')
    expect(await invoices('C-5')).toHaveLength(0)
  })

  it('above the limit needs a second person, and remembers both', async () => {
    const wanted = await type('/pit 250000 +30日 d@example.com 田村様 研修 #C-6')
    expect(wanted.text).toContain('承認が必要')
    expect((await press(wanted, 'approve-bill')).text).toContain('承認できません')
    expect(await invoices('C-6')).toHaveLength(0)
    expect((await press(wanted, 'approve-bill', 'suzuki')).text).toContain('登録しました')
    const [invoice] = await invoices('C-6')
    const headers = { authorization: `Bearer ${sandbox.apiKey}` }
    const detail = await (await sandbox.fetch(`/api/v1/invoices/${invoice?.id}`, { headers })).text()
    expect(detail).toContain('田中（承認 鈴木）')
  })
})

describe('a bill looked after in the chat', () => {
  it('is found, shown, sent again, and cancelled only after a yes', async () => {
    await type('/pit 7700 +30日 e@example.com 高橋様 模試 #C-7')
    expect(JSON.stringify((await type('/pit find 高橋')).blocks)).toContain('模試')
    expect(JSON.stringify((await type('/pit show C-7')).blocks)).toContain('¥7,700')
    expect((await type('/pit send C-7')).text).toContain('もう一度送ります')
    const question = await type('/pit cancel C-7 転居')
    expect((await invoices('C-7'))[0]?.status).toBe('open')
    expect((await press(question, 'cancel-invoice')).text).toContain('取り消しました')
    expect((await invoices('C-7'))[0]?.status).toBe('cancelled')
    expect((await type('/pit cancel C-7')).text).toContain('未払いの請求だけ')
  })

  it.each(['unpaid', 'today', 'due', 'settlement', 'plan', 'file', 'help'])(
    '/pit %s answers',
    async (verb) => {
      const { text, blocks } = await type(`/pit ${verb}`)
      expect(text).not.toBe('')
      expect(blocks.length).toBeGreaterThan(0)
    },
  )
})

it('every message and view of these tests is looked over: one that Slack would refuse fails its test', async () => {
  const { apiUrl = '', botToken = '', channel = '' } = sandbox.services?.slack ?? {}
  const client = new WebClient(botToken, { slackApiUrl: apiUrl })
  await client.chat.postMessage({ channel, text: 'x', blocks: [{ type: 'divider' }] })
  expect(takeFaults()).toEqual([])
  const broken = {
    type: 'header',
    text: { type: 'plain_text', text: 'x'.repeat(151) },
  } as const
  // The sandbox's Slack refuses it as Slack does.
  await expect(client.chat.postMessage({ channel, text: 'x', blocks: [broken] })).rejects.toThrow(
    'invalid_blocks',
  )
  expect(takeFaults().join()).toContain('151 characters, at most 150')
})
