/** The OpenAPI 3.1 document, made from the schemas that parse the requests and type the answers. */
import type * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import type { Content, Upload } from './schemas/operation.ts'
import { operations, type PlacedOperation } from './schemas/operations.ts'
import { pathParameters } from './schemas/path-parameters.ts'
import { problemDocument } from './schemas/schema-parts.ts'
import { tagTexts } from './schemas/tag-texts.ts'
import { webhookMessages } from './schemas/webhook-operations.ts'

/** The document as JSON. */
export type OpenApiDocument = ReturnType<typeof createDocument>

/** All calls and webhooks; where they are is added by whoever shows the document. Made when the templates are built. */
export const writeOpenApi = (): OpenApiDocument => {
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of operations) {
    const path = operation.base + operation.path
    paths[path] = { ...paths[path], [operation.method]: toOperation(operation) }
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'pitpost',
        version: '1',
        description: ABOUT,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: Object.entries(tagTexts).map(([name, { ja, en }]) => ({ name, description: en, 'x-ja': ja })),
      security: [{ key: [] }],
      paths,
      webhooks: Object.fromEntries(
        webhookMessages.map(({ event, says, body }) => [
          event,
          {
            post: {
              operationId: event,
              summary: says.en,
              'x-ja': says.ja,
              security: [{ signature: [] }],
              requestBody: { content: { 'application/json': { schema: body } } },
              responses: {
                '2XX': { description: 'Anything else, or nothing within 15 seconds, is tried again.' },
              },
            },
          },
        ]),
      ),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key of the console.' },
          signature: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-signature',
            description:
              'Standard Webhooks: v1,<base64 HMAC-SHA256 of "webhook-id.webhook-timestamp.body">, with the headers webhook-id (the idempotency key) and webhook-timestamp.',
          },
        },
      },
    },
    // Answers may gain fields: no client should fail over one it does not know.
    { override: ({ jsonSchema, io }) => void (io === 'output' && delete jsonSchema.additionalProperties) },
  )
}

const ABOUT =
  'Konbini bill collection. JSON, UTF-8, snake_case; instants are UTC, days are in Asia/Tokyo, money is whole yen. ' +
  'Every POST takes an Idempotency-Key. Errors are RFC 9457 problem documents in the language of Accept-Language (ja, en).'

const toOperation = (operation: PlacedOperation): ZodOpenApiOperationObject => {
  const { id, tag, says, query, auth, role, method } = operation
  const isStaffPost = method === 'post' && auth === undefined
  const path = pathParameters(operation.path)
  const requestBody = toBody(operation)
  return {
    operationId: id,
    tags: [tag],
    summary: says.en,
    'x-ja': says.ja,
    ...(role === undefined ? {} : { 'x-role': role }),
    ...(auth === undefined ? {} : { security: auth === 'signature' ? [{ signature: [] }] : [] }),
    requestParams: { ...(path && { path }), ...(query && { query }) },
    ...(isStaffPost ? { parameters: [IDEMPOTENCY_KEY] } : {}),
    ...(requestBody && { requestBody }),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, content]) => [
          status,
          Number(status) < 400 ? toAnswer(content) : toRefusal(content),
        ]),
      ),
      ...Object.fromEntries(refusalsOf(operation).map((status) => [status, toRefusal(problemDocument)])),
    },
  } as ZodOpenApiOperationObject
}

const IDEMPOTENCY_KEY = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same request gives the first answer again, for 24 hours at least.',
  schema: { type: 'string', maxLength: 255 },
}

/** Statuses of problem documents that the call may answer. */
export const refusalsOf = ({ auth, refusals, body, upload, method }: PlacedOperation): readonly number[] => {
  const always = auth === 'none' ? [429] : [401, 429]
  const sized = body === undefined && upload === undefined && method === 'get' ? [] : [413, 422]
  const keyed = method === 'post' ? [409, 422] : []
  return [...new Set([...always, ...sized, ...keyed, ...refusals, 503])].toSorted((a, b) => a - b)
}

const statusTexts: Readonly<Record<string, string>> = { nothing: 'Done.' }
const toAnswer = (content: Content) => {
  if (content === 'nothing') return { description: statusTexts[content] ?? '' }
  if (typeof content === 'string')
    return { description: 'A file.', content: { [content]: { schema: BYTES } } }
  return { description: 'The answer.', content: { 'application/json': { schema: content } } }
}

const BYTES = { type: 'string', contentEncoding: 'binary' } as const

const toRefusal = (content: Content) => ({
  description: 'A problem document.',
  // Only schemas and never files are refusals.
  content: { 'application/problem+json': { schema: content as z.ZodType } },
})

const toBody = ({ body, bodyOptional, example, upload }: PlacedOperation) => {
  if (upload !== undefined) return { required: true, content: toUpload(upload) }
  if (body === undefined) return undefined
  return {
    required: bodyOptional !== true,
    content: { 'application/json': { schema: body, ...(example === undefined ? {} : { example }) } },
  }
}

const toUpload = ({ raw, parts }: Upload) => ({
  ...(raw === undefined ? {} : { [raw]: { schema: BYTES } }),
  ...(parts === undefined
    ? {}
    : {
        'multipart/form-data': {
          schema: {
            type: 'object' as const,
            properties: Object.fromEntries(
              Object.entries(parts).map(([name, kind]) => [
                name,
                kind === 'file' ? BYTES : { type: 'string' as const, contentMediaType: 'application/json' },
              ]),
            ),
            required: Object.keys(parts),
          },
        },
      }),
})
