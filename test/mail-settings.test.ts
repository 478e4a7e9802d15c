/** A merchant's mail settings over the API and in the console, and the gallery of all letters. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string
beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
})
afterAll(() => sandbox.close())

const api = (path: string, init: RequestInit = {}): Promise<Response> =>
  sandbox.fetch(`/api/v1${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${sandbox.apiKey}`,
      'content-type': 'application/json',
      'accept-language': 'en',
    },
  })

const put = (settings: unknown): Promise<Response> =>
  api('/merchant/mail', { method: 'PUT', body: JSON.stringify(settings) })

const post = (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
  sandbox.fetch(path, {
    method: 'POST',
    headers: { cookie, origin: sandbox.url },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })

describe('the API', () => {
  it('gives the defaults, keeps what is put, and puts defaults where nothing is said', async () => {
    expect(await (await api('/merchant/mail')).json()).toMatchObject({ sheet: 'attach', reminder_days: [3] })
    const wording = { notice: { en: { subject: 'Bill of {merchant}' } } }
    expect((await put({ accent: '#7a1f3d', hour: 18, wording })).status).toBe(200)
    expect(await (await api('/merchant/mail')).json()).toMatchObject({
      accent: '#7a1f3d',
      hour: 18,
      sheet: 'attach',
      wording,
    })
    await put({})
    expect(await (await api('/merchant/mail')).json()).toMatchObject({ accent: '#0b5d3b', wording: {} })
  })

  it('refuses with every problem, and changes nothing', async () => {
    const refused = await put({ accent: '#eeeeee', collection_channel: 'pigeon' })
    expect(refused.status).toBe(422)
    const { problems } = (await refused.json()) as { problems: { field: string }[] }
    expect(problems.map(({ field }) => field)).toEqual(['accent', 'collection_channel'])
    expect((await put({ colour: 'red' })).status).toBe(422)
    expect(await (await api('/merchant/mail')).json()).toMatchObject({ accent: '#0b5d3b' })
  })

  it('does not promise a FAX to a merchant without a number', async () => {
    const refused = await put({ collection_channel: 'fax' })
    expect(await refused.json()).toMatchObject({ problems: [{ rule: 'fax-missing' }] })
  })
})

describe('the console', () => {
  const form = {
    ...{ accent: '#123456', ground: '#ffffff', sender_name: 'さくら', reply_to: '', logo_url: '' },
    ...{ sheet: 'link', reminder_days: '7, 1', last_day_reminder: '1', hour: '10' },
    ...{
      collection_pace: 'daily',
      collection_channel: 'mail',
      open_items_day: 'fri',
      merchant_language: 'ja',
    },
    ...{ letter: 'notice', language: 'ja', subject: '', lead: 'いつもお世話になっております。', closing: '' },
  }

  it('previews without keeping, then keeps, and mails go out like that', async () => {
    const preview = await post('/settings/mail/preview', form)
    expect(preview.headers.get('content-security-policy')).toContain('sandbox')
    expect(await preview.text()).toContain('いつもお世話になっております。')
    expect(await (await api('/merchant/mail')).json()).toMatchObject({ accent: '#0b5d3b' })
    expect((await post('/settings/mail', form)).status).toBe(303)
    const page = await (await sandbox.fetch('/settings/mail', { headers: { cookie } })).text()
    expect(page).toContain('value="#123456"')
    expect(page).toContain('7, 1')
    const bill = {
      customer: { name: '髙橋', email: 'look@example.com' },
      subject: '月謝',
      amount: 100,
      due: '+9日',
    }
    expect((await api('/invoices', { method: 'POST', body: JSON.stringify(bill) })).status).toBe(201)
    const [mail] = await eventually(
      async () => (await sandbox.mails()).filter(({ to }) => to === 'look@example.com'),
      (mails) => mails.length === 1,
    )
    const html = await (await sandbox.fetch(`/sandbox/mail/${mail?.id}/html`)).text()
    expect(html).toContain('いつもお世話になっております。')
    expect(html).toContain('#123456')
    const shown = await (await sandbox.fetch(`/sandbox/mail/${mail?.id}`)).text()
    expect(shown).toContain('さくら')
    expect(shown).not.toContain('attachments/0')
  })

  it('names what is wrong beside what was typed, and keeps nothing', async () => {
    const refused = await post('/settings/mail', { ...form, accent: '#ffffff', lead: '{secret}' })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('accent')
    expect(page).toContain('{secret}')
    expect(await (await api('/merchant/mail')).json()).toMatchObject({ accent: '#123456' })
  })
})

describe('the gallery', () => {
  it.each(['ja', 'en'])(
    'shows every message in every state in %s, on phone and desktop, light and dark',
    async (language) => {
      const page = await (await sandbox.fetch(`/sandbox/mail/gallery?language=${language}`)).text()
      const frames = [...page.matchAll(/<iframe class="(narrow|wide)"[^>]* src="([^"]+)"/g)]
      const names = new Set(frames.map(([, , src = '']) => src.split('/')[4]))
      expect([...names].toSorted()).toEqual(
        [
          ...['notice', 'new-invoice', 'short-notice', 'sheet', 'reminder', 'last-day', 'receipt'],
          ...[
            'payment-undone',
            'invoice-expired',
            'invoice-cancelled',
            'collection-notice',
            'collection-fax',
          ],
          ...['bounce-notice', 'settlement-statement', 'open-items', 'sign-in', 'slack-removed'],
        ].toSorted(),
      )
      expect(page).not.toContain('大きすぎます')
      for (const [, width, src = ''] of frames) {
        const address = src.replaceAll('&amp;', '&')
        const html = await (await sandbox.fetch(address)).text()
        expect(html, `${address} (${width})`).toContain(`lang="${language}"`)
        expect(html).toContain(address.includes('scheme=dark') ? '@media all' : '@media not all')
      }
      expect(frames.length % 4).toBe(0)
      const text = await sandbox.fetch(`/sandbox/mail/gallery/notice/attached.txt?language=${language}`)
      expect(await text.text()).toContain('¥13,200')
    },
  )

  it('has nothing under other names', async () => {
    expect((await sandbox.fetch('/sandbox/mail/gallery/notice/nothing.html')).status).toBe(404)
  })
})
