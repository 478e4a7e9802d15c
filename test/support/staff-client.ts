/** Drives a sandbox as staff, programs and stores do: API with a key, console with a cookie, signed network requests. */
import { signForNetwork } from './sign.ts'
import type { TestSandbox } from './start-sandbox.ts'

/** JSON as it came; tests say what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is checked by what the test asserts of it
export type Json = any

export type Answer = { readonly status: number; readonly body: Json; readonly headers: Headers }

export type StaffClient = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body: unknown): Promise<Answer>
  network(path: string, body: unknown): Promise<Answer>
  /** A page of the console as text. */
  page(path: string): Promise<{ readonly status: number; readonly text: string }>
  /** A form of the console; the page it leads to, and the address. */
  submit(
    path: string,
    fields: Record<string, string>,
  ): Promise<{ readonly status: number; readonly text: string; readonly location: string }>
}

/** `who` defaults to the first merchant's own key and an admin of it. */
export const createStaffClient = (
  sandbox: TestSandbox,
  who: { readonly apiKey: string; readonly cookie: string },
): StaffClient => {
  const read = async (response: Response): Promise<Answer> => {
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
  }
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    read(
      await sandbox.fetch(`/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${who.apiKey}`,
          'accept-language': 'en',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body) => send('PUT', path, body),
    network: async (path, body) => {
      const text = JSON.stringify(body)
      const headers = await signForNetwork(sandbox.networkSecret, text, await sandbox.now())
      return read(await sandbox.fetch(`/network/v1${path}`, { method: 'POST', body: text, headers }))
    },
    page: async (path) => {
      const response = await sandbox.fetch(path, { headers: { cookie: who.cookie }, redirect: 'manual' })
      return { status: response.status, text: await response.text() }
    },
    submit: async (path, fields) => {
      const response = await sandbox.fetch(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { cookie: who.cookie, origin: sandbox.url },
        redirect: 'manual',
      })
      const location = response.headers.get('location') ?? ''
      return { status: response.status, text: await response.text(), location }
    },
  }
}

/** The first merchant's client. */
export const firstMerchantClient = async (sandbox: TestSandbox): Promise<StaffClient> =>
  createStaffClient(sandbox, { apiKey: sandbox.apiKey, cookie: await sandbox.signIn() })

/** A bill that every rule lets through. */
export const bill = (changes: Record<string, unknown> = {}) => ({
  customer: { name: '髙橋 花子', email: 'hanako@example.com' },
  subject: '12月分 月謝',
  amount: 13_200,
  tax: 1_200,
  due: '+30日',
  deliver: 'none',
  ...changes,
})
