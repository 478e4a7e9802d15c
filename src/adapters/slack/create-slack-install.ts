/** Installing the app in a workspace by OAuth: where the browser goes, and what Slack grants for the code that it brings back. */
import { WebClient } from '@slack/web-api'
import type { Log, SlackInstall } from '../../ports.ts'
import { slackFetch } from './slack-fetch.ts'
import { scopes } from './surfaces.ts'

export type SlackInstallDeps = {
  readonly clientId: string
  readonly clientSecret: string
  /** `https://slack.com`; in the sandbox the emulator's address. */
  readonly issuer: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly redirectUri: string
  readonly log: Log
}

/** One request may take this long, in ms. */
const TIMEOUT_MS = 15_000

export const createSlackInstall = (deps: SlackInstallDeps): SlackInstall => {
  const { clientId, clientSecret, issuer, apiUrl, redirectUri, log } = deps
  const options = { slackApiUrl: apiUrl, fetch: slackFetch, timeout: TIMEOUT_MS, retryConfig: { retries: 1 } }
  return {
    authorizeUrl: (state) =>
      `${issuer}/oauth/v2/authorize?${new URLSearchParams({
        client_id: clientId,
        scope: Object.keys(scopes).join(','),
        redirect_uri: redirectUri,
        state,
      })}`,
    redeem: async (code) => {
      try {
        const granted = await new WebClient(undefined, options).oauth.v2.access({
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: redirectUri,
        })
        const { access_token: token, team, enterprise, is_enterprise_install: isForAll } = granted
        const tenant = isForAll === true ? enterprise?.id : team?.id
        if (token === undefined || tenant === undefined) return undefined
        const who = await new WebClient(token, options).auth.test()
        return {
          tenant,
          token,
          enterprise: enterprise?.id,
          teamName: (isForAll === true ? enterprise?.name : team?.name) ?? tenant,
          botId: who.bot_id ?? '',
          botUser: granted.bot_user_id ?? who.user_id ?? '',
          scopes: (granted.scope ?? '').split(','),
        }
      } catch (error) {
        // Slack's code of the error only: the request carried secrets.
        const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
        log.error('slack installation was refused', { code: String(code) })
        return undefined
      }
    },
  }
}
