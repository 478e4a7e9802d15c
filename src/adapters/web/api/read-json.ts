/** Reads a JSON body against a schema; what does not fit becomes problems with the field's name. */
import type { Context } from 'hono'
import type * as z from 'zod'
import { ok, type Problem, type Result, refuse } from '../../../domain/result.ts'

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
      message: { ja: '本文がJSONとして読めません。', en: 'The body is not JSON.' },
    })
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return ok(parsed.data)
  return refuse(
    ...parsed.error.issues.map(
      (issue): Problem => ({
        field: issue.path.join('.') || 'body',
        rule: issue.code.replaceAll('_', '-'),
        message: { ja: `形が合いません（${issue.message}）。`, en: issue.message },
      }),
    ),
  )
}

/** As `readJson`; no body at all counts as `{}`. */
export const readOptionalJson = async <S extends z.ZodType>(
  c: Context,
  schema: S,
): Promise<Result<z.infer<S>>> =>
  (await c.req.text()).trim() === '' ? ok(schema.parse({})) : readJson(c, schema)
