/** Files dropped into the chat: looked at, mended, registered once, followed to their sheets. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSlackDriver, type SlackDriver } from './support/slack-driver.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let slack: SlackDriver

beforeAll(async () => {
  sandbox = await startTestSandbox({ SLACK_APPROVE_FROM: '90000' })
  slack = await createSlackDriver(sandbox)
})
afterAll(async () => {
  await slack.close()
  await sandbox.close()
})

const sample = (name: string): string => readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8')
const header = '請求番号,顧客名,メールアドレス,件名,請求金額,支払期限,通知先'
const rows = (name: string, count: number, yen = 3_300): string =>
  [
    header,
    ...Array.from(
      { length: count },
      (_, n) => `${name}-${n},山田 ${n},f${n}@example.com,教材,${yen},+30日,顧客`,
    ),
  ].join('\r\n')

const patient = { timeout: 20_000, interval: 100 }

type Message = Awaited<ReturnType<SlackDriver['thread']>>[number]
const replyWith = (ts: string, text: string): Promise<Message> =>
  vi.waitFor(async () => {
    const found = (await slack.thread(ts)).find((message) => JSON.stringify(message).includes(text))
    if (found === undefined) throw new Error(`nothing says ${text} yet`)
    return found
  }, patient)

const asJson = (message: Message) => JSON.parse(JSON.stringify(message)) as Record<string, unknown>

const countInvoices = async (query: string): Promise<number> => {
  const headers = { authorization: `Bearer ${sandbox.apiKey}` }
  const list = await sandbox.fetch(`/api/v1/invoices?limit=200&q=${encodeURIComponent(query)}`, { headers })
  return ((await list.json()) as { data: unknown[] }).data.length
}

describe('a file in the chat', () => {
  it('is looked at in its thread, registered after a yes, followed in place, and its sheets are handed out', async () => {
    const message = await slack.upload('bills.csv', rows('F1', 3))
    expect((await slack.messageShortcut('register-file', message)).status).toBe(200)
    const preview = await replyWith(message.ts, 'まだ登録していません')
    expect(JSON.stringify(preview)).toContain('¥9,900')
    expect(await countInvoices('F1')).toBe(0)
    await slack.press('take-file', asJson(preview))
    await slack.press('take-file', asJson(preview))
    const sheets = await replyWith(message.ts, 'sheets-1.pdf')
    const pdf = await slack.fetchFile(String(sheets.files?.[0]?.url_private_download))
    expect(new TextDecoder('latin1').decode(pdf.slice(0, 5))).toBe('%PDF-')
    const done = await replyWith(message.ts, '3 / 3通')
    // The message of the preview has become the message of the end.
    expect(done.ts).toBe(preview.ts)
    expect(await countInvoices('F1')).toBe(3)
    expect((await sandbox.mails()).filter(({ to }) => to === 'f1@example.com')).toHaveLength(1)
  })

  it('with rows to mend names them, hands them back as a file, and registers only the others if told so', async () => {
    const broken = `${rows('F2', 2)}\r\nF2-9,佐藤,not-an-address,教材,1000000,+30日,顧客`
    const message = await slack.upload('broken.csv', broken)
    await slack.messageShortcut('register-file', message, 'emma')
    const preview = await replyWith(message.ts, 'nothing is registered yet')
    expect(JSON.stringify(preview)).toContain('Row 4')
    const mend = await replyWith(message.ts, 'broken-to-mend.csv')
    const csv = new TextDecoder().decode(await slack.fetchFile(String(mend.files?.[0]?.url_private_download)))
    expect(csv).toContain('F2-9')
    expect(csv).not.toContain('F2-0')
    await slack.press('take-file', asJson(preview), { as: 'emma' })
    await replyWith(message.ts, '2 invoices registered')
    await vi.waitFor(async () => expect(await countInvoices('F2')).toBe(2), patient)
  })

  it('is recognised when the same bytes come again, and can be dropped', async () => {
    const text = rows('', 1).replace('-0,', ',')
    const first = await slack.upload('same.csv', text)
    await slack.messageShortcut('register-file', first)
    await slack.press('take-file', asJson(await replyWith(first.ts, 'まだ登録していません')))
    await replyWith(first.ts, '登録しました')
    const again = await slack.upload('same-again.csv', text)
    await slack.messageShortcut('register-file', again)
    const preview = await replyWith(again.ts, '同じ内容のファイル')
    expect(JSON.stringify(preview)).toContain('それでも')
    await slack.press('drop-file', asJson(preview))
    await vi.waitFor(
      () => expect(JSON.stringify(slack.answers.at(-1))).toContain('登録していません'),
      patient,
    )
  })

  it('of a large sum is registered when somebody else than its sender presses', async () => {
    const message = await slack.upload('large.csv', rows('F4', 2, 50_000))
    await slack.messageShortcut('register-file', message)
    const preview = await replyWith(message.ts, 'ほかの人が')
    await slack.press('take-file', asJson(preview))
    await vi.waitFor(() => expect(slack.told().at(-1)?.text).toContain('承認できません'), patient)
    expect(await countInvoices('F4')).toBe(0)
    await slack.press('take-file', asJson(preview), { as: 'suzuki' })
    await vi.waitFor(async () => expect(await countInvoices('F4')).toBe(2), patient)
  })

  it('that is no table, or is not there, says so and what to do', async () => {
    const noTable = await slack.upload('photo.csv', 'just a text')
    await slack.messageShortcut('register-file', noTable)
    await replyWith(noTable.ts, '何も登録していません')
    const told = slack.told().length
    await slack.messageShortcut('register-file', { ts: noTable.ts, type: 'message', text: 'no file' })
    await vi.waitFor(() => expect(slack.told().length).toBe(told + 1), patient)
    expect(slack.told().at(-1)?.text).toContain('ファイルでまとめて登録')
  })

  it('comes by a mention, which is worked on once however often Slack sends it', async () => {
    const message = await slack.upload('mention.csv', sample('invoices-12-broken.utf8.csv'))
    const event = {
      type: 'app_mention',
      user: slack.userOf('tanaka'),
      text: '<@U0PITPOST>',
      ts: message.ts,
      channel: slack.channelOf('bills'),
      files: message['files'],
    }
    expect((await slack.event(event, 'Ev1')).status).toBe(200)
    expect((await slack.event(event, 'Ev1', { 'x-slack-retry-num': '1' })).status).toBe(200)
    await replyWith(message.ts, 'mention-to-mend.csv')
    const previews = (await slack.thread(message.ts)).filter(({ text = '' }) => text.includes('確認しました'))
    expect(previews).toHaveLength(1)
  })
})

describe('/pit sheet', () => {
  it('puts the sheet into the chat as a PDF, and says so to the one who asked', async () => {
    await slack.command('2200 +30日 sheet@example.com 紙谷様 教材 #SHEET-1')
    await vi.waitFor(async () => {
      const told = await sandbox.chatTexts()
      expect(told.some((text) => text.includes('紙谷'))).toBe(true)
    }, patient)
    await slack.command('sheet SHEET-1')
    const file = await vi.waitFor(async () => {
      const { files = [] } = await slack.client.files.list({ channel: slack.channelOf('bills') })
      const found = files.find(({ name }) => name === 'sheet-SHEET-1.pdf')
      if (found === undefined) throw new Error('no sheet yet')
      return found
    }, patient)
    const pdf = await slack.fetchFile(String(file.url_private_download))
    expect(new TextDecoder('latin1').decode(pdf.slice(0, 5))).toBe('%PDF-')
    await vi.waitFor(
      () => expect(JSON.stringify(slack.answers.at(-1))).toContain('PDF で入れました'),
      patient,
    )
    // It stands in the thread of the bill's card, and the card's own button puts one there too.
    const { messages = [] } = await slack.client.conversations.history({ channel: slack.channelOf('bills') })
    const card = messages.find((message) => JSON.stringify(message.blocks ?? '').includes('SHEET-1'))
    if (card === undefined) throw new Error('no card')
    await replyWith(card.ts ?? '', 'sheet-SHEET-1.pdf')
    await slack.press('card-sheet', asJson(card))
    await vi.waitFor(async () => expect(await slack.thread(card.ts ?? '')).toHaveLength(2), patient)
    await slack.command('sheet NONE-1')
    await vi.waitFor(() => expect(JSON.stringify(slack.answers.at(-1))).toContain('見つかりません'), patient)
  })
})
