/** The console's page of the chat's digests: which, when, in which channel, and who is called. */
import { Hono } from 'hono'
import { refuseRole } from '../../../domain/access.ts'
import { type DigestName, digestNames } from '../../../domain/chat-settings.ts'
import {
  type RawChatSettings,
  type RawDigest,
  toRawChatSettings,
} from '../../../domain/parse-chat-settings.ts'
import type { Problem, Text } from '../../../domain/result.ts'
import { wordsOf } from './failure-words.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const words: Readonly<Record<DigestName, { readonly name: Text; readonly what: Text }>> = {
  morning: {
    name: { ja: '朝のまとめ', en: 'Morning digest' },
    what: {
      ja: 'きのうの入金（お店ごと）、きょう期限の請求、期限切れ、届かなかったメール、決めていない入金。何もない日は送りません。',
      en: 'What came in yesterday (by chain), what is due today, what ran out, mails that came back, payments to decide about. Nothing is sent when there is nothing to tell.',
    },
  },
  settlement: {
    name: { ja: '精算のお知らせ', en: 'Settlement' },
    what: {
      ja: '通知日に、料金の内訳・お店ごと・前回との比較・図と、明細の CSV・精算書の PDF を送ります。',
      en: 'On the notice day: every fee, by chain, against the last period, with a chart, and in its thread the CSV and the statement as PDF.',
    },
  },
  month: {
    name: { ja: '月のまとめ', en: 'Monthly report' },
    what: {
      ja: '毎月はじめの銀行営業日に、請求と入金・支払いまでの日数・お店ごとを図で送ります。',
      en: 'On the first bank business day of a month: billed and collected, days to payment, by chain, with charts.',
    },
  },
}

/** Routes below `/settings/chat`. */
export const createChatSettingsPages = (deps: PageDeps): Hono<WebEnv> => {
  const { store, story, clock } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', async (c) =>
    show(c, deps, toRawChatSettings(await store.chatSettings(c.get('session').merchantId)), []),
  )
  pages.post('/', async (c) => {
    const raw = readForm(await c.req.parseBody())
    const chosen = await story.chooseChatSettings({ ...askerOf(c), raw }, clock.now())
    if (chosen.ok) return c.redirect('/settings/chat?done=1', 303)
    const { failure } = chosen
    const problems =
      failure.kind === 'invalid-input'
        ? failure.problems
        : wordsOf(failure).map((message) => ({ field: '', rule: failure.kind, message }))
    return show(c, deps, raw, problems)
  })
  return pages
}

const readForm = (fields: Readonly<Record<string, unknown>>): RawChatSettings => {
  const text = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value : ''
  }
  const digest = (name: DigestName): RawDigest => ({
    on: text(`${name}.on`) === '1',
    channel: text(`${name}.channel`),
    mention: text(`${name}.mention`),
    ...(name === 'settlement' ? {} : { time: text(`${name}.time`) }),
    ...(name === 'morning' ? { days: text(`${name}.days`) } : {}),
  })
  return Object.fromEntries(digestNames.map((name) => [name, digest(name)]))
}

const saved: Text = {
  ja: '保存しました。つぎのまとめから使います。',
  en: 'Saved. Used from the next digest on.',
}

const show = (c: WebContext, deps: PageDeps, raw: RawChatSettings, problems: readonly Problem[]) => {
  const refused = refuseRole(c.get('session').role, 'manager')
  const problemsOf = (field: string) =>
    problems.filter((problem) => problem.field === field).map(({ message }) => message)
  return showPage(
    c,
    deps,
    'web/chat-settings',
    {
      title: { ja: 'Slack 通知', en: 'Slack messages' },
      done: c.req.query('done') === '1' && problems.length === 0 ? saved : null,
      readOnly: refused?.kind === 'not-allowed' ? refused.message : null,
      count: problems.length,
      general: problemsOf(''),
      digests: digestNames.map((name) => ({
        name,
        words: words[name],
        raw: { channel: '', mention: 'none', ...raw[name] },
        hasTime: name !== 'settlement',
        hasDays: name === 'morning',
        problems: {
          channel: problemsOf(`${name}.channel`),
          mention: problemsOf(`${name}.mention`),
          time: problemsOf(`${name}.time`),
        },
      })),
    },
    problems.length > 0 ? 422 : 200,
  )
}
