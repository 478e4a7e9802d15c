/** A call as a command for a shell: it works when pasted, once the variables it names are set. */
import type { Call } from './docs-model.ts'

/** Variables by the parameter that they stand for; an id by the collection it is one of. */
export const idNames: Readonly<Record<string, string>> = {
  invoices: 'INVOICE_ID',
  files: 'FILE_ID',
  payments: 'PAYMENT_ID',
  settlements: 'SETTLEMENT_ID',
  deliveries: 'DELIVERY_ID',
  customers: 'CUSTOMER_ID',
  feeds: 'FEED_ID',
  proofs: 'PROOF_ID',
  webhooks: 'WEBHOOK_ID',
  'webhook-deliveries': 'MESSAGE_ID',
  exports: 'EXPORT_ID',
}

export const writeCurl = (baseUrl: string, path: string, method: string, call: Call): string => {
  const collection = path.split('/')[3] ?? ''
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'name'
      ? 'service-guide'
      : variable(name === 'id' ? (idNames[collection] ?? 'ID') : name.toUpperCase()),
  )
  const needed = (call.parameters ?? []).flatMap(({ name, schema }) => {
    const [, filler] = /^<(\w+)>$/.exec(String(schema?.examples?.[0] ?? '')) ?? []
    return filler === undefined ? [] : [`${name}=${variable(filler)}`]
  })
  const url = `"${baseUrl}${address}${needed.length === 0 ? '' : `?${needed.join('&')}`}"`
  return call.security?.[0]?.['signature'] === undefined
    ? writeKeyed(url, method, call)
    : writeSigned(url, call)
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A variable of the shell that must be set. */
const variable = (name: string): string => `\${${name}:?}`

/** An example in quotes; the variables within it are left to the shell. */
const writeBody = (example: unknown): string =>
  quote(JSON.stringify(example ?? {})).replaceAll(
    /<([A-Z_]+)>/g,
    (_, name: string) => `'"${variable(name)}"'`,
  )

const writeKeyed = (url: string, method: string, call: Call): string => {
  const content = call.requestBody?.content ?? {}
  const json = content['application/json']
  const file = Object.keys(content).find(
    (type) => type !== 'application/json' && type !== 'multipart/form-data',
  )
  const answer = Object.keys(Object.values(call.responses)[0]?.content ?? {})[0] ?? ''
  const lines = [
    `curl -sS${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${url}`,
    ...(call.security?.length === 0 ? [] : [`-H "Authorization: Bearer ${variable('API_KEY')}"`]),
    ...(method === 'post' ? ['-H "Idempotency-Key: $(date +%s%N)"'] : []),
  ]
  if (json !== undefined) lines.push("-H 'Content-Type: application/json'", `-d ${writeBody(json.example)}`)
  else if (file !== undefined)
    lines.push(
      `-H 'Content-Type: ${file === 'image/*' ? 'image/png' : file}'`,
      `--data-binary "@${variable('FILE')}"`,
    )
  else if (Object.keys(content).length > 0)
    lines.push(`-F "layout=<${variable('LAYOUT')}"`, `-F "artwork=@${variable('ARTWORK')}"`)
  if (answer !== '' && answer !== 'application/json' && answer !== 'text/csv' && answer !== 'text/html')
    lines.push(`-o ${fileOf(call.operationId, answer)}`)
  return lines.join(' \\\n  ')
}

const fileOf = (id: string, type: string): string =>
  `${id}.${type.replace('+xml', '').split('/')[1]?.replace('octet-stream', 'txt').replace('*', 'png') ?? 'bin'}`

/** The signature as Standard Webhooks wants it, made by openssl. */
const writeSigned = (url: string, call: Call): string => {
  const json = call.requestBody?.content['application/json']
  const body = json === undefined ? "BODY=''" : `BODY=${writeBody(json.example)}`
  return [
    body,
    'ID="msg_$(date +%s%N)"; TS="$(date +%s)"',
    `KEY="$(printf %s "${variable('NETWORK_SECRET')}" | base64 -d | od -An -tx1 | tr -d ' \\n')"`,
    `SIGNATURE="$(printf '%s.%s.%s' "$ID" "$TS" "$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)"`,
    `curl -sS -X POST ${url} \\`,
    '  -H \'Content-Type: application/json\' -H "webhook-id: $ID" -H "webhook-timestamp: $TS" \\',
    '  -H "webhook-signature: v1,$SIGNATURE" -d "$BODY"',
  ].join('\n')
}
