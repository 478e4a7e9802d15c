/** Reads a request against its schema; what does not fit becomes problems with the field's name. */
import type { Context } from 'hono'
import type * as z from 'zod'
import { fail, ok, type Result, refuse } from '../../../domain/result.ts'
import { describeIssue } from './describe-issue.ts'

/** Problems of one request that are told. */
const MAX_PROBLEMS = 100

/** The parsed body, or every place where its shape is off. */
export const readJson = async <S extends z.ZodType>(c: Context, schema: S): Promise<Result<z.infer<S>>> => {
  const text = await c.req.text()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return refuse({
      field: 'body',
      value: text.slice(0, 80),
      rule: 'json',
      message: {
        ja: '本文がJSONとして読めません。{ で始まるJSONを送ってください。',
        en: 'The body is not JSON; send a JSON object.',
      },
    })
  }
  return check(schema, body)
}

/** As `readJson`; no body at all counts as `{}`. */
export const readOptionalJson = async <S extends z.ZodType>(
  c: Context,
  schema: S,
): Promise<Result<z.infer<S>>> =>
  (await c.req.text()).trim() === '' ? check(schema, {}) : readJson(c, schema)

/** The options of an address; empty ones count as absent, unknown ones are not looked at. */
export const readQuery = <S extends z.ZodObject>(c: Context, schema: S): Result<z.infer<S>> =>
  check(schema, Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== '')))

const check = <S extends z.ZodType>(schema: S, input: unknown): Result<z.infer<S>> => {
  const parsed = schema.safeParse(input, { reportInput: true })
  if (parsed.success) return ok(parsed.data)
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue))
  return fail({ kind: 'invalid-input', problems: problems.slice(0, MAX_PROBLEMS) })
}
