/** In which language somebody reads the pages: a cookie that a button sets. */
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Language } from '../../../domain/language.ts'
import type { Text } from '../../../domain/result.ts'
import type { PageDeps } from './web-env.ts'

const COOKIE = 'pitpost_language'
const KEPT_DAYS = 365

/** Japanese unless the reader has chosen English, here or in the address. */
export const readLanguage = (c: Context): Language => {
  const asked = c.req.query('lang') ?? getCookie(c, COOKIE)
  return asked === 'en' ? 'en' : 'ja'
}

/** The template of a page in a language. */
export const inLanguage = (name: string, language: Language): string =>
  language === 'ja' ? name : `${name}.${language}`

/** A text as it is; a word that is the same in both languages as a text. */
export const toText = (said: string | Text): Text =>
  typeof said === 'string' ? { ja: said, en: said } : said

/** Route `/language`. */
export const createLanguagePages = ({ secureCookies }: Pick<PageDeps, 'secureCookies'>): Hono => {
  const pages = new Hono()
  pages.post('/language', async (c) => {
    const { language, back } = await c.req.parseBody()
    setLanguage(c, { secureCookies }, language === 'en' ? 'en' : 'ja')
    return c.redirect(typeof back === 'string' ? toOwnPath(back) : '/', 303)
  })
  return pages
}

const setLanguage = (
  c: Context,
  { secureCookies }: Pick<PageDeps, 'secureCookies'>,
  language: Language,
): void =>
  setCookie(c, COOKIE, language, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: secureCookies,
    path: '/',
    maxAge: KEPT_DAYS * 24 * 3600,
  })

/** The language of whoever has just signed in, unless one was chosen in this browser. */
export const rememberLanguage = (
  c: Context,
  deps: Pick<PageDeps, 'secureCookies'>,
  language: Language,
): void => {
  if (getCookie(c, COOKIE) === undefined) setLanguage(c, deps, language)
}

/** An address of this site, whatever was sent: never a way to another one. */
const toOwnPath = (text: string): string =>
  /^\/(?![/\\])[\x21-\x7e]*$/.test(text) && !text.includes('\\') ? text : '/'
