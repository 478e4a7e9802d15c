/** emulate's Resend behind a front that limits, refuses, falls silent and hangs up as a test wishes. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createEmulator } from 'emulate'
import { type Listening, listen } from './listen.ts'

export type Fault =
  | 'none'
  | 'silent-before'
  | 'silent-after'
  | 'cut-before'
  | 'cut-after'
  | 'cut-in-answer'
  | '429'
  | '500-before'
  | '500-after'

export const faults: readonly Fault[] = [
  'silent-before',
  'silent-after',
  'cut-before',
  'cut-after',
  'cut-in-answer',
  '429',
  '500-before',
  '500-after',
]

export type Front = Listening & {
  /** Addresses of the mails that the emulator holds, one for each mail. */
  recipients(): Promise<readonly string[]>
  /** Requests that were taken in, refused or not. */
  readonly requests: number
}

export const apiKey = 're_test'

export type FrontOptions = {
  /** What happens to a request, by its number. */
  readonly fault?: (request: number) => Fault
  /** Called before and after the emulator has seen a request. */
  readonly onStage?: (request: number, stage: 'before' | 'after') => void
  /** An answer instead of the emulator's. */
  readonly refuse?: (
    request: IncomingMessage,
    body: string,
  ) =>
    | { readonly status: number; readonly headers?: Record<string, string>; readonly name: string }
    | undefined
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>
}

export const startFaultyResend = async (options: FrontOptions = {}): Promise<Front> => {
  const emulator = await createEmulator({
    service: 'resend',
    port: 0,
    seed: { tokens: { [apiKey]: { login: 'pitpost' } } },
  })
  let requests = 0
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    requests += 1
    const number = requests
    const fault = options.fault?.(number) ?? 'none'
    const refuse = (status: number, name: string, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...options.headers, ...headers })
      response.end(JSON.stringify({ statusCode: status, name, message: 'as the test wishes' }))
    }
    options.onStage?.(number, 'before')
    if (fault === 'silent-before') return
    if (fault === 'cut-before') return void request.socket.destroy()
    if (fault === '429') return refuse(429, 'rate_limit_exceeded', { 'retry-after': '1' })
    if (fault === '500-before') return refuse(500, 'application_error')
    const refusal = options.refuse?.(request, body)
    if (refusal !== undefined) return refuse(refusal.status, refusal.name, refusal.headers)
    const { authorization = '', 'idempotency-key': key = '' } = request.headers
    const taken = await fetch(`${emulator.url}${request.url}`, {
      method: 'POST',
      body,
      headers: { authorization, 'idempotency-key': String(key), 'content-type': 'application/json' },
    })
    const said = await taken.text()
    options.onStage?.(number, 'after')
    if (fault === 'silent-after') return
    if (fault === 'cut-after') return void request.socket.destroy()
    if (fault === '500-after') return refuse(500, 'application_error')
    const length = { 'content-length': Buffer.byteLength(said) }
    response.writeHead(taken.status, { 'content-type': 'application/json', ...length, ...options.headers })
    if (fault === 'cut-in-answer') {
      response.write(said.slice(0, 5))
      setTimeout(() => request.socket.destroy(), 5)
      return
    }
    response.end(said)
  }
  const server = await listen((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })
  return {
    url: server.url,
    get requests() {
      return requests
    },
    recipients: async () => {
      const headers = { authorization: `Bearer ${apiKey}` }
      const { data } = (await (await fetch(`${emulator.url}/emails`, { headers })).json()) as {
        data: { to: string[] }[]
      }
      return data.flatMap(({ to }) => to)
    },
    close: async () => {
      await server.close()
      await emulator.close()
    },
  }
}
