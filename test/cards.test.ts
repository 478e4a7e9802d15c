/** Cards and documents through the doors: the API, the console, and the page that anybody can open. */
import { readFileSync } from 'node:fs'
import * as mupdf from 'mupdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleLayoutJson } from '../src/domain/card-example.ts'
import { documentNames } from '../src/domain/document.ts'
import { composeNumber } from '../src/domain/smart-pit-number.ts'
import { openPage, rasterize, toPicture } from './support/pdf-page.ts'
import { readPdf } from './support/read-pdf.ts'
import { readPicture } from './support/scan-barcodes.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string
let numbers: readonly string[]

beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
  numbers = await Promise.all(['月謝', '教材費'].map(register))
})
afterAll(() => sandbox?.close())

const register = async (subject: string): Promise<string> => {
  const answer = await api('/invoices', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      customer: { name: '山田 花子' },
      subject,
      amount: 100,
      due: '翌月末',
      deliver: 'none',
    }),
  })
  const { number } = (await answer.json()) as { number: string }
  return number
}

const api = (path: string, init: RequestInit = {}): Promise<Response> =>
  sandbox.fetch(`/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${sandbox.apiKey}`, ...init.headers },
  })
const look = (path: string): Promise<Response> => sandbox.fetch(path, { headers: { cookie } })

const scan = async (answer: Response): Promise<readonly string[]> =>
  readPicture(rasterize(openPage(await bytesOf(answer)), 203), 'zbar')
const bytesOf = async (answer: Response): Promise<Uint8Array> => {
  expect(answer.status).toBe(200)
  return new Uint8Array(await answer.arrayBuffer())
}

