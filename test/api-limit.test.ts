/** Nobody's program keeps the others waiting: each key has its share of requests. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

const SHARE = 3

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox({ API_PER_MINUTE: String(SHARE) })
})
afterAll(() => sandbox?.close())

const ask = (key: string): Promise<Response> =>
  sandbox.fetch('/api/v1/invoices', { headers: { authorization: `Bearer ${key}`, 'accept-language': 'en' } })

describe('the API', () => {
  it('answers as many requests a minute as a key has, then says when to come back', async () => {
    for (let asked = 0; asked < SHARE; asked += 1) expect((await ask(sandbox.apiKey)).status).toBe(200)
    const refused = await ask(sandbox.apiKey)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
    expect(await refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' })
  })

  it('turns away whoever tries key after key', async () => {
    for (let tried = 0; tried < SHARE; tried += 1) expect((await ask(`pk_wrong-${tried}`)).status).toBe(401)
    expect((await ask('pk_wrong-again')).status).toBe(429)
  })
})
