/** Every call of the document, with right, wrong and hostile input: what it answers is what the document says. */
import fc from 'fast-check'
import { generate } from 'json-schema-faker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { operations, type PlacedOperation } from '../src/adapters/web/api/schemas/operations.ts'
import { problemDocument } from '../src/adapters/web/api/schemas/schema-parts.ts'
import { idNames } from '../src/adapters/web/api/write-curl.ts'
import { refusalsOf } from '../src/adapters/web/api/write-open-api.ts'
import { type ApiWorld, openApiWorld } from './support/api-world.ts'
import { signForNetwork } from './support/sign.ts'
import type { Json } from './support/staff-client.ts'

/** The same inputs at every run. */
const SEED = 20_261_125
/** Inputs made up for each call, of each sort. */
const MADE_UP = 6

let world: ApiWorld
let document: Json

beforeAll(async () => {
  world = await openApiWorld()
  document = await (await world.sandbox.fetch('/api/v1/openapi.json')).json()
}, 120_000)
afterAll(async () => {
  await world?.close()
})

type Call = {
  readonly path?: string
  readonly query?: string
  readonly body?: BodyInit
  readonly headers?: Record<string, string>
}

const fill = ({ path }: PlacedOperation, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'name') return values['NAME'] ?? 'service-guide'
    return values[name === 'id' ? (idNames[path.split('/')[1] ?? ''] ?? '') : name.toUpperCase()] ?? 'none'
  })

const send = async (operation: PlacedOperation, { path, query = '', body, headers = {} }: Call) => {
  const text = typeof body === 'string' ? body : ''
  const own =
    operation.auth === 'signature'
      ? await signForNetwork(world.sandbox.networkSecret, text, await world.sandbox.now())
      : { authorization: `Bearer ${world.sandbox.apiKey}` }
  const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {}
  return world.sandbox.fetch(`${operation.base}${path ?? fill(operation, world.known)}${query}`, {
    method: operation.method.toUpperCase(),
    headers: { ...own, ...type, ...headers },
    ...(body === undefined || operation.method === 'get' ? {} : { body }),
  })
}

/** What is wrong with an answer; nothing when it is as the document says. */
const faultsOf = async (operation: PlacedOperation, answer: Response): Promise<readonly string[]> => {
  const { status } = answer
  const type = answer.headers.get('content-type') ?? ''
  const text = await answer.text()
  const content = operation.answers[status]
  if (status >= 400) {
    const known = content !== undefined || refusalsOf(operation).includes(status)
    const parsed = type.startsWith('application/problem+json')
      ? problemDocument.safeParse(JSON.parse(text))
      : undefined
    return [
      ...(status === 500 || status > 503 ? [`status ${status}`] : []),
      ...(known ? [] : [`undocumented ${status}`]),
      ...(parsed?.success === true ? [] : [`no problem document: ${type} ${text.slice(0, 200)}`]),
      ...(parsed?.data?.status === status ? [] : ['another status inside']),
      ...(parsed?.data?.request_id === answer.headers.get('x-request-id')
        ? []
        : ['another request_id inside']),
    ]
  }
  if (content === undefined) return [`undocumented ${status}: ${text.slice(0, 200)}`]
  if (content === 'nothing') return text === '' ? [] : ['a body']
  if (typeof content === 'string')
    return type.startsWith(content.replace('*', '')) ? [] : [`${type} instead of ${content}`]
  const parsed = content.safeParse(JSON.parse(text))
  return parsed.success ? [] : [`answer does not fit: ${parsed.error.message.slice(0, 400)}`]
}

const jsonOf = (value: unknown): Call => ({ body: JSON.stringify(value) })

/** What the examples leave to variables, and calls that need something of their own. */
const rightCalls: Readonly<Record<string, () => Promise<Call> | Call>> = {
  replaceInvoice: async () => ({
    path: `/invoices/${(await world.freshInvoice()).id}/replace`,
    ...jsonOf({ amount: 1_000, tax: null }),
  }),
  cancelInvoice: async () => ({
    path: `/invoices/${(await world.freshInvoice()).id}/cancel`,
    ...jsonOf({ reason: '退会' }),
  }),
  printSheets: () => jsonOf({ invoice_ids: [world.known['INVOICE_ID']] }),
  registerFile: () => ({
    query: '?name=b.csv&dry_run=true',
    body: '顧客名,件名,請求金額,支払期限,通知先\n山田,月謝,1,+3日,なし\n',
    headers: { 'content-type': 'text/csv' },
  }),
  collectFeed: () => ({
    query: '?name=nothing.txt&dry_run=true',
    body: 'no such layout',
    headers: { 'content-type': 'text/plain' },
  }),
  setLogo: () => ({
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>',
    headers: { 'content-type': 'image/svg+xml' },
  }),
  printCards: () => ({ query: `?numbers=${world.known['NUMBER']}` }),
  inquire: () => jsonOf({ number: world.known['NUMBER'] }),
  printSlip: async () => {
    const { id, number } = await world.freshInvoice()
    return jsonOf({ number, invoice_ids: [id] })
  },
  collectPayment: async () => {
    const { id, number, amount } = await world.freshInvoice()
    const paidAt = (await world.sandbox.now()).toString()
    return jsonOf({
      number,
      invoice_id: id,
      amount,
      receipt: 'third',
      paid_at: paidAt,
      chain: '020',
      store: '1',
    })
  },
  removeWebhook: async () => ({ path: `/webhooks/${await world.webhook()}` }),
  cancelPayment: async () => {
    await world.pay(await world.freshInvoice(), 'undone')
    return { path: '/payments/undone/cancel' }
  },
}

