/** What cannot be printed, or not in full, is said at every door while it can still be changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string
beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
})
afterAll(() => sandbox.close())

const NAME = '김花子'
const NAMED = '印刷できない文字があります：「김」（U+AE40、1文字目）'
const LONG = '令和八年度冬期講習（小学五年生・国語と算数と理科）受講料および教材費'
/** 15 full-width characters. */
const ON_SLIP = '令和八年度冬期講習（小学五年生'
/** 20 full-width characters. */
const ON_TERMINAL = `${ON_SLIP}・国語と算`

const postForm = (path: string, form: Readonly<Record<string, string>>): Promise<Response> =>
  sandbox.fetch(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie, origin: sandbox.url },
  })

const registerByForm = async (changes: Readonly<Record<string, string>>): Promise<Response> =>
  postForm('/invoices/new', {
    form_key: crypto.randomUUID(),
    customer_name: '髙橋 花子',
    email: 'hanako@example.com',
    subject: '12月分 月謝',
    amount: '13200',
    due: '+30日',
    deliver: 'none',
    ...changes,
  })

const registerByApi = async (changes: Readonly<Record<string, unknown>>): Promise<Response> =>
  sandbox.fetch('/api/v1/invoices', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandbox.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({
      customer: { name: '髙橋 花子' },
      subject: '12月分 月謝',
      amount: 13_200,
      due: '+30日',
      deliver: 'none',
      ...changes,
    }),
  })

const typeInChat = async (text: string): Promise<string> => {
  await postForm('/sandbox/chat', { text, as: 'tanaka' })
  const all = (await (await sandbox.fetch('/sandbox/chat/all.json')).json()) as {
    answers: { at: number; blocks: unknown[] }[]
  }
  return JSON.stringify(all.answers.toSorted((a, b) => a.at - b.at).at(-1)?.blocks)
}

describe('a character that no font has is named with its field', () => {
  test('in the form', async () => {
    const answer = await registerByForm({ customer_name: NAME })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(`顧客名：${NAMED}`)
  })

  test('over the API', async () => {
    const answer = await registerByApi({
      customer: { name: NAME },
      lines: [{ description: '🍱', amount: 13_200, tax_rate: 8 }],
    })
    expect(answer.status).toBe(422)
    const { problems } = (await answer.json()) as { problems: { field: string; rule: string }[] }
    expect(problems.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      'lines.0.description unprintable-character',
      'customer.name unprintable-character',
    ])
  })

  test('in a file, with its row', async () => {
    const rows = [
      '顧客名,件名,請求金額,支払期限,通知先',
      '山田太郎,月謝,100,+30日,なし',
      `${NAME},月謝,100,+30日,なし`,
    ]
    const answer = await sandbox.fetch('/api/v1/files', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.apiKey}`,
        'content-type': 'text/csv',
        'idempotency-key': crypto.randomUUID(),
      },
      body: `\ufeff${rows.join('\r\n')}`,
    })
    expect(answer.status).toBe(422)
    const { problems } = (await answer.json()) as { problems: unknown[] }
    expect(problems).toMatchObject([{ row: 3, field: 'customer_name', rule: 'unprintable-character' }])
  })

  test('in the chat', async () => {
    const answer = await typeInChat(`/pit 13200 +30日 a@example.com ${NAME}様 月謝`)
    expect(answer).toContain('顧客名：印刷できない文字があります：「김」')
  })
})

describe('a text too wide for its place is shown as it will be cut', () => {
  test('on the page after the registration', async () => {
    const page = await (await registerByForm({ subject: LONG })).text()
    expect(page).toContain(`件名：申込券では「${ON_SLIP}」までしか表示されません。`)
    expect(page).toContain(`件名：店頭端末の画面では「${ON_TERMINAL}」までしか表示されません。`)
  })

  test('in the answer of the API, and on the terminal and its slip just so', async () => {
    const answer = await registerByApi({ subject: LONG })
    const invoice = (await answer.json()) as { id: string; number: string; cuts: unknown }
    expect(invoice.cuts).toEqual([
      { field: 'subject', place: 'terminal', shown: ON_TERMINAL },
      { field: 'subject', place: 'slip', shown: ON_SLIP },
    ])
    const { id, number } = invoice
    const terminal = await (await postForm('/sandbox/terminal/inquire', { number, chain: '020' })).text()
    expect(terminal).toContain(`${ON_TERMINAL}（`)
    expect(terminal).not.toContain(LONG)
    const slip = await (
      await postForm('/sandbox/terminal/slip', { number, chain: '020', invoice: id })
    ).text()
    expect(slip).toContain(`<p>${ON_SLIP}</p>`)
  })

  test('in the chat', async () => {
    const answer = await typeInChat(`/pit 13200 +30日 a@example.com 山田花子様 ${LONG}`)
    expect(answer).toContain(`✂️ 件名：申込券では「${ON_SLIP}」までしか表示されません。`)
  })

  test('and nothing is said of a text that is seen in full', async () => {
    expect(await (await registerByForm({})).text()).not.toContain('までしか表示されません')
    expect(await (await registerByApi({})).json()).toMatchObject({ cuts: [] })
  })
})
