/** The worker: what its script weighs, how long it takes to start, and how soon `/pit` is answered. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEdgeWorld } from '../../test/edge/open-edge-world.ts'
import { bundleWorker } from '../../test/support/bundle-worker.ts'
import { signForSlack } from '../../test/support/sign.ts'

export const measures = 'the worker: its weight, its start, and how soon /pit is answered on local workerd'

/** The least of a few: whatever else the machine does only adds. */
const STARTS = 3
const CALLS = 40
const offline = {
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_LOG_PATH: '.cache/wrangler-logs',
  XDG_CACHE_HOME: '.cache',
}

export const run = async (): Promise<void> => {
  Object.assign(process.env, offline, { WRANGLER_LOG: 'error' })
  say('script, minified, gzipped (at most 400)', `${bundleWorker().gzipKiB.toFixed(1)} KiB`)
  const starts = Array.from({ length: STARTS }, measureStart)
  say(`start, wrangler check startup, least of ${STARTS} (60)`, `${Math.min(...starts).toFixed(1)} ms active`)
  const world = await openEdgeWorld()
  try {
    const first = await timePit(world, 0)
    const times: number[] = []
    for (let call = 1; call <= CALLS; call += 1) times.push(await timePit(world, call))
    const sorted = times.toSorted((a, b) => a - b)
    say('first /pit of an isolate', `${first.toFixed(0)} ms`)
    say(
      `/pit, ${CALLS} one after the other (50)`,
      `median ${at(sorted, 0.5).toFixed(0)} ms, 9 of 10 within ${at(sorted, 0.9).toFixed(0)} ms`,
    )
  } finally {
    await world.close()
  }
}

const say = (what: string, figure: string): void => console.log(`  ${what.padEnd(52)} ${figure}`)

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN

/** Time that the script itself was at work, in ms. */
const measureStart = (): number => {
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-start-'))
  try {
    const run = spawnSync(
      'wrangler',
      ['check', 'startup', '--outfile', join(folder, 'start.cpuprofile'), '--args=--minify'],
      { encoding: 'utf8', env: { ...process.env, ...offline, WRANGLER_LOG: 'log' } },
    )
    const active = /Active: ([\d.]+) ms/.exec(run.stdout)?.[1]
    if (active === undefined) throw new Error(run.stdout + run.stderr)
    return Number(active)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const timePit = async (world: Awaited<ReturnType<typeof openEdgeWorld>>, call: number): Promise<number> => {
  const body = new URLSearchParams({
    command: '/pit',
    text: `1100 翌月末 pit-${call}@example.com 月謝`,
    ...{ team_id: 'T000000001', channel_id: 'C000000001', channel_name: 'bills' },
    ...{ user_id: 'U000000001', user_name: 'tanaka', trigger_id: `t-${call}` },
    response_url: 'http://127.0.0.1:9/response',
  }).toString()
  const headers = await signForSlack(world.slackSigningSecret, body, Temporal.Now.instant())
  const started = performance.now()
  const answer = await world.fetch('/slack/events', {
    method: 'POST',
    body,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  })
  await answer.text()
  if (answer.status !== 200) throw new Error(`/pit was answered ${answer.status}`)
  return performance.now() - started
}