/** Calls whose right answer needs what a sandbox has not got; they are asked for a refusal that says so. */
const refused: readonly string[] = [
  'exportMerchant',
  'stageMove',
  'landMove',

  'collectFeed',
  'getCardDesign',
  'saveCardDesign',
  'liftSuppression',
  'getLogo',
]

describe('the document', () => {
  it('lists the same calls as the routes do', () => {
    const toPlain = (path: string): string =>
      path
        .replace(/:file\{\.\+\\\.csv\}/, '{id}.csv')
        .replace(/:file\{\[a-z-\]\+\\\.pdf\}/, '{name}.pdf')
        .replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')
    const routed = world.sandbox.pitpost.routes
      .filter(({ method, path }) => method !== 'ALL' && /^\/(api|network)\/v1\//.test(path))
      .map(({ method, path }) => `${method} ${toPlain(path)}`)
    const written = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as Json).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect([...new Set(written)].toSorted()).toEqual([...new Set(routed)].toSorted())
  })
})

describe('right calls', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const { example } = operation
    const call = (await rightCalls[id]?.()) ?? (example === undefined ? {} : jsonOf(example))
    const answer = await send(operation, call)
    const { status } = answer
    expect(await faultsOf(operation, answer)).toEqual([])
    expect(refused.includes(id) ? status >= 400 && status < 500 : status < 300).toBe(true)
  })
})

/** What a call acts on that it uses up. */
const freshPaths: Readonly<Record<string, () => Promise<string>>> = {
  resolvePayment: async () => `/payments/${await world.problemPayment()}/resolve`,
  sendAgain: async () => `/deliveries/${await world.parkedMail()}/send-again`,
  resumeNotices: async () => `/proofs/${await world.proofStop()}/resume`,
}

describe('the same POST under the same Idempotency-Key', () => {
  const posts = operations.filter(
    ({ method, auth, id, tag }) =>
      method === 'post' && auth === undefined && id !== 'collectFeed' && tag !== 'moves',
  )
  it.each(posts.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const { example } = operation
    const right = (await rightCalls[id]?.()) ?? (example === undefined ? {} : jsonOf(example))
    const path = await freshPaths[id]?.()
    const headers = { ...right.headers, 'idempotency-key': `key-${id}` }
    const call = {
      ...right,
      query: right.query?.replace('&dry_run=true', '') ?? '',
      ...(path && { path }),
      headers,
    }
    const [first, second] = [await send(operation, call), await send(operation, call)]
    expect([first.status, second.status]).toEqual([first.status, first.status])
    expect(first.status).toBeLessThan(300)
    expect([first, second].map((answer) => answer.headers.get('idempotent-replayed'))).toEqual([null, 'true'])
    if (!first.headers.get('content-type')?.startsWith('application/pdf')) {
      const [one, two] = [await first.text(), await second.text()]
      // A file's first answer tells the problems of its rows, too.
      expect(two).toEqual(id === 'registerFile' ? one.replace(/,"problems":\[\]/, '') : one)
    }
    const another =
      id === 'printSheets' ? { invoice_ids: [(await world.freshInvoice()).id] } : { note: 'another' }
    const other = await send(operation, { ...call, body: JSON.stringify(another) })
    expect([other.status, await faultsOf(operation, other)]).toEqual([409, []])
  })
})

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
const strange = [
  '\u0000',
  '"',
  "' or 1=1 --",
  '../../etc/passwd',
  '𠮷\u202e',
  '%',
  '{{7*7}}',
  '<script>',
  '９'.repeat(300),
  ' ',
]

/** Bodies nobody should send. */
const hostileBodies: readonly Call[] = [
  { body: '' },
  { body: '{' },
  { body: 'null' },
  { body: '[]' },
  { body: '"x"' },
  { body: deep },
  { body: `{"__proto__":{"a":1},"constructor":1}` },
  { body: '{}', headers: { 'content-type': 'text/html' } },
  { body: 'a=1&b=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { body: '--x\r\n', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  { body: 'x', headers: { 'content-type': 'multipart/form-data' } },
  { body: new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), headers: { 'content-type': 'application/json' } },
  { body: '{}', headers: { 'idempotency-key': 'k'.repeat(300) } },
]

