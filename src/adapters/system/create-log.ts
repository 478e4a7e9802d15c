/** The log: one JSON line for each event on standard error; values under secret-looking names are masked. */
import type { Log } from '../../ports.ts'

const SECRET = /secret|token|password|authorization|api_?key|cookie/i

export const createLog = (write: (line: string) => void): Log => {
  const line = (level: string, event: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    const entry = { at: Temporal.Now.instant().toString(), level, event, ...facts }
    write(JSON.stringify(entry, (name, value: unknown) => (SECRET.test(name) ? '***' : value)))
  }
  return {
    info: (event, facts) => line('info', event, facts),
    error: (event, facts) => line('error', event, facts),
  }
}
