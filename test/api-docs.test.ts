/** The document of the API: valid, whole, readable in both languages, and its commands work when pasted. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeAt } from '../src/adapters/web/api/docs-api.ts'
import { modelDocs } from '../src/adapters/web/api/docs-model.ts'
import { operations } from '../src/adapters/web/api/schemas/operations.ts'
import { writeOpenApi } from '../src/adapters/web/api/write-open-api.ts'
import { type ApiWorld, openApiWorld } from './support/api-world.ts'

let world: ApiWorld
const folder = mkdtempSync(join(tmpdir(), 'pitpost-docs-'))

beforeAll(async () => {
  world = await openApiWorld()
}, 120_000)
afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the document', () => {
  it('is valid OpenAPI 3.1 and readable without a key', async () => {
    const answer = await world.sandbox.fetch('/api/v1/openapi.json')
    expect(answer.status).toBe(200)
    const document = (await answer.json()) as Record<string, unknown>
    expect(await new Validator().validate(document)).toMatchObject({ valid: true })
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: world.sandbox.url }] })
  })

  it.each(['ja', 'en'])(
    'is a page in %s that names every call and runs no script of others',
    async (language) => {
      const answer = await world.sandbox.fetch(`/api/v1/docs?lang=${language}`)
      const page = await answer.text()
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(page).toContain(`<html lang="${language}">`)
      expect(page.match(/<script(?! src="\/assets\/)/)).toBeNull()
      for (const { id, says } of operations) {
        expect(page).toContain(`id="${id}"`)
        expect(page).toContain(says[language as 'ja' | 'en'].replaceAll("'", '&#39;'))
      }
    },
  )
})

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
const CSV = '顧客名,件名,請求金額,支払期限,通知先\n山田,月謝,1,+3日,なし\n'

/** The variables of a command, with what each call can use. */
const variablesOf = async (id: string): Promise<Record<string, string>> => {
  const fresh = await world.freshInvoice()
  await world.pay(await world.freshInvoice(), `r-${id}`)
  const file = join(folder, id)
  writeFileSync(file, id === 'setLogo' ? LOGO : CSV)
  const usesUp = /replace|cancelInvoice|notify|printSlip|collectPayment|inquire/.test(id)
  const slip =
    id === 'collectPayment'
      ? await world.client.network('/slips', { number: fresh.number, invoice_ids: [fresh.id] })
      : undefined
  return {
    ...world.known,
    ...(usesUp ? { INVOICE_ID: fresh.id, NUMBER: fresh.number } : {}),
    ...(id === 'removeWebhook' ? { WEBHOOK_ID: await world.webhook() } : {}),
    MERCHANT: 'mer_none',
    ID: 'mov_1',
    API_KEY: world.sandbox.apiKey,
    NETWORK_SECRET: world.sandbox.networkSecret,
    FILE: file,
    LAYOUT: file,
    ARTWORK: file,
    RECEIPT: id === 'collectPayment' ? 'pasted' : `r-${id}`,
    SLIP: slip?.body.slip ?? 'none',
    PAID_AT: (await world.sandbox.now()).toString(),
  }
}

/** Runs a command as a person would paste it; the status of what curl was answered. */
const paste = (command: string, variables: Record<string, string>): Promise<string> =>
  new Promise((resolve) => {
    const script = `curl() { command curl -w ' %{http_code}' "$@"; }\n${command}`
    const shell = spawn('sh', ['-c', script], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...variables },
    })
    let out = ''
    shell.stdout.on('data', (part: Buffer) => {
      out += part.toString('latin1')
    })
    shell.stderr.on('data', (part: Buffer) => {
      out += part.toString('latin1')
    })
    shell.on('close', () => resolve(out))
  })

/** Calls that need a file of their kind, or a mail that came back: the door is reached, and says what is missing. */
const refused = [
  'exportMerchant',
  'stageMove',
  'landMove',
  'collectFeed',
  'saveCardDesign',
  'getCardDesign',
  'liftSuppression',
  'getLogo',
]

describe('the commands', () => {
  const document = placeAt(JSON.stringify(writeOpenApi()), 'http://x')
  const calls = modelDocs(document, 'http://x').chapters.flatMap(({ calls: list }) => list)
  it.each(calls.map(({ id }) => id))('%s works when pasted', async (id) => {
    const command = (calls.find((call) => call.id === id)?.curl ?? '').replace('http://x', world.sandbox.url)
    // The sandbox's clock is ahead of the shell's.
    const skew = (await world.sandbox.now()).epochMilliseconds / 1_000 - Date.now() / 1_000
    const timed = command.replace('date +%s)', `date -d '+${Math.round(skew)} seconds' +%s)`)
    const out = await paste(timed, await variablesOf(id))
    expect(`${id} ${out.slice(-200)}`).toMatch(refused.includes(id) ? / 4(03|04|09|22)$/ : / 20[0-4]$/)
  })
})
