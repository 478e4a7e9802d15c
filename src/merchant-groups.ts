/** Groups of merchants, each with a database of its own: which one a request, a number or a queue's message is about. */
import * as z from 'zod'

export type MerchantGroup = {
  readonly name: string
  /** Where its staff, customers and programs reach it. */
  readonly host: string
  /** First digits of its Smart Pit numbers; stores reach it by them. */
  readonly numbers: string
  /** Name of its D1 binding. */
  readonly database: string
}

const groupsText = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' })
      return z.NEVER
    }
  })
  .pipe(
    z
      .array(
        z.strictObject({
          name: z.string().regex(/^[a-z][a-z\d-]{0,30}$/),
          host: z.string().regex(/^[a-z\d.:-]+$/),
          numbers: z.string().regex(/^\d{1,4}$/),
          database: z.string().regex(/^[A-Z][A-Z\d_]*$/),
        }),
      )
      .min(1),
  )
  .refine(isUnambiguous, 'names, hosts and databases must differ, and no first digits begin with others')

/** `GROUPS`, or a line for each thing that is wrong with it; undefined when there are no groups. */
export const parseGroups = (
  text: unknown,
):
  | { readonly ok: true; readonly groups: readonly MerchantGroup[] | undefined }
  | { readonly ok: false; readonly problems: readonly string[] } => {
  if (text === undefined || text === '') return { ok: true, groups: undefined }
  const parsed = groupsText.safeParse(text)
  return parsed.success
    ? { ok: true, groups: parsed.data }
    : {
        ok: false,
        problems: parsed.error.issues.map(({ path, message }) => `GROUPS ${path.join('.')}: ${message}`),
      }
}

function isUnambiguous(groups: readonly MerchantGroup[]): boolean {
  const differ = (values: readonly string[]): boolean => new Set(values).size === values.length
  const clash = groups.some((one) =>
    groups.some((other) => one !== other && one.numbers.startsWith(other.numbers)),
  )
  return (
    !clash &&
    differ(groups.map(({ name }) => name)) &&
    differ(groups.map(({ host }) => host)) &&
    differ(groups.map(({ database }) => database))
  )
}

/** Answers as one group does; `request` is a copy of its own. */
export type AnswerAs = (group: MerchantGroup, request: Request) => Promise<Response>

/**
 * The one address of the stores: a number says its group; a slip or a receipt, which do not, are asked for in one group
 * after the other, and whoever knows them answers. All else goes by its host.
 */
export const answerInGroups = async (
  groups: readonly [MerchantGroup, ...MerchantGroup[]],
  request: Request,
  answerAs: AnswerAs,
): Promise<Response> => {
  const { host, pathname } = new URL(request.url)
  if (!pathname.startsWith('/network/')) {
    const named = request.headers.get('host') ?? host
    const group = groups.find((one) => one.host === named)
    return group === undefined ? new Response('no such host', { status: 421 }) : answerAs(group, request)
  }
  const body = await request.text()
  const copy = (): Request =>
    new Request(request.url, { method: request.method, headers: request.headers, body })
  const number = numberIn(body)
  const known = groups.find(({ numbers }) => number?.startsWith(numbers) === true)
  if (known !== undefined) return answerAs(known, copy())
  let answer: Response | undefined
  for (const group of groups) {
    answer = await answerAs(group, copy())
    if (answer.status !== 404) return answer
  }
  return answer ?? answerAs(groups[0], copy())
}

const numberIn = (body: string): string | undefined => {
  try {
    const { number } = JSON.parse(body) as { readonly number?: unknown }
    return typeof number === 'string' ? number : undefined
  } catch {
    return undefined
  }
}
