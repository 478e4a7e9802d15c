/** The pieces one machine's server is put together from: socket, background work, ticks, printer, and what it says. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Http2Bindings, type HttpBindings, type ServerType, serve } from '@hono/node-server'
import { createPrinter } from './adapters/print/create-printer.ts'
import { findBrowser } from './adapters/print/find-browser.ts'
import { type SlackEmulator, startSlackEmulator } from './adapters/sandbox/slack-emulator.ts'
import { createRandom } from './adapters/system/create-random.ts'
import type { Parts, Pitpost } from './compose.ts'
import type { Config } from './config.ts'
import { fail } from './domain/result.ts'
import type { Clock, Log, Printer } from './ports.ts'

const FONTS = fileURLToPath(new URL('../fonts/', import.meta.url))

/** Listens; rejects when the port is taken. */
export const listen = (
  { port, host, behindProxy }: Config,
  fetch: (request: Request, from: { readonly address: string | undefined }) => Promise<Response>,
): Promise<ServerType> =>
  new Promise((resolve, reject) => {
    const answer = (request: Request, { incoming }: HttpBindings | Http2Bindings): Promise<Response> => {
      // The last entry is the proxy's own word; those before it are whatever the client wrote.
      const forwarded = behindProxy ? request.headers.get('x-forwarded-for')?.split(',').at(-1) : undefined
      return fetch(request, { address: forwarded?.trim() || incoming.socket.remoteAddress })
    }
    const server = serve({ fetch: answer, port, hostname: host }, () => resolve(server))
    server.once('error', reject)
  })

/** The configuration with the port that was really taken: `PORT=0` takes a free one. */
export const withPort = (config: Config, server: ServerType): Config => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.port
  return { ...config, port, baseUrl: config.baseUrl.replace(/:0$/, `:${port}`) }
}

export type Background = {
  add(work: Promise<void>): void
  /** Waits for all work, at most so long, in ms. */
  drain(limitMs: number): Promise<void>
}

export const createBackground = (): Background => {
  const works = new Set<Promise<void>>()
  return {
    add: (work) => {
      works.add(work)
      void work.finally(() => works.delete(work))
    },
    drain: async (limitMs) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs)
      })
      await Promise.race([Promise.allSettled(works), late])
      clearTimeout(timer)
    },
  }
}

/** Ticks, one after the other, until stopped. */
export const startTicking = (
  pitpost: Pitpost,
  clock: Clock,
  log: Log,
  everyMs: number,
): { stop(): Promise<void> } => {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= pitpost
      .tick(clock.now())
      .catch((error: unknown) => log.error('tick failed', { error: String(error) }))
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** A printer over the browser that was found; without one, sheets wait and everything else works. */
export const choosePrinter = async (env: NodeJS.ProcessEnv, log: Log): Promise<Parts['printer']> => {
  const found = await findBrowser(env)
  if (!found.ok) {
    console.error(`! ${found.failure.ja}\n! ${found.failure.en}`)
    return () => withoutBrowser(found.failure.en)
  }
  const fontsCss = readFileSync(join(FONTS, 'fonts.css'), 'utf8')
  const readFont = async (path: string): Promise<Uint8Array | undefined> =>
    /^[a-z\d-]+\/[\w-]+\.woff2$/.test(path) ? new Uint8Array(await readFile(join(FONTS, path))) : undefined
  const isRoot = process.getuid?.() === 0
  return (render) =>
    createPrinter({ executablePath: found.value.executablePath, render, fontsCss, readFont, log, isRoot })
}

const withoutBrowser = (detail: string): Printer => {
  const unavailable = async () => fail({ kind: 'unavailable', part: 'printer', detail } as const)
  return {
    printSheets: unavailable,
    printTogether: unavailable,
    printDocument: unavailable,
    picture: unavailable,
    status: async () => detail,
    close: async () => undefined,
  }
}

export type SandboxServices = {
  readonly emulator: SlackEmulator
  readonly selfUrl: string
  readonly apiKey: string
  readonly networkSecret: string
  readonly mailWebhookSecret: string
  readonly slack: Parts['slack']
  readonly slackInspectorUrl: string
}

/** What production has outside and the sandbox brings along; secrets are made anew at each start. */
export const startSandbox = async (config: Config): Promise<SandboxServices> => {
  const { token } = createRandom()
  const emulator = await startSlackEmulator(config.slackEmulatorPort)
  return {
    emulator,
    selfUrl: `http://127.0.0.1:${config.port}`,
    apiKey: config.apiKey ?? `pk_sandbox_${token()}`,
    networkSecret: crypto.getRandomValues(new Uint8Array(32)).toBase64(),
    mailWebhookSecret: `whsec_${crypto.getRandomValues(new Uint8Array(24)).toBase64()}`,
    slack: { ...emulator, signingSecret: token() },
    slackInspectorUrl: emulator.inspectorUrl,
  }
}

/** Where lines go, and whom the stores' interface believes. */
export const chooseDoors = (
  config: Config,
  sandbox: SandboxServices | undefined,
): Pick<Parts, 'slack' | 'slackApp' | 'networkSecrets' | 'mailWebhookSecret'> => {
  if (sandbox !== undefined) {
    const { slack, networkSecret, mailWebhookSecret } = sandbox
    return {
      slack,
      slackApp: sandbox.emulator.app,
      mailWebhookSecret,
      networkSecrets: [{ client: '', secret: networkSecret }, ...config.networkSecrets],
    }
  }
  const { slack, mail } = config
  if (slack === undefined) throw new Error('production without Slack passed the configuration')
  return {
    slack,
    ...(config.slackApp && { slackApp: config.slackApp }),
    networkSecrets: config.networkSecrets,
    mailWebhookSecret: mail?.via === 'resend' ? mail.webhookSecret : undefined,
  }
}

/** Says where everything is. */
export const announce = (
  config: Config,
  links: { readonly signInPath: string; readonly centreSignInPath: string },
  sandbox: SandboxServices | undefined,
): void => {
  const { baseUrl } = config
  const lines = [
    '',
    `ready ${baseUrl}`,
    '',
    `  コンソール Console    ${baseUrl}${links.signInPath}`,
    `  センター Centre       ${baseUrl}${links.centreSignInPath}`,
    '                        （一度だけ使えるサインインのリンク / one-time sign-in link）',
  ]
  if (sandbox !== undefined) {
    lines.push(
      `  チャット Chat page    ${baseUrl}/sandbox/chat`,
      `  メール Mailbox        ${baseUrl}/sandbox/mail`,
      `  お店 Store terminal   ${baseUrl}/sandbox/terminal`,
      `  時計 Clock            ${baseUrl}/sandbox/clock`,
      `  Slack inspector       ${sandbox.slackInspectorUrl}`,
      `  API key               ${sandbox.apiKey}`,
      '',
      '  サンドボックスです。本物のメール・Slack・お金は動きません。 / Sandbox: no real mail, Slack or money.',
    )
  }
  lines.push('  コマンド Commands     npx pitpost --help')
  console.log([...lines, '  Ctrl-C で終了 / to stop', ''].join('\n'))
}
