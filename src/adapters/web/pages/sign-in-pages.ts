/** Sign-in by a one-time link, the form that has one mailed, sign-out, and the guard in front of the console. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Text } from '../../../domain/result.ts'
import { addressOf } from '../limit-requests.ts'
import { wordsOf } from './failure-words.ts'
import { inLanguage, readLanguage, rememberLanguage } from './language-pages.ts'
import { showMessage } from './message-page.ts'
import {
  dropSessionCookie,
  readSessionCookie,
  rememberNext,
  setSessionCookie,
  takeNext,
} from './session-cookie.ts'
import type { PageDeps, WebEnv } from './web-env.ts'

/** Routes `/sign-in`, `/sign-in/:token` and `/sign-out`. */
export const createSignInPages = (deps: PageDeps): Hono => {
  const { story, wallClock, clock, render } = deps
  const pages = new Hono()
  pages.get('/sign-in', (c) => showSignIn(c, deps, 200, {}))
  pages.post('/sign-in', async (c) => {
    const { email } = await c.req.parseBody()
    const typed = typeof email === 'string' ? email : ''
    const asked = await story.requestSignIn({ email: typed, from: addressOf(c) }, clock.now())
    if (asked.ok) return showSignIn(c, deps, 200, { sentTo: typed.trim() })
    const { failure } = asked
    const wrong = wordsOf(failure)
    if (failure.kind !== 'too-many-requests') return showSignIn(c, deps, 422, { typed, wrong })
    c.header('retry-after', String(Math.ceil(failure.retryAfterMs / 1_000)))
    return showSignIn(c, deps, 429, { typed, wrong })
  })
  // A page with a button: what previews links, in a chat or a mailbox, must not use them up.
  pages.get('/sign-in/:token', (c) =>
    showMessage(c, render, 200, {
      title: { ja: 'pitpost にサインイン', en: 'Sign in to pitpost' },
      text: '下のボタンを押してください。このリンクは一度だけ使えます。',
      english: 'Press the button. This link works once.',
      action: `/sign-in/${encodeURIComponent(c.req.param('token'))}`,
      button: { ja: 'サインイン', en: 'Sign in' },
    }),
  )
  pages.post('/sign-in/:token', async (c) => {
    const request = { token: c.req.param('token'), device: c.req.header('user-agent') ?? '' }
    const result = await story.signIn(request, wallClock.now())
    return result.ok ? enter(c, deps, result.value) : showSignIn(c, deps, 401, { wrong: [linkIsOver] })
  })
  pages.post('/sign-out', async (c) => {
    const token = readSessionCookie(c, deps)
    if (token !== undefined) await story.signOut(token)
    dropSessionCookie(c, deps)
    return showMessage(c, render, 200, {
      title: { ja: 'サインアウトしました', en: 'Signed out' },
      text: 'もう一度入るには、サインインのページでリンクを受け取ってください。',
      english: 'To come in again, have a link sent to you on the sign-in page.',
      back: '/sign-in',
    })
  })
  return pages
}

/** A session for the browser, in the language of its owner, and on to the page that was wanted. */
export const enter = (
  c: Context,
  deps: PageDeps,
  { token, session }: { readonly token: string; readonly session: { readonly language: 'ja' | 'en' } },
): Response => {
  setSessionCookie(c, deps, token)
  rememberLanguage(c, deps, session.language)
  return c.redirect(takeNext(c, deps), 303)
}

/** Lets only signed-in people through; the others can have a link sent to them. */
export const requireSession =
  (deps: PageDeps): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const token = readSessionCookie(c, deps)
    const found = token === undefined ? undefined : await deps.story.findSession(token, deps.wallClock.now())
    if (token === undefined || found === undefined) {
      rememberNext(c, deps)
      return showSignIn(c, deps, 401, {})
    }
    if (found.renewed) setSessionCookie(c, deps, token)
    c.set('session', found.session)
    c.header('cache-control', 'no-store')
    return next()
  }

type Said = {
  readonly typed?: string
  readonly wrong?: readonly Text[]
  /** The address that a link is on its way to, if it is anybody's. */
  readonly sentTo?: string
}

/** The page with every way in. */
export const showSignIn = (
  c: Context,
  { render, sandbox, slackSignIn }: PageDeps,
  status: 200 | 401 | 403 | 422 | 429 | 503,
  { typed = '', wrong = [], sentTo }: Said,
): Response | Promise<Response> => {
  c.header('cache-control', 'no-store')
  return c.html(
    render(inLanguage('web/sign-in', readLanguage(c)), {
      title: { ja: 'サインイン', en: 'Sign in' },
      typed,
      wrong,
      sentTo: sentTo ?? null,
      hasSlack: slackSignIn !== undefined,
      sandbox,
    }),
    status,
  )
}

const linkIsOver: Text = {
  ja: 'このリンクはもう使えません。使い終わったか、時間が過ぎています。新しいリンクを受け取ってください。',
  en: 'This link was used, or has run out. Have a fresh one sent to you.',
}
