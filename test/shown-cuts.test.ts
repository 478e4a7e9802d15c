/** Texts too wide for sheet, slip or terminal are shown as they will be cut before anything is registered. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string
beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
})
afterAll(() => sandbox?.close())

const WIDE = '令和八年度 冬期講習（小学五年生）の受講料'
const ON_SLIP = '令和八年度 冬期講習（小学五'
const CSV = `顧客名,フリガナ,メールアドレス,件名,請求金額,支払期限\n山田 花子,,a@example.com,月謝,3000,+30日\n佐藤 次郎,${'サトウ'.repeat(23)},b@example.com,${WIDE},3000,+30日\n`

type FileAnswer = {
  readonly id: string
  readonly status: string
  readonly counts: { readonly accepted: number; readonly cuts: number }
  readonly cuts: readonly { readonly row: number; readonly place: string; readonly shown: string }[]
}

const upload = async (query: string): Promise<FileAnswer> => {
  const answer = await sandbox.fetch(`/api/v1/files${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv' },
    body: CSV,
  })
  return (await answer.json()) as FileAnswer
}

const cuts = [
  { row: 3, field: 'subject', place: 'terminal', shown: WIDE.slice(0, 20) },
  { row: 3, field: 'subject', place: 'slip', shown: `${ON_SLIP}年` },
  { row: 3, field: 'kana', place: 'sheet-name', shown: 'サトウ'.repeat(22) },
]

it('a dry run of a file lists each cut with its row, its field and what will be seen', async () => {
  const dry = await upload('?dry_run=true')
  expect(dry).toMatchObject({ status: 'registered', counts: { accepted: 2, cuts: cuts.length } })
  expect(dry.cuts).toEqual(cuts)
})

it('a registered file keeps its cuts, and the console shows them', async () => {
  const { id } = await upload('')
  const kept = await sandbox.fetch(`/api/v1/files/${id}`, {
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
  })
  expect(await kept.json()).toMatchObject({ counts: { cuts: cuts.length }, cuts })
  const page = await (await sandbox.fetch(`/files/${id}`, { headers: { cookie } })).text()
  expect(page).toContain('幅に収まらない文字が3か所あります')
  expect(page).toContain(`件名：申込券では「${ON_SLIP}年」までしか表示されません。`)
})

it('the form shows the cuts once before it registers', async () => {
  const post = (fields: Readonly<Record<string, string>>) =>
    sandbox.fetch('/invoices/new', {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: sandbox.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...{
          form_key: 'cuts-1',
          customer_name: '鈴木 一郎',
          email: 'i@example.com',
          subject: WIDE,
          amount: '3000',
          due: '+30日',
        },
        ...fields,
      }),
    })
  const shown = await post({})
  expect(shown.status).toBe(200)
  const page = await shown.text()
  expect(page).toContain(`件名：申込券では「${ON_SLIP}年」までしか表示されません。`)
  const asked = /name="asked" value="([^"]+)"/.exec(page)?.[1] ?? ''
  // Another wide text is asked about anew; a problem does not make it ask twice.
  expect((await post({ asked, subject: `${WIDE}と教材費` })).status).toBe(200)
  const wrong = await post({ asked, amount: '' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain(`name="asked" value="${asked}"`)
  const registered = await post({ asked })
  expect(registered.status).toBe(303)
})
