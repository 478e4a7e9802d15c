/** Calls a merchant's own system from Node: never into a private net, whatever its name resolves to, and never further on. */
import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isLoopback, isPrivateAddress } from '../../domain/webhook.ts'
import type { CallWebhook, WebhookAnswer } from '../../ports.ts'

/** From the first look-up to the last byte of the answer, in ms. */
const TIMEOUT_MS = 15_000
/** Of an answer that is kept, in bytes; the rest is not read. */
const KEPT_BYTES = 2_048

/** `allowLoopback`: in the sandbox, where the other side is on this machine. */
export const callOverNode =
  (allowLoopback: boolean): CallWebhook =>
  async (address, headers, body) => {
    const start = performance.now()
    const tookMs = (): number => Math.round(performance.now() - start)
    try {
      const url = new URL(address)
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const isOwn = allowLoopback && isLoopback(host)
      const found = await lookup(host, { all: true })
      const fitting = found.filter((one) => isOwn || !isPrivateAddress(one.address))
      const [pinned] = fitting
      if (pinned === undefined || fitting.length < found.length)
        return { ...nothing, error: `${host} leads to a private address`, tookMs: tookMs() }
      return { ...(await post(url, headers, body, pinned)), tookMs: tookMs() }
    } catch (error) {
      return {
        ...nothing,
        error: String(error instanceof Error ? error.message : error).slice(0, 200),
        tookMs: tookMs(),
      }
    }
  }

const nothing = { status: undefined, error: undefined, answer: undefined }

type Pinned = { readonly address: string; readonly family: number }

/** To the very address that was looked at: a second look-up could lead elsewhere. */
const post = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { address, family }: Pinned,
): Promise<Omit<WebhookAnswer, 'tookMs'>> =>
  new Promise((resolve, reject) => {
    const bytes = Buffer.from(body)
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const sent = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': bytes.length, 'user-agent': 'pitpost-webhooks/1' },
        agent: false,
        lookup: (_, options, done) =>
          options.all === true ? done(null, [{ address, family }]) : done(null, address, family),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (answer) => {
        const parts: Buffer[] = []
        let length = 0
        const finish = (): void => {
          const text = Buffer.concat(parts).subarray(0, KEPT_BYTES).toString('utf8')
          resolve({ status: answer.statusCode, error: undefined, answer: text })
          answer.destroy()
        }
        answer.on('data', (part: Buffer) => {
          parts.push(part)
          length += part.length
          if (length >= KEPT_BYTES) finish()
        })
        answer.on('end', finish)
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(bytes)
  })
