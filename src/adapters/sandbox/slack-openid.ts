/** "Sign in with Slack" as Slack answers it, for the sandbox: one picks a person, and gets a signed id token. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { slackPeople } from './slack-people.ts'

export type SlackOpenidDeps = {
  /** Its own address, without a trailing slash. */
  readonly issuer: () => string
  readonly clientId: string
  readonly clientSecret: string
  /** The emulator's id of a person by name. */
  readonly userIdOf: (name: string) => Promise<string | undefined>
  readonly teamId: string
}

/** How long a code can be redeemed, and a token is valid, in seconds. */
const CODE_SECONDS = 300
const TOKEN_SECONDS = 300

type Granted = {
  readonly key: string
  readonly nonce: string
  readonly redirectUri: string
  readonly challenge: string | undefined
  readonly at: number
}

/** Routes of an OpenID provider, under Slack's own paths. */
export const createSlackOpenid = (deps: SlackOpenidDeps): Hono => {
  const codes = new Map<string, Granted>()
  const keys = makeKeys()
  const door = new Hono()
  door.get('/.well-known/openid-configuration', (c) => c.json(describe(deps.issuer())))
  door.get('/openid/connect/keys', async (c) => {
    const { n, e, kty } = await crypto.subtle.exportKey('jwk', (await keys).publicKey)
    return c.json({ keys: [{ n, e, kty, kid: KEY_ID, alg: 'RS256', use: 'sig' }] })
  })
  door.get('/openid/connect/authorize', (c) => {
    const query = c.req.query()
    if (query['client_id'] !== deps.clientId) return c.text('invalid_client_id', 400)
    return c.html(drawPeople(query))
  })
  door.post('/openid/connect/authorize', async (c) => {
    const body = await c.req.parseBody()
    const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
    const code = crypto.randomUUID()
    codes.set(code, {
      key: text('person'),
      nonce: text('nonce'),
      redirectUri: text('redirect_uri'),
      challenge: text('code_challenge') || undefined,
      at: Date.now(),
    })
    const back = new URL(text('redirect_uri'))
    back.searchParams.set('code', code)
    back.searchParams.set('state', text('state'))
    return c.redirect(back.href, 303)
  })
  door.post('/api/openid.connect.token', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const granted = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const refused = await refuse(deps, form, granted)
    if (refused !== undefined || granted === undefined) return c.json({ ok: false, error: refused }, 400)
    const claims = await claimsOf(deps, granted)
    const idToken = await sign((await keys).privateKey, claims)
    return c.json({
      ok: true,
      access_token: `xoxp-${crypto.randomUUID()}`,
      token_type: 'Bearer',
      id_token: idToken,
    })
  })
  return door
}

const KEY_ID = 'sandbox'

const makeKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-256',
    },
    true,
    ['sign', 'verify'],
  ) as Promise<CryptoKeyPair>

const describe = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/openid/connect/authorize`,
  token_endpoint: `${issuer}/api/openid.connect.token`,
  jwks_uri: `${issuer}/openid/connect/keys`,
  scopes_supported: ['openid', 'profile', 'email'],
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
})

const drawPeople = (query: Readonly<Record<string, string>>) => {
  const hidden = ['redirect_uri', 'state', 'nonce', 'code_challenge'].map(
    (name) => html`<input type="hidden" name="${name}" value="${query[name] ?? ''}">`,
  )
  return html`<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Slack</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:24rem;margin:4rem auto;padding:0 1rem}button{font:inherit;width:100%;padding:.8rem;margin:.3rem 0;border:1px solid #999;border-radius:.5rem;background:#fff}</style>
<h1>Slack（サンドボックス）</h1><p>だれとしてサインインしますか。 Sign in as:</p>
<form method="post" action="/openid/connect/authorize">${hidden}${slackPeople.map(
    ({ key, name }) => html`<button name="person" value="${key}">${name}</button>`,
  )}</form></html>`
}

const refuse = async (
  { clientId, clientSecret }: SlackOpenidDeps,
  form: URLSearchParams,
  granted: Granted | undefined,
): Promise<string | undefined> => {
  if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
    return 'bad_client_secret'
  if (granted === undefined || Date.now() - granted.at > CODE_SECONDS * 1_000) return 'invalid_code'
  if (form.get('redirect_uri') !== granted.redirectUri) return 'bad_redirect_uri'
  if (granted.challenge === undefined) return undefined
  const verifier = new TextEncoder().encode(form.get('code_verifier') ?? '')
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', verifier))
  const challenge = digest.toBase64({ alphabet: 'base64url', omitPadding: true })
  return challenge === granted.challenge ? undefined : 'bad_code_verifier'
}

const claimsOf = async (deps: SlackOpenidDeps, { key, nonce }: Granted) => {
  const person = slackPeople.find((known) => known.key === key) ?? slackPeople[0]
  const user = (await deps.userIdOf(person.key)) ?? ''
  const now = Math.floor(Date.now() / 1_000)
  return {
    iss: deps.issuer(),
    sub: user,
    aud: deps.clientId,
    iat: now,
    exp: now + TOKEN_SECONDS,
    ...(nonce === '' ? {} : { nonce }),
    'https://slack.com/user_id': user,
    'https://slack.com/team_id': deps.teamId,
    name: person.name,
    email: `${person.key}@example.com`,
    email_verified: true,
    locale: person.locale,
  }
}

const sign = async (privateKey: CryptoKey, claims: object): Promise<string> => {
  const encode = (bytes: Uint8Array<ArrayBuffer>): string =>
    bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
  const json = (value: object): string => encode(new TextEncoder().encode(JSON.stringify(value)))
  const head = `${json({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${json(claims)}`
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, new TextEncoder().encode(head))
  return `${head}.${encode(new Uint8Array(signature))}`
}
