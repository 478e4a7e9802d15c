/** The console's page of mail settings, with a preview of every letter. */
import { Hono } from 'hono'
import { sampleLetters } from '../../../application/sample-letters.ts'
import { refuseRole } from '../../../domain/access.ts'
import { toJstDay } from '../../../domain/jst-day.ts'
import type { Language } from '../../../domain/language.ts'
import { customerLetters, type MailSettings } from '../../../domain/mail-settings.ts'
import {
  parseMailSettings,
  type RawMailSettings,
  toRawMailSettings,
} from '../../../domain/parse-mail-settings.ts'
import type { Problem, Text } from '../../../domain/result.ts'
import { readMailForm, type ShownLetter, toMailForm } from './mail-form.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** A mail is shown as it is, and loads nothing but the merchant's own logo. */
const MAIL_POLICY =
  "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-ancestors 'self'"

/** Routes below `/settings/mail`. */
export const createMailSettingsPages = (deps: PageDeps): Hono<WebEnv> => {
  const { store, story } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) => {
    const settings = await store.mailSettings(c.get('session').merchantId)
    return show(c, deps, toRawMailSettings(settings), [], shownOf(c))
  })
  pages.post('/', async (c) => {
    const asker = askerOf(c)
    const fields = await c.req.parseBody()
    const raw = readMailForm(fields, await store.mailSettings(asker.merchantId))
    const shown = { letter: String(fields['letter']), language: String(fields['language']) }
    const chosen = await story.chooseMailSettings({ ...asker, raw }, deps.clock.now())
    if (chosen.ok) return c.redirect(`/settings/mail?${new URLSearchParams({ ...shown, done: '1' })}`, 303)
    const problems = chosen.failure.kind === 'invalid-input' ? chosen.failure.problems : []
    return show(c, deps, raw, problems, shown)
  })
  pages.get('/preview', async (c) => {
    const settings = await store.mailSettings(c.get('session').merchantId)
    return preview(c, deps, settings, shownOf(c))
  })
  pages.post('/preview', async (c) => {
    const { merchantId } = c.get('session')
    const fields = await c.req.parseBody()
    const raw = readMailForm(fields, await store.mailSettings(merchantId))
    const shown = { letter: String(fields['letter']), language: String(fields['language']) }
    const parsed = parseMailSettings(raw)
    return parsed.ok ? preview(c, deps, parsed.value, shown) : show(c, deps, raw, parsed.failure, shown)
  })
  return pages
}

const saved: Text = {
  ja: '保存しました。これから送るメールに使います。',
  en: 'Saved. Used for mails from now on.',
}

const shownOf = (c: WebContext): ShownLetter => {
  const { letter = 'notice', language } = c.req.query()
  return {
    letter: customerLetters.find((known) => known === letter) ?? 'notice',
    language: language === 'en' ? 'en' : 'ja',
  }
}

const show = (
  c: WebContext,
  deps: PageDeps,
  raw: RawMailSettings,
  problems: readonly Problem[],
  shown: ShownLetter,
) => {
  const refused = refuseRole(c.get('session').role, 'manager')
  return showPage(
    c,
    deps,
    'web/mail-settings',
    {
      title: { ja: 'メールの設定', en: 'Mail settings' },
      done: c.req.query('done') === '1' ? saved : null,
      readOnly: refused?.kind === 'not-allowed' ? refused.message : null,
      ...toMailForm(raw, shown, problems),
    },
    problems.length > 0 ? 422 : 200,
  )
}

const preview = async (c: WebContext, deps: PageDeps, settings: MailSettings, shown: ShownLetter) => {
  const merchant = await deps.store.merchant(c.get('session').merchantId)
  if (merchant === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
  const language: Language = shown.language === 'en' ? 'en' : 'ja'
  const today = toJstDay(deps.clock.now())
  const samples = sampleLetters({ merchant, settings, language, today, baseUrl: deps.baseUrl })
  const sample = samples.find(({ name }) => name === shown.letter) ?? samples[0]
  if (sample === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
  const { html } = deps.writeMail(sample.letter)
  return c.html(html, 200, { 'content-security-policy': MAIL_POLICY, 'referrer-policy': 'no-referrer' })
}
