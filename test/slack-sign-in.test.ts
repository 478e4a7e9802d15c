/** "Sign in with Slack" by the real client against a Slack that signs its tokens: who gets in, and what is not believed. */
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSlackOpenid } from '../src/adapters/sandbox/slack-openid.ts'
import { createSlackSignIn } from '../src/adapters/slack/create-slack-sign-in.ts'
import { signUpSecond } from './support/second-merchant.ts'
import { firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let admin: StaffClient

beforeAll(async () => {
  sandbox = await startTestSandbox()
  admin = await firstMerchantClient(sandbox)
})
afterAll(() => sandbox?.close())

const addStaff = (client: StaffClient, changes: Record<string, string>) =>
  client.submit('/settings/staff', {
    ...{ name: '', email: '', role: 'staff', slack_user: '', slack_team: '', language: 'ja' },
    ...changes,
  })

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')

/** Goes to Slack, picks a person there, and comes back. */
const begin = async (): Promise<{ readonly there: URL; readonly cookie: string }> => {
  const away = await sandbox.fetch('/sign-in/slack', { redirect: 'manual' })
  expect(away.status).toBe(303)
  return { there: new URL(away.headers.get('location') ?? ''), cookie: cookiesOf(away) }
}
const pick = async (there: URL, person: string): Promise<string> => {
  const answer = await fetch(there.origin + there.pathname, {
    method: 'POST',
    body: new URLSearchParams({ ...Object.fromEntries(there.searchParams), person }),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}
const comeBack = (location: string, cookie: string): Promise<Response> => {
  const { pathname, search } = new URL(location)
  return sandbox.fetch(pathname + search, { headers: { cookie }, redirect: 'manual' })
}
const signInAs = async (person: string): Promise<Response> => {
  const { there, cookie } = await begin()
  return comeBack(await pick(there, person), cookie)
}

describe('signing in with Slack', () => {
  it('is offered where it is configured, with state, nonce and PKCE', async () => {
    expect(await (await sandbox.fetch('/sign-in')).text()).toContain('href="/sign-in/slack"')
    const { there } = await begin()
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(there.searchParams.get(name)?.length, name).toBeGreaterThanOrEqual(32)
    }
    expect(there.searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('lets in who is on the list by the address that Slack has verified, and then by the Slack id', async () => {
    expect((await signInAs('suzuki')).status).toBe(403)
    await addStaff(admin, { name: '鈴木 次郎', email: 'Suzuki@example.com' })
    const entered = await signInAs('suzuki')
    expect(entered.status).toBe(303)
    const page = await sandbox.fetch('/', { headers: { cookie: cookiesOf(entered) } })
    expect(await page.text()).toContain('鈴木 次郎')
    const merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
    const staff = (await sandbox.pitpost.store.staff(merchantId)).find(({ name }) => name === '鈴木 次郎')
    expect(staff?.slack?.user).toMatch(/^U/)
    await admin.submit(`/settings/staff/${staff?.id}`, { email: '' })
    expect((await signInAs('suzuki')).status).toBe(303)
    await admin.submit(`/settings/staff/${staff?.id}/remove`, {})
    expect((await signInAs('suzuki')).status).toBe(403)
  })

  it('asks where to whoever works for several merchants', async () => {
    const second = await signUpSecond(sandbox)
    for (const client of [admin, second.client])
      await addStaff(client, { name: 'Emma', email: 'emma@example.com' })
    const choice = await (await signInAs('emma')).text()
    expect(choice).toContain('もみじ音楽教室')
    const links = [...choice.matchAll(/action="(\/sign-in\/[\w-]+)"/g)].map(([, link = '']) => link)
    expect(links).toHaveLength(2)
    const entered = await sandbox.fetch(links[0] ?? '', {
      method: 'POST',
      headers: { origin: sandbox.url },
      redirect: 'manual',
    })
    expect(entered.status).toBe(303)
  })

  it('believes no answer to another question: wrong state, a code used twice, no cookie, a lie', async () => {
    await addStaff(admin, { name: '田中', email: 'tanaka@example.com' })
    const { there, cookie } = await begin()
    const back = await pick(there, 'tanaka')
    const forged = new URL(back)
    forged.searchParams.set('state', 'another')
    expect((await comeBack(forged.href, cookie)).status).toBe(401)
    expect((await comeBack(back, '')).status).toBe(401)
    expect((await comeBack(back, cookie)).status).toBe(303)
    expect((await comeBack(back, cookie)).status).toBe(401)
    // Somebody else's answer, brought into this browser.
    const other = await begin()
    expect((await comeBack(await pick(other.there, 'tanaka'), cookie)).status).toBe(401)
    expect(
      (await comeBack(`${sandbox.url}/sign-in/slack/callback?error=access_denied&state=x`, cookie)).status,
    ).toBe(401)
  })
})

describe('the token of a Slack that cannot be trusted', () => {
  const redirectUri = 'https://pay.example.jp/sign-in/slack/callback'
  const log = { info: () => undefined, error: () => undefined }

  /** A Slack whose answers pass through `bend`, and a client that goes through a whole sign-in with it. */
  const signIn = async (bend: (path: string, answer: Response) => Promise<Response>) => {
    const { serve } = await import('@hono/node-server')
    let issuer = ''
    const right = createSlackOpenid({
      ...{ clientId: 'c', clientSecret: 's', teamId: 'T000000001' },
      issuer: () => issuer,
      userIdOf: async () => 'U000000001',
    })
    const bent = new Hono()
    bent.all('*', async (c) => bend(c.req.path, await right.fetch(c.req.raw)))
    const { promise, resolve } = Promise.withResolvers<number>()
    const server = serve({ fetch: bent.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
    issuer = `http://127.0.0.1:${await promise}`
    const slack = createSlackSignIn({ clientId: 'c', clientSecret: 's', issuer, redirectUri, log })
    const begun = await slack.begin()
    if (!begun.ok) return begun
    const back = await pick(new URL(begun.value.url), 'tanaka')
    const finished = await slack.finish(new URL(back), begun.value.tries)
    server.close()
    return finished
  }
  const as =
    (change: (claims: Record<string, unknown>) => object, head?: object) =>
    async (path: string, answer: Response): Promise<Response> => {
      if (!path.endsWith('openid.connect.token')) return answer
      const body = (await answer.json()) as { id_token: string }
      const [header = '', claims = '', signature = ''] = body.id_token.split('.')
      const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
      const write = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
      const token = `${head === undefined ? header : write(head)}.${write(change(read))}.${signature}`
      return Response.json({ ...body, id_token: token })
    }

  it('is believed when it is right', async () => {
    const result = await signIn(async (_, answer) => answer)
    expect(result).toMatchObject({ ok: true, value: { team: 'T000000001', email: 'tanaka@example.com' } })
  })

  it.each([
    ['names somebody else than was signed', as((claims) => ({ ...claims, email: 'boss@example.com' }))],
    ['is not signed at all', as((claims) => claims, { alg: 'none' })],
    ['claims a key of its own choosing', as((claims) => claims, { alg: 'HS256', kid: 'sandbox' })],
    ['is for another app', as((claims) => ({ ...claims, aud: 'another' }))],
    ['answers another nonce', as((claims) => ({ ...claims, nonce: 'another' }))],
    ['ran out long ago', as((claims) => ({ ...claims, exp: 1 }))],
    ['comes from another issuer', as((claims) => ({ ...claims, iss: 'https://slack.example' }))],
  ])('is not believed when it %s', async (_, bend) => {
    expect(await signIn(bend)).toMatchObject({ ok: false })
  })
})
