/** A merchant's logo: set over the API or in the console, and printed on the sheets from then on. */
import * as mupdf from 'mupdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawBarcode } from '../src/adapters/print/draw-barcode.ts'
import { composeNumber } from '../src/domain/smart-pit-number.ts'
import { logoSvg } from './adapters/print/sheets.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox.close())

const call = (method: string, path: string, body?: string | Uint8Array, type = 'application/octet-stream') =>
  sandbox.fetch(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${sandbox.apiKey}`,
      'content-type': type,
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  })

/** Colours and pictures that stand where the logo belongs: right of the addressee, above the bill, in points. */
const drawnAtLogo = async (): Promise<readonly string[]> => {
  const body = JSON.stringify({
    customer: { name: '髙橋 花子' },
    subject: '月謝',
    amount: 13_200,
    due: '+30日',
    deliver: 'none',
  })
  const { id } = (await (await call('POST', '/invoices', body, 'application/json')).json()) as { id: string }
  const answer = await call('GET', `/invoices/${id}/sheet.pdf`)
  expect(answer.status).toBe(200)
  const pdf = mupdf.Document.openDocument(await answer.arrayBuffer(), 'application/pdf')
  const drawn: string[] = []
  const isThere = (x: number, y: number): boolean => x > 330 && x < 560 && y > 65 && y < 140
  const device = new mupdf.Device({
    fillPath: (path, _evenOdd, ctm, _colorspace, color) => {
      const [a, b, c, d, e, f] = ctm
      let starts = false
      path.walk({
        moveTo: (x, y) => {
          starts ||= isThere(a * x + c * y + e, b * x + d * y + f)
        },
      })
      if (starts) drawn.push(color.map((part) => Math.round(part * 255)).join(' '))
    },
    fillImage: (_image, [, , , , x, y]) => {
      if (isThere(x, y - 1)) drawn.push('picture')
    },
  })
  pdf.loadPage(0).run(device, mupdf.Matrix.identity)
  device.close()
  return drawn
}

const PINK = '212 88 143'

/** A photograph of a wall. */
const jpeg = (): Uint8Array => {
  const pixmap = new mupdf.Pixmap(mupdf.ColorSpace.DeviceRGB, [0, 0, 300, 100], false)
  pixmap.clear(120)
  return new Uint8Array(pixmap.asJPEG(60, false))
}

describe('over the API', () => {
  test('there is none at first', async () => {
    expect((await call('GET', '/merchant/logo')).status).toBe(404)
    expect(await (await call('GET', '/merchant')).json()).toMatchObject({ logo_url: null })
    expect(await drawnAtLogo()).toEqual([])
  })

  test('an SVG is kept and drawn on the sheet in its colours', async () => {
    const set = await call('PUT', '/merchant/logo', logoSvg)
    expect(await set.json()).toEqual({ logo_url: '/api/v1/merchant/logo' })
    const kept = await call('GET', '/merchant/logo')
    expect(kept.headers.get('content-type')).toBe('image/svg+xml')
    expect(await drawnAtLogo()).toContain(PINK)
  })

  test('a picture takes its place', async () => {
    expect((await call('PUT', '/merchant/logo', jpeg())).status).toBe(200)
    expect((await call('GET', '/merchant/logo')).headers.get('content-type')).toBe('image/jpeg')
    expect(await drawnAtLogo()).toEqual(['picture'])
  })

  test('a change of the profile leaves it where it is', async () => {
    const body = JSON.stringify({ phone: '03-1111-2222' })
    const changed = await call('PUT', '/merchant', body, 'application/json')
    expect(await changed.json()).toMatchObject({ phone: '03-1111-2222', logo_url: '/api/v1/merchant/logo' })
    expect((await call('GET', '/merchant/logo')).status).toBe(200)
  })

  test('what cannot be taken is named, and the logo stays', async () => {
    const tooLarge = await call('PUT', '/merchant/logo', new Uint8Array(49 * 1024))
    expect(tooLarge.status).toBe(422)
    expect(await tooLarge.json()).toMatchObject({
      problems: [{ field: 'logo', rule: 'logo-size', value: '49 KiB' }],
    })
    const unsafe = await call('PUT', '/merchant/logo', logoSvg.replace('</svg>', '<script/></svg>'))
    expect(await unsafe.json()).toMatchObject({ problems: [{ field: 'logo', rule: 'svg-element' }] })
    expect((await call('GET', '/merchant/logo')).headers.get('content-type')).toBe('image/jpeg')
  })

  test('one that carries a barcode of its own is refused before it stands on a bill', async () => {
    const bars = drawBarcode(composeNumber('29', '7777777777')).replace(/^<svg[^>]*>|<\/svg>$/g, '')
    const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 143 60">${bars}</svg>`
    const refused = await call('PUT', '/merchant/logo', logo)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ problems: [{ field: 'logo', rule: 'logo-scannable' }] })
    expect((await call('GET', '/merchant/logo')).headers.get('content-type')).toBe('image/jpeg')
  })

  test('it can be taken away', async () => {
    expect(await (await call('DELETE', '/merchant/logo')).json()).toEqual({ logo_url: null })
    expect((await call('GET', '/merchant/logo')).status).toBe(404)
    expect(await drawnAtLogo()).toEqual([])
  })
})

test('in the console it is set, seen and taken away', async () => {
  const cookie = await sandbox.signIn()
  const post = (body: FormData): Promise<Response> =>
    sandbox.fetch('/settings/logo', { method: 'POST', body, headers: { cookie, origin: sandbox.url } })
  const form = new FormData()
  form.set('logo', new File([logoSvg], 'logo.svg', { type: 'image/svg+xml' }))
  expect(await (await post(form)).text()).toContain('これから印刷するシートに使います')
  const shown = await sandbox.fetch('/settings/logo', { headers: { cookie } })
  expect(shown.headers.get('content-type')).toBe('image/svg+xml')
  const wrong = new FormData()
  wrong.set('logo', new File(['GIF89a'], 'logo.svg', { type: 'image/svg+xml' }))
  expect(await (await post(wrong)).text()).toContain('ロゴ：PNG・JPEG・SVGのどれかにしてください。')
  await post(new FormData())
  expect((await sandbox.fetch('/settings/logo', { headers: { cookie } })).status).toBe(404)
})