/** The right body with one place of it changed to anything. */
const spoil = (example: Json, made: Json): Json => {
  if (typeof example !== 'object' || example === null) return made
  const keys = Object.keys(example)
  const key = keys[JSON.stringify(made).length % Math.max(1, keys.length)] ?? 'unknown'
  return { ...example, [key]: made }
}

const schemaOf = (operation: PlacedOperation): Json => {
  const media = document.paths[operation.base + operation.path][operation.method].requestBody?.content
  return media?.['application/json']?.schema
}

/** Bodies of the right shape with made-up values, and right ones with a place spoilt. */
const madeUpBodies = async (operation: PlacedOperation): Promise<readonly Call[]> => {
  const schema = schemaOf(operation)
  if (schema === undefined) return []
  const whole = { ...schema, components: document.components }
  const shaped = await Promise.all(
    Array.from({ length: MADE_UP }, (_, n) => generate(whole, { seed: SEED + n })),
  )
  const anything = fc.sample(fc.jsonValue({ maxDepth: 3 }), { numRuns: MADE_UP, seed: SEED })
  const spoilt = [...anything, ...strange].map((made) => spoil(operation.example ?? {}, made as Json))
  return [...shaped, ...spoilt].map(jsonOf)
}

/** Places of an address, filled with what belongs to nobody or is no id at all. */
const hostileAddresses = (operation: PlacedOperation): readonly Call[] => {
  const ids = ['inv_none', '%00', '%F0%A0%AE%B7', '..%2f..', "'--", 'x'.repeat(3_000), '%E0%A4%A']
  const paths = operation.path.includes('{')
    ? ids.map((id) => ({ path: operation.path.replaceAll(/\{\w+\}/g, id) }))
    : []
  const names = Object.keys(operation.query?.shape ?? {})
  const queries = names.flatMap((name) =>
    ['-1', '0', '201', '1e9', 'x'.repeat(400), '%00', '%ff', '2026-13-45', 'cus_x%20y', ''].map((value) => ({
      query: `?${name}=${value}`,
    })),
  )
  return [...paths, ...queries, { query: '?limit=5&limit=7&a[b]=1' }]
}

/** A call may be refused or done, but it must say so as the document does. */
const walk = async (operation: PlacedOperation, calls: readonly Call[]): Promise<readonly string[]> => {
  const faults: string[] = []
  for (const call of calls) {
    const target =
      operation.path.includes('{id}') && call.path === undefined ? { path: await ownPath(operation) } : {}
    const answer = await send(operation, { ...target, ...call })
    const found = await faultsOf(operation, answer)
    if (found.length > 0) faults.push(`${JSON.stringify(call).slice(0, 160)} → ${found.join('; ')}`)
  }
  return faults
}

/** Calls that use their invoice up leave that of the others alone. */
const ownPath = async (operation: PlacedOperation): Promise<string> =>
  operation.id === 'removeWebhook'
    ? `/webhooks/${await world.webhook()}`
    : /cancel|replace/.test(operation.path)
      ? operation.path.replace('{id}', (await world.freshInvoice()).id)
      : fill(operation, world.known)

describe('wrong and hostile calls are refused as the document says, and nothing breaks', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))('%s', async (_, operation) => {
    const takesBody = operation.method !== 'get'
    const calls = [
      ...hostileAddresses(operation),
      ...(takesBody ? [...hostileBodies, ...(await madeUpBodies(operation))] : []),
    ]
    expect(await walk(operation, calls)).toEqual([])
  })

  it('a form that cannot be taken apart is said to be one', async () => {
    for (const operation of operations.filter(({ upload }) => upload?.parts !== undefined)) {
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      const answer = await send(operation, { body: '--x\r\n', headers })
      expect([operation.id, answer.status, ((await answer.json()) as Json).problems[0].rule]).toEqual([
        operation.id,
        422,
        'form',
      ])
    }
  })

  it('too large a body gets one and the same answer at every door', async () => {
    const body = JSON.stringify({ subject: 'あ'.repeat(4_000_000) })
    for (const operation of operations.filter(
      ({ method, body: schema }) => method === 'post' && schema !== undefined,
    )) {
      const answer = await send(operation, { body })
      const problem = (await answer.json()) as z.infer<typeof problemDocument>
      expect([operation.id, answer.status, problem.code]).toEqual([operation.id, 413, 'body_too_large'])
    }
  })

  it('nobody without a key or a signature gets further than a 401', async () => {
    for (const operation of operations.filter(({ auth }) => auth !== 'none')) {
      for (const headers of [
        {},
        { authorization: 'Bearer x' },
        { 'webhook-id': 'a', 'webhook-signature': 'v1,AAAA', 'webhook-timestamp': '1' },
      ]) {
        const answer = await world.sandbox.fetch(operation.base + fill(operation, world.known), {
          method: operation.method.toUpperCase(),
          headers,
        })
        expect([operation.id, answer.status]).toEqual([operation.id, 401])
        expect(await faultsOf(operation, answer)).toEqual([])
      }
    }
  })
})
