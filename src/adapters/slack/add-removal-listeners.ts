/** Slack says that the app was removed, or that its token is void: the workspace is forgotten. */
import type { App } from '@slack/bolt'
import type { SlackDeps } from './slack-deps.ts'

export const addRemovalListeners = (app: App, { story, clock }: SlackDeps): void => {
  app.event('app_uninstalled', async ({ body }) => {
    await story.removeInstallation({ tenant: tenantOf(body), why: 'app_uninstalled' }, clock.now())
  })
  app.event('tokens_revoked', async ({ body, event }) => {
    // Of a person's token nothing is kept here.
    if ((event.tokens.bot ?? []).length === 0) return
    await story.removeInstallation({ tenant: tenantOf(body), why: 'tokens_revoked' }, clock.now())
  })
}

const tenantOf = (body: { readonly team_id?: string; readonly enterprise_id?: string }): string =>
  body.team_id ?? body.enterprise_id ?? ''
