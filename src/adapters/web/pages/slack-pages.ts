/** The console's page of Slack: which channels are the merchant's, and a code that connects one more. */
import { Hono } from 'hono'
import { refuseRole } from '../../../domain/access.ts'
import { CHANNEL_CODE_MINUTES } from '../../../domain/chat-access.ts'
import { formatJstTime } from '../../../domain/jst-day.ts'
import type { Failure, Text } from '../../../domain/result.ts'
import { wordsOf } from './failure-words.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const doneTexts: Readonly<Record<string, Text>> = {
  installed: {
    ja: 'つながりました。お知らせを届けるチャンネルで「/invite @pitpost」、つづけて「/pit connect コード」と打ってください。',
    en: 'Connected. In the channel for the news, type /invite @pitpost and then /pit connect CODE.',
  },
  disconnected: { ja: 'チャンネルを外しました。', en: 'The channel is disconnected.' },
}

/** Routes below `/settings/slack`. */
export const createSlackPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, clock } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showSlack(c, deps, {}))
  pages.post('/code', async (c) => {
    const made = await story.makeChannelCode(askerOf(c), clock.now())
    return made.ok ? showSlack(c, deps, { code: made.value }) : showSlack(c, deps, { failure: made.failure })
  })
  pages.post('/channels/:team/:channel/disconnect', async (c) => {
    const { team, channel } = c.req.param()
    const done = await story.disconnectChannel({ ...askerOf(c), team, channel }, clock.now())
    return done.ok
      ? c.redirect('/settings/slack?done=disconnected', 303)
      : showSlack(c, deps, { failure: done.failure })
  })
  return pages
}

type Said = { readonly code?: string; readonly failure?: Failure }

export const showSlack = async (c: WebContext, deps: PageDeps, { code, failure }: Said) => {
  const { merchantId, role } = c.get('session')
  const [merchant, channels, people, installations] = await Promise.all([
    deps.store.merchant(merchantId),
    deps.store.connectedChannels(merchantId),
    deps.store.staff(merchantId),
    deps.store.slackInstallations(merchantId),
  ])
  const refused = refuseRole(role, 'manager')
  const known = people.filter(({ isActive, slack }) => isActive && slack !== undefined)
  return showPage(
    c,
    deps,
    'web/slack',
    {
      title: { ja: 'Slack', en: 'Slack' },
      done: failure === undefined ? (doneTexts[c.req.query('done') ?? ''] ?? null) : null,
      wrong: failure === undefined ? [] : wordsOf(failure),
      readOnly: refused?.kind === 'not-allowed' ? refused.message : null,
      code: code ?? null,
      minutes: CHANNEL_CODE_MINUTES,
      home: merchant?.slackChannel ?? null,
      channels: channels.map(({ team, channel, name, connectedAt, connectedBy }) => ({
        ...{ team, channel, name, by: connectedBy, at: formatJstTime(connectedAt) },
      })),
      knownCount: known.length,
      canInstall: deps.canInstallSlack && refuseRole(role, 'admin') === undefined,
      installations: installations.map(({ teamName, installedAt, installedBy }) => ({
        ...{ name: teamName, at: formatJstTime(installedAt), by: installedBy },
      })),
    },
    failure === undefined
      ? 200
      : failure.kind === 'not-allowed'
        ? 403
        : failure.kind === 'not-found'
          ? 404
          : 409,
  )
}
