/** The OpenAPI document as the docs page shows it: chapters, calls, fields, and commands that work when pasted. */
import type { Text } from '../../../domain/result.ts'
import { writeCurl } from './write-curl.ts'

/** A piece of JSON Schema, as far as the page looks at it. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly 'x-ja'?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly maxLength?: number
}
type Media = { readonly schema?: Schema; readonly example?: unknown }
type Parameter = Schema & {
  readonly name: string
  readonly in: string
  readonly schema?: Schema
  readonly required?: boolean
}
export type Call = {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly 'x-ja': string
  readonly 'x-role'?: string
  readonly security?: readonly Readonly<Record<string, unknown>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}
/** The document, as far as the page looks at it. */
export type ApiDocument = {
  readonly servers?: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string; readonly 'x-ja': string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Call>>>>
  readonly webhooks?: Readonly<Record<string, { readonly post: Call }>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** How deep fields within fields are shown. */
const MAX_DEPTH = 3
type Field = { readonly name: string; readonly type: string; readonly required: boolean; readonly says: Text }

/** Everything the template needs. */
export const modelDocs = (plain: ApiDocument, baseUrl: string) => {
  const calls = Object.entries(plain.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ path, method, call })),
  )
  return {
    baseUrl,
    chapters: plain.tags.map(({ name, description, ...tag }) => ({
      name,
      says: { ja: tag['x-ja'], en: description },
      calls: calls
        .filter(({ call }) => call.tags[0] === name)
        .map(({ path, method, call }) => modelCall(plain, baseUrl, path, method, call)),
    })),
    webhooks: Object.entries(plain.webhooks ?? {}).map(([name, { post }]) => ({
      name,
      says: { ja: post['x-ja'], en: post.summary },
      fields: listFields(plain, post.requestBody?.content['application/json']?.schema),
    })),
  }
}

const modelCall = (plain: ApiDocument, baseUrl: string, path: string, method: string, call: Call) => {
  const media = Object.entries(call.requestBody?.content ?? {})
  const parameters = (call.parameters ?? []).filter((parameter) => parameter.in !== 'header')
  return {
    id: call.operationId,
    method: method.toUpperCase(),
    path,
    says: { ja: call['x-ja'], en: call.summary },
    role: call['x-role'] ?? null,
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      type: typeOf(plain, parameter.schema ?? {}),
      required: parameter.required === true,
      says: saidOf(plain, parameter.schema ?? {}),
    })),
    bodyTypes: media.map(([type]) => type).join(' / '),
    body: listFields(plain, media[0]?.[1].schema),
    answers: Object.entries(call.responses)
      .filter(([status]) => Number(status) < 400)
      .map(([status, { content = {} }]) => ({
        status,
        type: Object.keys(content)[0] ?? null,
        fields: listFields(plain, content['application/json']?.schema),
      })),
    refusals: Object.keys(call.responses).filter((status) => Number(status) >= 400),
    curl: writeCurl(baseUrl, path, method, call),
  }
}

const resolve = (plain: ApiDocument, schema: Schema): Schema => {
  const target =
    schema.$ref === undefined ? undefined : plain.components.schemas[schema.$ref.split('/').at(-1) ?? '']
  return target === undefined ? schema : resolve(plain, { ...target, ...dropRef(schema) })
}
const dropRef = ({ $ref: _, ...rest }: Schema): Schema => rest

const listFields = (
  plain: ApiDocument,
  schema: Schema | undefined,
  prefix = '',
  depth = 0,
): readonly Field[] => {
  if (schema === undefined || depth > MAX_DEPTH) return []
  const whole = resolve(plain, schema)
  const branches = (whole.anyOf ?? whole.oneOf ?? []).filter(({ type }) => type !== 'null')
  if (branches.length > 0)
    return unique(branches.flatMap((branch) => listFields(plain, branch, prefix, depth)))
  if (whole.items !== undefined) return listFields(plain, whole.items, `${prefix}[]`, depth)
  return Object.entries(whole.properties ?? {}).flatMap(([name, inner]) => {
    const full = prefix === '' ? name : `${prefix}.${name}`
    const field = {
      name: full,
      type: typeOf(plain, inner),
      required: whole.required?.includes(name) === true,
      says: saidOf(plain, inner),
    }
    return [field, ...listFields(plain, inner, full, depth + 1)]
  })
}

const unique = (fields: readonly Field[]): readonly Field[] => [
  ...new Map(fields.map((field) => [field.name, field])).values(),
]

const typeOf = (plain: ApiDocument, schema: Schema): string => {
  const whole = resolve(plain, schema)
  if (whole.const !== undefined) return JSON.stringify(whole.const)
  if (whole.enum !== undefined) return whole.enum.map(String).join(' | ')
  const branches = whole.anyOf ?? whole.oneOf
  if (branches !== undefined) return [...new Set(branches.map((branch) => typeOf(plain, branch)))].join(' | ')
  if (whole.items !== undefined) return `${typeOf(plain, whole.items)}[]`
  return (
    schema.$ref?.split('/').at(-1) ??
    (typeof whole.type === 'string' ? whole.type : (whole.type ?? ['any']).join(' | '))
  )
}

const saidOf = (plain: ApiDocument, schema: Schema): Text => {
  const { description: en = '', 'x-ja': ja = en } = resolve(plain, schema)
  return { ja, en }
}
