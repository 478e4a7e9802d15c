/** How large a request may be; one answer for all doors of programs. */
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { answerDescribed } from './problem-json.ts'

/** Refuses what is larger with 413, before it is read. */
export const limitBody = (maxBytes: number): MiddlewareHandler =>
  bodyLimit({ maxSize: maxBytes, onError: (c: Context) => tooLarge(c, maxBytes) })

const tooLarge = (c: Context, maxBytes: number): Response => {
  // The rest of the body is not read, so nothing else can come over this connection.
  c.header('connection', 'close')
  const kib = Math.floor(maxBytes / 1024)
  return answerDescribed(c, {
    status: 413,
    code: 'body_too_large',
    title: 'Body too large',
    detail: {
      ja: `送られた内容が大きすぎます（${kib} KiBまで）。分けて送ってください。`,
      en: `The body is too large (${kib} KiB at most); split it.`,
    },
    problems: [
      {
        field: 'body',
        rule: 'body-size',
        message: { ja: `${kib} KiBまでです。`, en: `at most ${kib} KiB.` },
      },
    ],
  })
}
