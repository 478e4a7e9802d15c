/** emulate's Slack behind a front that is down, refuses, falls silent and counts, as a test wishes. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type SlackEmulator, startSlackEmulator } from '../../src/adapters/sandbox/slack-emulator.ts'
import { type Listening, listen } from '../adapters/mail/listen.ts'

/** `cut-before`: nobody is there; `cut-after`: it is done, and nobody says so. */
export type SlackFault = 'none' | 'cut-before' | 'cut-after' | '429' | '500-before' | '500-after'

export type SlackCall = { readonly method: string; readonly body: Readonly<Record<string, unknown>> }

export type SlackFront = Pick<Listening, 'close'> & {
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly emulator: SlackEmulator
  /** Calls that the emulator took, in order. */
  readonly taken: readonly SlackCall[]
  /** Everything that was asked for. */
  readonly asked: readonly SlackCall[]
}

export const startFaultySlack = async (
  fault: (call: SlackCall, number: number) => SlackFault | string = () => 'none',
): Promise<SlackFront> => {
  const emulator = await startSlackEmulator(0)
  const taken: SlackCall[] = []
  const asked: SlackCall[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    const call = { method: (request.url ?? '').replace('/api/', ''), body: parse(body) }
    asked.push(call)
    const what = fault(call, asked.length)
    const say = (status: number, json: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(json))
    }
    if (what === 'cut-before') return void request.socket.destroy()
    if (what === '429') return say(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '3' })
    if (what === '500-before') return say(500, {})
    if (!['none', 'cut-after', '500-after'].includes(what)) return say(200, { ok: false, error: what })
    const { authorization = '', 'content-type': type = '' } = request.headers
    const url = `${emulator.apiUrl}${call.method}`
    const done = await fetch(url, { method: 'POST', body, headers: { authorization, 'content-type': type } })
    const said: unknown = await done.json()
    taken.push(call)
    if (what === 'cut-after') return void request.socket.destroy()
    if (what === '500-after') return say(500, {})
    say(done.status, said)
  }
  const server = await listen((request, response) => {
    answer(request, response).catch(() => request.socket.destroy())
  })
  return {
    apiUrl: `${server.url}/api/`,
    ...{ emulator, taken, asked },
    close: async () => {
      await server.close()
      await emulator.close()
    },
  }
}

/** As Slack reads a form: what looks like JSON is JSON. */
const parse = (body: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => {
      try {
        return [name, /^[[{]/.test(value) ? JSON.parse(value) : value]
      } catch {
        return [name, value]
      }
    }),
  )
