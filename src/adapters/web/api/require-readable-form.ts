/** A form of several parts that cannot be taken apart is refused as such, before anybody reads its fields. */
import type { MiddlewareHandler } from 'hono'
import { answerFailure } from './problem-json.ts'

export const requireReadableForm: MiddlewareHandler = async (c, next) => {
  if ((c.req.header('content-type') ?? '').startsWith('multipart/form-data')) {
    try {
      // Kept by the request: whoever reads it later gets the same.
      await c.req.parseBody()
    } catch {
      return answerFailure(c, { kind: 'invalid-input', problems: [unreadable] })
    }
  }
  return next()
}

const unreadable = {
  field: 'body',
  rule: 'form',
  message: {
    ja: '本文がmultipart/form-dataとして読めません。boundaryと各部分の見出しを確かめてください。',
    en: 'The body is not multipart/form-data; check its boundary and the headers of its parts.',
  },
} as const
