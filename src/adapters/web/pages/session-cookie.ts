/** The browser's half of a session: a cookie that no script reads, that no other site sends along, and over https only. */
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { SESSION_DAYS } from '../../../domain/access.ts'
import type { PageDeps } from './web-env.ts'

type CookieDeps = Pick<PageDeps, 'secureCookies'>

const NAME = 'pitpost_session'
const NEXT = 'pitpost_next'
/** How long the page that somebody wanted is remembered while they sign in, in seconds. */
const NEXT_SECONDS = 1_800

/** `__Host-`: browsers take it over https only, for this very host, and no other host below the same domain can set it. */
const nameOf = ({ secureCookies }: CookieDeps): string => (secureCookies ? `__Host-${NAME}` : NAME)

const optionsOf = ({ secureCookies }: CookieDeps) =>
  ({ httpOnly: true, sameSite: 'Lax', secure: secureCookies, path: '/' }) as const

export const readSessionCookie = (c: Context, deps: CookieDeps): string | undefined =>
  getCookie(c, nameOf(deps))

export const setSessionCookie = (c: Context, deps: CookieDeps, token: string): void =>
  setCookie(c, nameOf(deps), token, { ...optionsOf(deps), maxAge: SESSION_DAYS * 24 * 3_600 })

export const dropSessionCookie = (c: Context, deps: CookieDeps): void => {
  deleteCookie(c, nameOf(deps), optionsOf(deps))
}

/** Remembers the page that was asked for before the person was known. */
export const rememberNext = (c: Context, deps: CookieDeps): void => {
  if (c.req.method !== 'GET' || c.req.path === '/') return
  const { search } = new URL(c.req.url)
  setCookie(c, NEXT, `${c.req.path}${search}`.slice(0, 1_000), { ...optionsOf(deps), maxAge: NEXT_SECONDS })
}

/** Where a person goes who has just signed in: a page of this site, whatever the cookie says. */
export const takeNext = (c: Context, deps: CookieDeps): string => {
  const wanted = getCookie(c, NEXT)
  if (wanted === undefined) return '/'
  deleteCookie(c, NEXT, optionsOf(deps))
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) && !wanted.includes('\\') ? wanted : '/'
}
