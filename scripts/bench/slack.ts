/** How soon Slack is answered: every command and interaction, fifty at a time, with the work going on behind. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { parseConfig } from '../../src/config.ts'
import { startServer } from '../../src/run-server.ts'
import { buildTemplates } from '../build-templates.ts'
import type { Load, Measured } from './slack-load/load.ts'

export const measures =
  'acknowledgements under 50 concurrent requests (target 100 ms at p99), 4,000 bills there'

const SECRET = 'bench-signing-secret'
/** Requests of each kind. */
const COUNT = 300
const TARGET_MS = 100

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const bills = (): Uint8Array =>
  new TextEncoder().encode(
    [
      '請求番号,顧客名,件名,請求金額,支払期限,通知先',
      ...Array.from({ length: 4_000 }, (_, n) => `B-0-${n},山田 花子${n},12月分 月謝,13200,+30日,なし`),
    ].join('\r\n'),
  )

export const run = async (): Promise<void> => {
  await buildTemplates()
  const slack = new Worker(new URL('./slack-load/load.ts', import.meta.url))
  const [{ apiUrl }] = (await once(slack, 'message')) as [{ apiUrl: string }]
  const dataDir = mkdtempSync(join(tmpdir(), 'pitpost-bench-'))
  const parsed = parseConfig({
    ...{ SANDBOX: '0', PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, BASE_URL: 'http://127.0.0.1:0' },
    ...{ MERCHANT_NAME: 'bench', MAIL_FROM: 'bench@example.com', SMTP_URL: 'smtp://127.0.0.1:9' },
    NETWORK_SECRETS: btoa('x'.repeat(32)),
    ...{
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_CHANNEL: 'C1',
      SLACK_API_URL: apiUrl,
    },
  })
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const running = await startServer(parsed.config, process.env)
  const [merchant] = await running.pitpost.store.merchants()
  const actor = { kind: 'system', name: 'bench' } as const
  const filled = await running.pitpost.story.acceptFile(
    { merchantId: merchant?.id ?? '', fileName: 'b.csv', bytes: bills(), mode: 'all_or_nothing', actor },
    Temporal.Now.instant(),
  )
  if (!filled.ok) throw new Error('the file was refused')
  const load: Load = { url: running.url, secret: SECRET, count: COUNT }
  slack.postMessage(load)
  const [{ measured }] = (await once(slack, 'message')) as [{ measured: readonly Measured[] }]
  report(measured)
  await running.close()
  await slack.terminate()
  rmSync(dataDir, { recursive: true, force: true })
}

const report = (measured: readonly Measured[]): void => {
  let kept = 0
  for (const { name, times } of measured) {
    const sorted = times.toSorted((a, b) => a - b)
    const p99 = quantile(sorted, 0.99)
    if (p99 <= TARGET_MS) kept += 1
    const line = `p50 ${quantile(sorted, 0.5).toFixed(1).padStart(6)} ms   p99 ${p99.toFixed(1).padStart(6)} ms`
    console.log(`  ${name.padEnd(18)} ${line}   ${(p99 / TARGET_MS).toFixed(2)} of the target`)
  }
  console.log(`  ${kept} of ${measured.length} kinds within ${TARGET_MS} ms at p99`)
}
