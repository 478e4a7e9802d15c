/** Ways into the console: a link that was mailed, and what becomes of a session afterwards. */
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setSessionCookie } from '../src/adapters/web/pages/session-cookie.ts'
import { toSha256 } from '../src/application/to-sha256.ts'
import { toDeviceName } from '../src/domain/device-name.ts'
import { eventually } from './contract/journey-contract.ts'
import { type Guest, signUpSecond } from './support/second-merchant.ts'
import { firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let admin: StaffClient
let second: Guest

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

beforeAll(async () => {
  sandbox = await startTestSandbox({ BEHIND_PROXY: '1' })
  admin = await firstMerchantClient(sandbox)
  second = await signUpSecond(sandbox)
  const person = { role: 'staff', slack_user: '', slack_team: '', language: 'ja' }
  await admin.submit('/settings/staff', { ...person, name: '佐藤', email: 'sato@example.jp' })
  await admin.submit('/settings/staff', { ...person, name: '高田', email: 'takada@example.jp' })
  await admin.submit('/settings/staff', { ...person, name: '二重', email: 'both@example.jp' })
  await second.client.submit('/settings/staff', { ...person, name: '二重', email: 'Both@example.jp' })
})
afterAll(() => sandbox?.close())

/** Asks from a place of its own, so that one test does not use up another's turns. */
const ask = (email: string, from: string = crypto.randomUUID()): Promise<Response> =>
  sandbox.fetch('/sign-in', {
    method: 'POST',
    body: new URLSearchParams({ email }),
    headers: { origin: sandbox.url, 'x-forwarded-for': `10.0.0.1, ${from}` },
  })

const linksTo = async (to: string, count = 1): Promise<readonly string[]> => {
  const mails = await eventually(
    sandbox.mails,
    (list) => list.filter((mail) => mail.to === to && mail.subject.includes('サインイン')).length >= count,
  )
  const id = mails.findLast((mail) => mail.to === to)?.id ?? ''
  const text = await (await sandbox.fetch(`/sandbox/mail/${id}/html`)).text()
  return [...text.matchAll(/\/sign-in\/[\w-]{20,}/g)].map(([path]) => path)
}

const use = (link: string, cookie = ''): Promise<Response> =>
  sandbox.fetch(link, {
    method: 'POST',
    headers: { origin: sandbox.url, cookie, 'user-agent': IPHONE },
    redirect: 'manual',
  })

const cookieOf = (answer: Response, name = 'pitpost_session'): string =>
  answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(';')[0] ?? ''

const page = async (path: string, cookie: string): Promise<{ status: number; text: string }> => {
  const answer = await sandbox.fetch(path, { headers: { cookie } })
  return { status: answer.status, text: await answer.text() }
}

describe('a link by mail', () => {
  it('comes to a member of staff, survives whatever previews it, and opens the console once', async () => {
    expect((await ask(' SATO@example.jp ')).status).toBe(200)
    const [link = ''] = await linksTo('SATO@example.jp')
    for (let look = 0; look < 3; look += 1) expect((await sandbox.fetch(link)).status).toBe(200)
    const entered = await use(link)
    expect(entered.status).toBe(303)
    expect(entered.headers.getSetCookie().join()).toMatch(/pitpost_session=[\w-]+;.*HttpOnly; SameSite=Lax/)
    expect((await page('/', cookieOf(entered))).text).toContain('佐藤')
    const again = await use(link)
    expect(again.status).toBe(401)
    expect(await again.text()).toContain('このリンクはもう使えません')
  })

  it('is answered alike for people and strangers, and strangers get nothing', async () => {
    const bare = async (answer: Response, email: string) =>
      [answer.status, (await answer.text()).replaceAll(email, '…')] as const
    const known = await bare(await ask('takada@example.jp'), 'takada@example.jp')
    const unknown = await bare(await ask('nobody@example.jp'), 'nobody@example.jp')
    expect(unknown).toEqual(known)
    await linksTo('takada@example.jp')
    expect((await sandbox.mails()).map(({ to }) => to)).not.toContain('nobody@example.jp')
  })

  it('leads to each merchant that a person works for', async () => {
    await ask('both@example.jp')
    const links = await linksTo('both@example.jp')
    expect(new Set(links).size).toBe(2)
    const names = await Promise.all(
      [...new Set(links)].map(async (link) => {
        const { text } = await page('/settings', cookieOf(await use(link)))
        return ['さくら学習塾', 'もみじ音楽教室'].find((name) => text.includes(name))
      }),
    )
    expect(names.toSorted()).toEqual(['さくら学習塾', 'もみじ音楽教室'].toSorted())
  })

  it('can be asked for a few times by one mailbox or place, whoever has the address', async () => {
    for (const email of ['sato@example.jp', 'stranger@example.jp']) {
      const statuses: number[] = []
      for (let turn = 0; turn < 6; turn += 1) statuses.push((await ask(email)).status)
      expect(statuses.at(-1), email).toBe(429)
      expect(statuses[0], email).toBe(200)
    }
    const place = '198.51.100.7'
    const statuses: number[] = []
    for (let turn = 0; turn < 21; turn += 1) statuses.push((await ask(`x${turn}@example.jp`, place)).status)
    expect(statuses.slice(0, 20).every((status) => status === 200)).toBe(true)
    const refused = await ask('y@example.jp', place)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
  })

  it('says what is wrong with something that is no address, and shows it as text', async () => {
    const answer = await ask('"><script>alert(1)</script>')
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('メールアドレスの形が違います')
    expect(text).not.toContain('<script>alert')
  })

  it('brings people to the page they wanted, and nowhere else', async () => {
    const wanted = await sandbox.fetch('/payments?problem=any')
    expect(wanted.status).toBe(401)
    const next = cookieOf(wanted, 'pitpost_next')
    const link = await sandbox.pitpost.story.createSignInLink(
      { merchantId: second.merchantId },
      Temporal.Now.instant(),
    )
    expect((await use(link, next)).headers.get('location')).toBe('/payments?problem=any')
    for (const evil of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%0d%0aset-cookie']) {
      const other = await sandbox.pitpost.story.createSignInLink(
        { merchantId: second.merchantId },
        Temporal.Now.instant(),
      )
      const to = (await use(other, `pitpost_next=${encodeURIComponent(evil)}`)).headers.get('location') ?? ''
      expect(new URL(to, sandbox.url).origin, evil).toBe(sandbox.url)
    }
  })
})

describe('a session', () => {
  const enterAs = async (staffName: string): Promise<string> => {
    const link = await sandbox.pitpost.story.createSignInLink(
      { merchantId: second.merchantId, staffName, role: 'admin' },
      Temporal.Now.instant(),
    )
    return cookieOf(await use(link))
  }

  it('is listed with its device, and ended there one by one or everywhere', async () => {
    const [here, phone, other] = [await enterAs('端末'), await enterAs('端末'), await enterAs('端末')]
    const { text } = await page('/settings/sessions', here)
    expect(text.match(/Safari・iPhone/g)).toHaveLength(3)
    expect(text.match(/この端末/g)).toHaveLength(1)
    const [id = ''] = /ses_\w+/.exec(text) ?? []
    const post = (path: string, cookie: string) =>
      sandbox.fetch(path, { method: 'POST', headers: { cookie, origin: sandbox.url }, redirect: 'manual' })
    // Somebody else's id ends nothing.
    const stranger = await enterAs('別の人')
    await post(`/settings/sessions/${id}/end`, stranger)
    const alive = async () =>
      Promise.all([here, phone, other].map(async (cookie) => (await page('/settings', cookie)).status))
    expect(await alive()).toEqual([200, 200, 200])
    await post(`/settings/sessions/${id}/end`, here)
    expect((await alive()).filter((status) => status === 200)).toHaveLength(2)
    expect((await alive())[0]).toBe(200)
    await post('/settings/sessions/others/end', here)
    expect(await alive()).toEqual([200, 401, 401])
    expect((await page('/settings', stranger)).status).toBe(200)
    await post('/sign-out', here)
    expect(await alive()).toEqual([401, 401, 401])
  })

  it('lives on while it is used, but not for ever', async () => {
    const cookie = await enterAs('長い人')
    const { store, story } = sandbox.pitpost
    const token = cookie.slice(cookie.indexOf('=') + 1)
    const tokenHash = await toSha256(token)
    const first = await store.session(tokenHash)
    const start = first?.createdAt ?? Temporal.Now.instant()
    const find = (days: number) => story.findSession(token, start.add({ hours: days * 24 }))
    expect((await story.findSession(token, start.add({ minutes: 5 })))?.renewed).toBe(false)
    for (let day = 10; day <= 80; day += 10) expect((await find(day))?.renewed, `day ${day}`).toBe(true)
    expect(await find(89)).toBeDefined()
    expect(await find(91)).toBeUndefined()
  })

  it('that nobody used is over after two weeks', async () => {
    const cookie = await enterAs('休みの人')
    const token = cookie.slice(cookie.indexOf('=') + 1)
    const later = Temporal.Now.instant().add({ hours: 15 * 24 })
    expect(await sandbox.pitpost.story.findSession(token, later)).toBeUndefined()
  })

  it('over https is a cookie that belongs to this host alone', async () => {
    const app = new Hono()
    app.get('/', (c) => {
      setSessionCookie(c, { secureCookies: true }, 'token')
      return c.text('')
    })
    const cookie = (await app.request('https://pay.example.jp/')).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^__Host-pitpost_session=token; /)
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(part)
    expect(cookie).not.toContain('Domain')
  })
})

it.each([
  [IPHONE, 'Safari・iPhone'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome・Windows',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox・Mac'],
  ['curl/8.10.1', 'curl/8.10.1'],
])('%s is called %s', (agent, name) => {
  expect(toDeviceName(agent)).toBe(name)
})
