/** Which door answers which address, and what every answer carries. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { createReportDoor } from './adapters/mail/create-report-door.ts'
import { writeLetter } from './adapters/mail/write-letter.ts'
import { drawBarcode } from './adapters/print/draw-barcode.ts'
import { createSlackDoor } from './adapters/slack/create-slack-door.ts'
import type { SlackHandler } from './adapters/slack/create-slack-handler.ts'
import { createSlackInstall } from './adapters/slack/create-slack-install.ts'
import { systemClock } from './adapters/system/create-clock.ts'
import { createDocsApi } from './adapters/web/api/docs-api.ts'
import { createNetworkApi } from './adapters/web/api/network-api.ts'
import { answerFailure } from './adapters/web/api/problem-json.ts'
import { createStaffApi } from './adapters/web/api/staff-api.ts'
import { createMetrics } from './adapters/web/create-metrics.ts'
import { createCardPages } from './adapters/web/pages/card-pages.ts'
import { createCentrePages } from './adapters/web/pages/centre-pages.ts'
import { createChatSettingsPages } from './adapters/web/pages/chat-settings-pages.ts'
import { createConsolePages } from './adapters/web/pages/console-pages.ts'
import { createCustomerPages } from './adapters/web/pages/customer-pages.ts'
import { createDocumentPages } from './adapters/web/pages/document-pages.ts'
import { createFeedPages } from './adapters/web/pages/feed-pages.ts'
import { createFilePages } from './adapters/web/pages/file-pages.ts'
import { createForecastPages } from './adapters/web/pages/forecast-pages.ts'
import { createInvoicePages } from './adapters/web/pages/invoice-pages.ts'
import { createKeyPages } from './adapters/web/pages/key-pages.ts'
import { createLanguagePages } from './adapters/web/pages/language-pages.ts'
import { createMailPages } from './adapters/web/pages/mail-pages.ts'
import { createMailSettingsPages } from './adapters/web/pages/mail-settings-pages.ts'
import { notFoundMessage, showMessage } from './adapters/web/pages/message-page.ts'
import { createNumberPages } from './adapters/web/pages/number-pages.ts'
import { createPaymentPages } from './adapters/web/pages/payment-pages.ts'
import { createProofPages } from './adapters/web/pages/proof-pages.ts'
import { createReminderPages } from './adapters/web/pages/reminder-pages.ts'
import { createSessionPages } from './adapters/web/pages/session-pages.ts'
import { createSettingsHistoryPage } from './adapters/web/pages/settings-history-page.ts'
import { createSettingsPages } from './adapters/web/pages/settings-pages.ts'
import { createSignInPages, requireSession } from './adapters/web/pages/sign-in-pages.ts'
import { createSlackInstallPages } from './adapters/web/pages/slack-install-pages.ts'
import { createSlackPages } from './adapters/web/pages/slack-pages.ts'
import { createSlackSignInPages } from './adapters/web/pages/slack-sign-in-pages.ts'
import { createStaffPages } from './adapters/web/pages/staff-pages.ts'
import type { PageDeps } from './adapters/web/pages/web-env.ts'
import { createWebhookPages } from './adapters/web/pages/webhook-pages.ts'
import { serveAssets } from './adapters/web/serve-assets.ts'
import type { Story } from './application/story.ts'
import type { World } from './application/world.ts'
import type { Parts } from './compose.ts'
import type { Failure } from './domain/result.ts'
import type { Render, WriteMail } from './ports.ts'

export type DoorParts = {
  readonly parts: Parts
  readonly world: World
  readonly story: Story
  readonly render: Render
  readonly handleSlack: SlackHandler
}

const refusedMessage = {
  title: { ja: 'この操作は受け付けられません', en: 'This cannot be accepted' },
  text: '別のサイトから送られたか、形の違うリクエストです。pitpost の画面を開いて、もう一度お試しください。',
  english: 'This request was refused: it came from another site or has the wrong form.',
  back: '/',
} as const

/** Sender of previews where none is configured. */
const SAMPLE_SENDER = 'noreply@pitpost.example'

