/** Sign-in by a one-time link, sign-out, and the guard in front of the console. */
import { Hono, type MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { SESSION_DAYS } from '../../../domain/access.ts'
import { showMessage } from './message-page.ts'
import type { PageDeps, WebEnv } from './web-env.ts'

const COOKIE = 'pitpost_session'

/** Routes `/sign-in/:token` and `/sign-out`. */
export const createSignInPages = ({ story, wallClock, render, secureCookies }: PageDeps): Hono => {
  const pages = new Hono()
  // A page with a button: a chat that previews links must not use them up.
  pages.get('/sign-in/:token', (c) =>
    showMessage(c, render, 200, {
      title: 'pitpost にサインイン',
      text: '下のボタンを押してください。このリンクは一度だけ使えます。',
      english: 'Press the button. This link works once.',
      action: `/sign-in/${encodeURIComponent(c.req.param('token'))}`,
      button: 'サインイン',
    }),
  )
  pages.post('/sign-in/:token', async (c) => {
    const request = { token: c.req.param('token'), device: c.req.header('user-agent') ?? '' }
    const result = await story.signIn(request, wallClock.now())
    if (!result.ok) {
      return showMessage(c, render, 401, {
        title: 'このリンクはもう使えません',
        text: '使い終わったか、時間が過ぎています。サーバーを起動した画面の新しいリンクを使ってください。',
        english: 'This link was used or has run out. Use a fresh one from where the server was started.',
      })
    }
    setCookie(c, COOKIE, result.value.token, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: secureCookies,
      path: '/',
      maxAge: SESSION_DAYS * 24 * 3600,
    })
    return c.redirect('/', 303)
  })
  pages.post('/sign-out', async (c) => {
    const token = getCookie(c, COOKIE)
    if (token !== undefined) await story.signOut(token)
    deleteCookie(c, COOKIE, { path: '/' })
    return showMessage(c, render, 200, {
      title: 'サインアウトしました',
      text: 'もう一度入るには、新しいサインインのリンクを使ってください。',
      english: 'Signed out.',
    })
  })
  return pages
}

/** Lets only signed-in people through; the others learn how to get a link. */
export const requireSession =
  ({ story, wallClock, render, sandbox }: PageDeps): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const token = getCookie(c, COOKIE)
    const session = token === undefined ? undefined : await story.findSession(token, wallClock.now())
    if (session !== undefined) {
      c.set('session', session)
      c.header('cache-control', 'no-store')
      return next()
    }
    return showMessage(c, render, 401, {
      title: 'サインインしてください',
      text: 'サーバーを起動した画面に、一度だけ使えるサインインのリンクがあります。それを開いてください。',
      english: 'Open the one-time sign-in link that the server printed when it started.',
      ...(sandbox ? { action: '/sandbox/sign-in', button: 'サンドボックスのコンソールに入る' } : {}),
    })
  }
