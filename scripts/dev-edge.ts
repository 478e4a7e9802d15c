/** Runs the worker locally and offline, with Slack and Resend emulated on loopback. */
import { spawn, spawnSync } from 'node:child_process'
import { createEmulator } from 'emulate'
import { buildAssets } from './build-assets.ts'
import { provideLocalBrowser } from './local-browser.ts'

const offline = {
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: '.cache/wrangler-logs',
  XDG_CACHE_HOME: '.cache',
}

await buildAssets()
await provideLocalBrowser(offline.XDG_CACHE_HOME, process.env)
const port = process.env['PORT'] ?? '8787'
const slack = await createEmulator({
  service: 'slack',
  port: 0,
  seed: { slack: { channels: [{ name: 'bills' }] } },
})
const resend = await createEmulator({ service: 'resend', port: 0 })
const local = (url: string): string => url.replace('localhost', '127.0.0.1')
const apiKey = 'pk_edge_sandbox_0123456789abcdef'
const variables = {
  BASE_URL: `http://localhost:${port}`,
  NETWORK_SECRETS: crypto.getRandomValues(new Uint8Array(32)).toBase64(),
  API_KEY: apiKey,
  RESEND_API_KEY: 're_sandbox',
  RESEND_BASE_URL: local(resend.url),
  MAIL_FROM: 'noreply@pitpost.example',
  SLACK_BOT_TOKEN: 'xoxb-sandbox',
  SLACK_SIGNING_SECRET: crypto.randomUUID(),
  SLACK_CHANNEL: 'bills',
  SLACK_API_URL: `${local(slack.url)}/api/`,
  MERCHANT_NAME: 'さくら学習塾',
}
const env = { ...process.env, ...offline }
const migrated = spawnSync('wrangler', ['d1', 'migrations', 'apply', 'pitpost', '--local'], {
  env,
  stdio: 'inherit',
})
if (migrated.status !== 0) process.exit(migrated.status ?? 1)
console.log(
  `\nAPI key            ${apiKey}\nSlack inspector    ${slack.url}\nResend inspector   ${resend.url}\n`,
)
const vars = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`])
const wrangler = spawn('wrangler', ['dev', '--local', '--port', port, ...vars], { env, stdio: 'inherit' })
const stop = (): void => {
  wrangler.kill('SIGTERM')
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
wrangler.on('exit', async (code) => {
  await Promise.all([slack.close(), resend.close()])
  process.exit(code ?? 0)
})
