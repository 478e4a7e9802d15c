/** "Sign in with Slack": the way there and the way back. */
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as z from 'zod'
import type { SignInTry, SlackSignIn } from '../../../ports.ts'
import { wordsOf } from './failure-words.ts'
import { inLanguage, readLanguage } from './language-pages.ts'
import { enter, showSignIn } from './sign-in-pages.ts'
import type { PageDeps } from './web-env.ts'

/** What is remembered while the browser is at Slack, and for how long, in seconds. */
const TRY_SECONDS = 600
const shape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

/** Routes `/sign-in/slack` and `/sign-in/slack/callback`. */
export const createSlackSignInPages = (deps: PageDeps, slack: SlackSignIn): Hono => {
  const cookie = deps.secureCookies ? '__Host-pitpost_slack' : 'pitpost_slack'
  // Lax: Slack leads back by a plain link, with which the cookie comes along.
  const options = { httpOnly: true, sameSite: 'Lax', secure: deps.secureCookies, path: '/' } as const
  const pages = new Hono()
  pages.get('/sign-in/slack', async (c) => {
    const begun = await slack.begin()
    if (!begun.ok) return showSignIn(c, deps, 503, { wrong: [unavailable] })
    const { url, tries } = begun.value
    setCookie(c, cookie, JSON.stringify(tries), { ...options, maxAge: TRY_SECONDS })
    c.header('cache-control', 'no-store')
    return c.redirect(url, 303)
  })
  pages.get('/sign-in/slack/callback', async (c) => {
    const tries = readTry(getCookie(c, cookie))
    deleteCookie(c, cookie, options)
    const identity = tries && (await slack.finish(new URL(c.req.url), tries))
    if (identity?.ok !== true) return showSignIn(c, deps, 401, { wrong: [notBelieved] })
    const device = c.req.header('user-agent') ?? ''
    const entered = await deps.story.signInWithSlack(identity.value, device, deps.wallClock.now())
    if (!entered.ok) return showSignIn(c, deps, 403, { wrong: wordsOf(entered.failure) })
    if (entered.value.kind === 'in') return enter(c, deps, entered.value)
    c.header('cache-control', 'no-store')
    return c.html(
      deps.render(inLanguage('web/sign-in-choice', readLanguage(c)), {
        title: { ja: 'サインイン', en: 'Sign in' },
        ways: entered.value.ways,
      }),
    )
  })
  return pages
}

const readTry = (text: string | undefined): SignInTry | undefined => {
  try {
    return text === undefined ? undefined : shape.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const unavailable = {
  ja: 'いまはSlackに聞けません。少し待つか、メールでリンクを受け取ってください。',
  en: 'Slack does not answer right now. Wait a moment, or have a link sent by mail.',
}
const notBelieved = {
  ja: 'Slackでのサインインができませんでした。もう一度お試しください。',
  en: 'Signing in with Slack did not work. Please try again.',
}
