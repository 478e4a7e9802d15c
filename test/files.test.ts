import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string

beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
})
afterAll(() => sandbox.close())

const sample = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`./samples/${name}`, import.meta.url)))
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

const post = (path: string, body: FormData | URLSearchParams): Promise<Response> =>
  sandbox.fetch(path, { method: 'POST', headers: { cookie, origin: sandbox.url }, body, redirect: 'manual' })
const page = async (path: string): Promise<string> =>
  (await sandbox.fetch(path, { headers: { cookie } })).text()

const look = async (bytes: Uint8Array<ArrayBuffer>, name = 'x.csv') => {
  const body = new FormData()
  body.set('file', new File([bytes], name))
  const answer = await post('/files/preview', body)
  const text = await answer.text()
  return { status: answer.status, text, sha256: /name="sha256" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? '' }
}

const register = async (sha256: string, more: Record<string, string> = {}) => {
  const answer = await post('/files/new', new URLSearchParams({ sha256, file_name: 'x.csv', ...more }))
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
}

const countInvoices = async (): Promise<number> => {
  const [merchant] = await sandbox.pitpost.store.merchants()
  const counts = await sandbox.pitpost.store.statusCounts(merchant?.id ?? '')
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

const bills = (subject: string, count = 3): string =>
  [
    '顧客名,件名,請求金額,支払期限,通知先',
    ...Array.from({ length: count }, (_, n) => `山田 ${n},${subject},1000,+30日,なし`),
  ].join('\r\n')

describe('a file in the console', () => {
  it('is looked at first and registers nothing by that; then all of it is registered, once', async () => {
    const before = await countInvoices()
    const seen = await look(bytesOf(bills('月謝', 50)), '12月.csv')
    expect(seen.status).toBe(200)
    expect(seen.text).toContain('50件を登録する')
    expect(await countInvoices()).toBe(before)
    const done = await register(seen.sha256)
    expect(done.status).toBe(303)
    expect(await page(done.location)).toContain('50件を登録しました')
    // Pressed again, or found in the browser's history: there is nothing to register any more.
    expect((await register(seen.sha256)).text).toContain('もう一度選んでください')
    expect(await countInvoices()).toBe(before + 50)
  })

  it('names all 12 faulty rows at their cells, and gives them back with a reason each', async () => {
    const before = await countInvoices()
    const seen = await look(sample('invoices-12-broken.utf8.csv'))
    expect([...seen.text.matchAll(/<tr class="faulty">/g)]).toHaveLength(12)
    expect([...seen.text.matchAll(/<td class="bad-cell">/g)].length).toBeGreaterThanOrEqual(12)
    expect(seen.text).not.toContain('件を登録する')
    const csv = await post('/files/preview/problems.csv', new URLSearchParams({ sha256: seen.sha256 }))
    const lines = (await csv.text()).trim().split('\r\n')
    expect(lines[0]?.endsWith('理由')).toBe(true)
    expect(await countInvoices()).toBe(before)
  })

  it('asks about the same file when it comes again, and about rows that repeat an open invoice', async () => {
    const file = bytesOf(bills('会費'))
    const first = await look(file)
    expect((await register(first.sha256)).status).toBe(303)
    const again = await look(file)
    expect(again.text).toContain('前と同じファイルです')
    expect([...again.text.matchAll(/<tr class="repeated">/g)]).toHaveLength(3)
    const refused = await register(again.sha256)
    expect(await page(refused.location)).toContain('何も登録していません')
    // One row is new: it can go alone.
    const mixed = await look(bytesOf(`${bills('会費')}\r\n佐藤,会費,1000,+30日,なし`))
    expect(mixed.text).toContain('二重かもしれない行を除いて 1件を登録する')
    const before = await countInvoices()
    expect((await register(mixed.sha256, { mode: 'valid_rows' })).status).toBe(303)
    expect(await countInvoices()).toBe(before + 1)
    const meant = await look(file)
    expect((await register(meant.sha256, { confirm_duplicates: '1' })).status).toBe(303)
    expect(await countInvoices()).toBe(before + 4)
  })

  it('asks once what unknown columns are, with samples, and knows it the next time', async () => {
    const file = (subject: string) =>
      bytesOf(`会員さん,何の代金,いくら,いつまで,連絡\r\n田中 実,${subject},2000,+20日,なし\r\n`)
    const asked = await look(file('年会費'), '会員.csv')
    expect(asked.text).toContain('どの列が何か')
    expect(asked.text).toContain('<code>田中 実</code>')
    const fields = ['customer_name', 'subject', 'amount', 'due', 'deliver']
    const choice = new URLSearchParams({ sha256: asked.sha256, file_name: '会員.csv', columns: '5' })
    fields.forEach((field, index) => {
      choice.set(`column_${index}`, field)
    })
    expect(await (await post('/files/preview', choice)).text()).toContain('1件を登録する')
    expect((await look(file('入会金'))).text).toContain('1件を登録する')
  })

  it('reads a workbook like a CSV', async () => {
    const rows = [
      ['お名前', '内容', '金額', '期限', '通知先'],
      ['鈴木 一', '教材費', 3_300, '+10日', 'なし'],
    ].map((cells) => cells.map((value) => ({ value })))
    const seen = await look(new Uint8Array(await writeXlsxFile(rows).toBuffer()), 'x.xlsx')
    expect(seen.text).toContain('1件を登録する')
    expect(seen.text).toContain('¥3,300')
  })

  it.each([
    ['4,001 rows', () => bytesOf(bills('会費', 4_001)), '4,000件まで（このファイルは4001件）'],
    ['5 MB', () => new Uint8Array(5_000_000), '4 MiBまで'],
    ['a PDF that is called .csv', () => bytesOf('%PDF-1.7 …'), 'これはPDFファイルです'],
    [
      'a quote that never closes',
      () => bytesOf('顧客名,件名\r\n"山田,x\r\n佐藤,y'),
      'が閉じていないか、ファイルが途中で切れています',
    ],
    [
      'bytes of no encoding',
      () => new Uint8Array([0x61, 0xff, 0xff, 0xfd, 0x80]),
      '文字コードを読み取れません',
    ],
  ])('says what to do about %s', async (_, make, sentence) => {
    const seen = await look(make())
    expect(seen.status).toBe(422)
    expect(seen.text).toContain(sentence)
  })

  it('reads UTF-16, as a spreadsheet writes "Unicode text"', async () => {
    const text = `\ufeff${bills('授業料').replaceAll(',', '\t')}`
    const utf16 = new Uint8Array(new Uint16Array([...text].map((each) => each.charCodeAt(0))).buffer)
    expect((await look(utf16)).text).toContain('3件を登録する')
  })

  it('is looked at only by the merchant that brought it', async () => {
    const seen = await look(bytesOf(bills('秘密')))
    const [merchant] = await sandbox.pitpost.store.merchants()
    const other = await sandbox.pitpost.story.fetchUpload(`${merchant?.id}x`, seen.sha256)
    expect(other.ok).toBe(false)
  })

  it('tells how far its notices are, until none is left', async () => {
    const seen = await look(bytesOf(bills('お知らせ').replaceAll(',なし', ',自社')))
    const { location } = await register(seen.sha256)
    const events = await page(`${location}/progress`)
    const told = [...events.matchAll(/event: progress\ndata: (.*)/g)].map(([, data]) =>
      JSON.parse(data ?? ''),
    )
    expect(told.at(-1)).toMatchObject({ notices: 3, sent: 3 })
    expect(events).toContain('event: done')
  })
})

describe('a file by the API', () => {
  const upload = async (query: string, file: string) => {
    const answer = await sandbox.fetch(`/api/v1/files?${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.apiKey}`,
        'content-type': 'text/csv',
        'idempotency-key': crypto.randomUUID(),
      },
      body: file,
    })
    // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of it
    return { status: answer.status, body: (await answer.json()) as any }
  }

  it('that repeats open invoices is refused with their rows, unless that is confirmed', async () => {
    const file = bills('API会費')
    expect((await upload('', file)).status).toBe(202)
    const again = await upload('', `${file}\r\n`)
    expect(again.status).toBe(422)
    expect(again.body.problems.map(({ row, rule }: { row: number; rule: string }) => [row, rule])).toEqual([
      [2, 'repeats-open-invoice'],
      [3, 'repeats-open-invoice'],
      [4, 'repeats-open-invoice'],
    ])
    expect((await upload('confirm_duplicates=true', `${file}\r\n`)).status).toBe(202)
  })
})
