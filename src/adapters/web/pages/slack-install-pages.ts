/** Connecting a workspace of Slack: the way there and the way back, for an admin of the console. */
import { Hono } from 'hono'
import type { SlackInstall } from '../../../ports.ts'
import { showSlack } from './slack-pages.ts'
import { askerOf, type PageDeps, type WebEnv } from './web-env.ts'

/** Routes `/slack/install` and `/slack/oauth_redirect`. */
export const createSlackInstallPages = (deps: PageDeps, slack: SlackInstall): Hono<WebEnv> => {
  const { story, wallClock } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/install', async (c) => {
    const begun = await story.beginInstall(askerOf(c), wallClock.now())
    return begun.ok
      ? c.redirect(slack.authorizeUrl(begun.value), 303)
      : showSlack(c, deps, { failure: begun.failure })
  })
  pages.get('/oauth_redirect', async (c) => {
    const { state = '', code = '' } = c.req.query()
    const request = {
      ...askerOf(c),
      state,
      redeem: async () => (code === '' ? undefined : slack.redeem(code)),
    }
    const installed = await story.finishInstall(request, wallClock.now())
    return installed.ok
      ? c.redirect('/settings/slack?done=installed', 303)
      : showSlack(c, deps, { failure: installed.failure })
  })
  return pages
}