/** Nothing of a page comes from elsewhere, runs inline, or is framed by others. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
  "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"

/** All routes. */
export const openDoors = ({ parts, world, story, render, handleSlack }: DoorParts): Hono => {
  const { clock, config, log } = parts
  const { store } = world
  const doors = new Hono()
  doors.use(requestId(), answerSafely)
  doors.onError((error, c) => {
    const forPrograms = isForPrograms(c.req.path)
    if (error instanceof HTTPException) {
      return forPrograms
        ? answerFailure(c, toFailure(error))
        : showMessage(c, render, error.status, refusedMessage)
    }
    log.error('request failed', {
      path: c.req.path,
      request: c.get('requestId'),
      error: String(error),
      stack: error.stack,
    })
    if (forPrograms) return answerFailure(c, toFailure(error))
    return showMessage(c, render, 500, {
      title: { ja: '申し訳ありません、うまくいきませんでした', en: 'Sorry, something went wrong' },
      text:
        '少し待ってから、もう一度お試しください。くり返すときは、この番号をお知らせください：' +
        c.get('requestId'),
      english: `Please try again in a moment. If it happens again, tell us this number: ${c.get('requestId')}`,
    })
  })
  doors.get('/healthz', (c) => c.json({ status: 'ok' }))
  doors.get('/readyz', (c) => answerReady(c, world))
  doors.route('/metrics', createMetrics({ story, store, clock }))
  doors.route(
    '/api/v1',
    createDocsApi({ render, baseUrl: config.baseUrl, document: parts.templates['openapi.json'] ?? '{}' }),
  )
  doors.route(
    '/api/v1',
    createStaffApi({
      ...{ story, store, clock, baseUrl: config.baseUrl },
      ...{ limiter: parts.limiter, perMinute: config.apiPerMinute },
    }),
  )
  doors.route('/network/v1', createNetworkApi({ story, store, clock, secrets: parts.networkSecrets }))
  doors.route(
    '/slack',
    createSlackDoor({ handle: handleSlack, signingSecret: parts.slack.signingSecret, clock }),
  )
  doors.route(
    '/webhooks',
    createReportDoor({
      recordMailReport: story.recordMailReport,
      clock,
      log,
      secret: parts.mailWebhookSecret,
    }),
  )
  for (const path of ['/api/*', '/network/*', '/webhooks/*']) {
    doors.all(path, (c) => answerFailure(c, { kind: 'not-found', what: 'page', id: c.req.path }))
  }
  doors.route('/', serveAssets({ templates: parts.templates, readAsset: parts.readAsset, render }))
  const writeMail: WriteMail = (letter) => writeLetter(render, config.mail?.from ?? SAMPLE_SENDER, letter)
  if (parts.sandbox !== undefined)
    doors.route('/sandbox', parts.sandbox.openDoors({ world, render, writeMail }))
  doors.route('/', openPages({ parts, world, story, render, handleSlack }, writeMail))
  // A handler of its own: the app that these doors are part of has another word for what is not there.
  doors.all('*', (c) => showMessage(c, render, 404, notFoundMessage))
  return doors
}

/** Whether everything that is needed answers, and if not, what does not. */
const answerReady = async (
  c: Context,
  { store, printer: press, mailer, chat: channel }: World,
): Promise<Response> => {
  const [database, printer, mail, chat] = await Promise.all([
    store.merchants().then(
      () => 'ok',
      (error: unknown) => String(error),
    ),
    press.status(),
    mailer.status(),
    channel.status(),
  ])
  const isReady = [database, printer, mail, chat].every((status) => status === 'ok')
  return c.json({ database, printer, mail, chat }, isReady ? 200 : 503)
}

/** Programs get problem documents, people get pages. */
const isForPrograms = (path: string): boolean => /^\/(api|network|webhooks)\//.test(path)