describe('the API', () => {
  test('prints a number’s card, as PDF and as SVG', async () => {
    const [number = ''] = numbers
    const pdf = await api(`/numbers/${number}/card.pdf`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(await scan(pdf)).toEqual([number])
    const svg = await api(`/numbers/${number}/card.svg?design=standard-postcard`)
    expect(svg.headers.get('content-type')).toBe('image/svg+xml')
    expect(await svg.text()).toContain('viewBox="0 0 100 148"')
  })

  test('adds trim marks for a printer’s shop', async () => {
    const { size } = readPdf(await bytesOf(await api(`/numbers/${numbers[0]}/card.pdf?marks=true`)))
    expect(size.map(Math.round)).toEqual([105, 69])
  })

  test('prints cards of several numbers on A4', async () => {
    expect(await scan(await api(`/cards.pdf?numbers=${numbers.join(',')}`))).toEqual(numbers.toSorted())
  })

  test('prints no card of a number that it has not issued, and names what is wrong', async () => {
    const stranger = composeNumber('29', '5555555555')
    expect((await api(`/numbers/${stranger}/card.pdf`)).status).toBe(404)
    expect((await api('/numbers/1234/card.svg')).status).toBe(404)
    expect((await api('/cards.pdf')).status).toBe(422)
    const answer = await api(`/cards.pdf?numbers=${numbers[0]}&design=gold`)
    const { problems } = (await answer.json()) as { problems: { field: string; rule: string }[] }
    expect([answer.status, problems[0]?.field, problems[0]?.rule]).toEqual([422, 'design', 'choice'])
  })

  test('has every document, the application form with the merchant’s data', async () => {
    for (const name of documentNames) {
      const { texts } = readPdf(await bytesOf(await api(`/documents/${name}.pdf`)))
      if (name === 'application-form') expect(texts.join('')).toContain('office@sakura-juku.example.jp')
    }
    expect((await api('/documents/secrets.pdf')).status).toBe(404)
  })
})

const artwork = readFileSync(new URL('../templates/cards/example.svg', import.meta.url))
const design = (changes: Record<string, unknown> = {}, file: BlobPart = artwork): FormData => {
  const body = new FormData()
  body.set('layout', JSON.stringify({ ...exampleLayoutJson, ...changes }))
  body.set('artwork', new File([file], 'artwork.svg'))
  return body
}
const put = (body: FormData, query = ''): Promise<Response> =>
  api(`/card-design${query}`, { method: 'PUT', body })

describe('a merchant’s own design', () => {
  const ownCard = () => api(`/numbers/${numbers[0]}/card.pdf?design=joint`)
  const red = { barcode: { ...exampleLayoutJson.barcode, ink: '#ff0000' } }

  test('is checked without being saved, saved when it passes, and then on every card', async () => {
    expect((await ownCard()).status).toBe(422)
    expect((await api('/card-design')).status).toBe(404)
    const checked = await put(design(), '?dry_run=true')
    expect(await checked.json()).toMatchObject({ check: 'pass', saved: false })
    expect((await ownCard()).status).toBe(422)
    const saved = await put(design())
    expect(await saved.json()).toMatchObject({ check: 'pass', saved: true, layout: { size: 'card' } })
    expect(await (await api('/card-design')).json()).toMatchObject({ artwork: { type: 'image/svg+xml' } })
    expect(await scan(await ownCard())).toEqual([numbers[0]])
    const sheet = await api(`/cards.pdf?design=joint&numbers=${numbers.join(',')}`)
    expect(await scan(sheet)).toEqual(numbers.toSorted())
    const svg = await (await api(`/numbers/${numbers[0]}/card.svg?design=joint`)).text()
    expect(svg).toContain('href="data:image/svg+xml;base64,')
  })

  test('that does not scan is refused with what to change, and the old one stays', async () => {
    await put(design())
    const before = await (await api('/card-design')).text()
    const blue =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 97 61"><rect width="97" height="61" fill="#4a90c4"/></svg>'
    const bare = { barcode: { ...exampleLayoutJson.barcode, ground: 'none' } }
    for (const [body, rule] of [
      [design(red), 'dark-in-red-light'],
      [design(bare, blue), 'contrast'],
      [design({}, 'hello'), 'artwork-type'],
      [design({ size: 'poster' }), 'choice'],
    ] as const) {
      const answer = await put(body)
      const { problems } = (await answer.json()) as { problems: { rule: string; message: string }[] }
      expect([answer.status, problems.some((problem) => problem.rule === rule)]).toEqual([422, true])
    }
    expect(await (await api('/card-design')).text()).toBe(before)
  })

  test('that is too large is refused', async () => {
    expect((await put(design({}, new Uint8Array(5_000_000)))).status).toBe(413)
  })

  test('goes on a phone as PNG', async () => {
    await put(design())
    const picture = await bytesOf(await api(`/numbers/${numbers[0]}/card.png?design=joint`))
    const pixmap = new mupdf.Image(picture).toPixmap()
    expect([pixmap.getWidth(), pixmap.getHeight()].map((length) => Math.round(length / 10))).toEqual([
      108, 65,
    ])
    expect(await readPicture(toPicture(pixmap), 'zxing')).toEqual([numbers[0]])
  })

  test('can be saved in the console, which shows it or says what to change', async () => {
    const post = (body: FormData): Promise<Response> =>
      sandbox.fetch('/cards/design', { method: 'POST', body, headers: { cookie, origin: sandbox.url } })
    const good = await post(design())
    expect([good.status, await good.text()]).toEqual([
      200,
      expect.stringContaining('このデザインを登録しました'),
    ])
    expect((await look('/cards/design.svg')).headers.get('content-type')).toBe('image/svg+xml')
    const wrong = await post(design(red))
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('濃い青')])
  })
})

describe('the page of documents', () => {
  test('is open to everybody and leads to each of them at once', async () => {
    const html = await (await sandbox.fetch('/documents')).text()
    for (const name of documentNames) {
      expect(html).toContain(`/documents/${name}.pdf`)
      expect((await sandbox.fetch(`/documents/${name}.pdf`)).headers.get('content-type')).toBe(
        'application/pdf',
      )
    }
    const form = readPdf(await bytesOf(await sandbox.fetch('/documents/application-form.pdf')))
    expect(form.texts.join('')).not.toContain('office@sakura-juku.example.jp')
    expect((await sandbox.fetch('/documents/secrets.pdf')).status).toBe(404)
  })
})

describe('the console', () => {
  test('prints cards for those who are signed in, and says what is wrong with a number', async () => {
    expect(await (await look('/cards')).text()).toContain('/cards/documents/application-form.pdf')
    expect(await scan(await look(`/cards/print?numbers=${numbers[0]}&design=standard`))).toEqual([numbers[0]])
    const wrong = await look('/cards/print?numbers=2900000000000&design=standard')
    expect(wrong.status).toBe(404)
    expect(await wrong.text()).toContain('発行したものではありません')
    expect((await sandbox.fetch('/cards')).status).toBe(401)
  })
})