const toFailure = (error: Error): Failure =>
  error instanceof HTTPException && error.status < 500
    ? {
        kind: 'invalid-input',
        problems: [
          {
            field: 'body',
            rule: 'request',
            message: { ja: 'リクエストの形が合いません。', en: error.message },
          },
        ],
      }
    : { kind: 'unavailable', part: 'server', detail: 'unexpected' }

/** Only with the app's own id and secret, and a key to keep tokens under. */
const openInstall = ({ slackApp, slack, config, log }: Parts) =>
  slackApp && config.tokenKey !== undefined
    ? createSlackInstall({
        ...{ ...slackApp, log },
        apiUrl: slack.apiUrl,
        redirectUri: `${config.baseUrl}/slack/oauth_redirect`,
      })
    : undefined

const openPages = ({ parts, world, story, render }: DoorParts, writeMail: WriteMail): Hono => {
  const { clock, config } = parts
  const slackInstall = openInstall(parts)
  const deps: PageDeps = {
    story,
    store: world.store,
    clock,
    wallClock: systemClock,
    render,
    drawBarcode,
    writeMail,
    baseUrl: config.baseUrl,
    newToken: world.random.token,
    secureCookies: config.baseUrl.startsWith('https:'),
    sandbox: config.sandbox,
    canInstallSlack: slackInstall !== undefined,
    slackSignIn:
      parts.slackApp &&
      parts.createSlackSignIn({
        ...parts.slackApp,
        redirectUri: `${config.baseUrl}/sign-in/slack/callback`,
        log: parts.log,
      }),
    readAsset: parts.readAsset,
    limiter: parts.limiter,
    writeDueEntry: parts.writeDueEntry,
  }
  const pages = new Hono()
  pages.route('/s', createReminderPages(deps))
  pages.use(csrf())
  pages.route('/s', createCustomerPages(deps))
  pages.route('/documents', createDocumentPages(deps))
  pages.route('/', createLanguagePages(deps))
  if (deps.slackSignIn !== undefined) pages.route('/', createSlackSignInPages(deps, deps.slackSignIn))
  pages.route('/', createSignInPages(deps))
  const console = new Hono()
  console.use(requireSession(deps))
  console.route('/invoices', createInvoicePages(deps))
  console.route('/files', createFilePages(deps))
  console.route('/mails', createMailPages(deps))
  console.route('/feeds', createFeedPages(deps))
  console.route('/cards', createCardPages(deps))
  console.route('/numbers', createNumberPages(deps))
  console.route('/forecast', createForecastPages(deps))
  console.route('/payments', createPaymentPages(deps))
  console.route('/merchants', createCentrePages(deps))
  console.route('/settings/chat', createChatSettingsPages(deps))
  console.route('/settings/webhooks', createWebhookPages(deps))
  console.route('/settings/mail', createMailSettingsPages(deps))
  if (slackInstall !== undefined) console.route('/slack', createSlackInstallPages(deps, slackInstall))
  console.route('/settings/staff', createStaffPages(deps))
  console.route('/settings/keys', createKeyPages(deps))
  console.route('/settings/slack', createSlackPages(deps))
  console.route('/settings/sessions', createSessionPages(deps))
  console.route('/settings/history', createSettingsHistoryPage(deps))
  console.route('/settings', createSettingsPages(deps))
  console.route('/proofs', createProofPages(deps))
  console.route('/', createConsolePages(deps))
  pages.route('/', console)
  return pages
}

const answerSafely: MiddlewareHandler = async (c, next) => {
  await next()
  const set = (name: string, value: string): void => {
    if (!c.res.headers.has(name)) c.header(name, value)
  }
  set('content-security-policy', PAGE_POLICY)
  set('x-content-type-options', 'nosniff')
  set('referrer-policy', 'same-origin')
  set('x-frame-options', 'SAMEORIGIN')
}
