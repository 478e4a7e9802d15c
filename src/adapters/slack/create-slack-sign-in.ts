/** "Sign in with Slack": OpenID Connect by openid-client, with state, nonce, a verified id token, and PKCE where it is offered. */
import type { Configuration } from 'openid-client'
import { fail, ok } from '../../domain/result.ts'
import type { Log, SignInTry, SlackSignIn } from '../../ports.ts'
import { slackFetch } from './slack-fetch.ts'

export type SlackSignInDeps = {
  readonly clientId: string
  readonly clientSecret: string
  /** `https://slack.com`; in the sandbox the emulator's address. */
  readonly issuer: string
  /** Where Slack sends the browser back to. */
  readonly redirectUri: string
  readonly log: Log
}

/** One request may take this long, in seconds. */
const TIMEOUT_S = 15

/** Slack's own claims. */
const USER = 'https://slack.com/user_id'
const TEAM = 'https://slack.com/team_id'

export const createSlackSignIn = (deps: SlackSignInDeps): SlackSignIn => {
  let discovered: Promise<Configuration> | undefined
  const configure = (): Promise<Configuration> => {
    discovered ??= discover(deps).catch((error: unknown) => {
      // Asked again at the next try.
      discovered = undefined
      throw error
    })
    return discovered
  }
  return {
    begin: async () => {
      try {
        return ok(await begin(await configure(), deps.redirectUri))
      } catch (error) {
        deps.log.error('slack sign-in is unavailable', { error: String(error) })
        return fail({ kind: 'unavailable', part: 'slack', detail: String(error) })
      }
    },
    finish: async (answer, tries) => {
      try {
        const config = await configure()
        const { authorizationCodeGrant } = await import('openid-client')
        const tokens = await authorizationCodeGrant(config, toRedirected(answer, deps.redirectUri), {
          expectedState: tries.state,
          expectedNonce: tries.nonce,
          idTokenExpected: true,
          ...(tries.verifier === '' ? {} : { pkceCodeVerifier: tries.verifier }),
        })
        return toIdentity(tokens.claims() ?? {})
      } catch (error) {
        // Never the answer itself: it carries a code.
        deps.log.info('slack sign-in was refused', { error: String(error) })
        return fail({ kind: 'not-signed-in' })
      }
    },
  }
}

const discover = async ({ issuer, clientId, clientSecret }: SlackSignInDeps): Promise<Configuration> => {
  const { allowInsecureRequests, customFetch, discovery, enableNonRepudiationChecks } = await import(
    'openid-client'
  )
  // The sandbox's Slack is on this machine, without TLS.
  const isLocal = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(issuer)
  return discovery(new URL(issuer), clientId, clientSecret, undefined, {
    [customFetch]: slackFetch,
    timeout: TIMEOUT_S,
    // The signature of the id token is checked, too, although it comes straight from Slack.
    execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
  })
}

const begin = async (
  config: Configuration,
  redirectUri: string,
): Promise<{ readonly url: string; readonly tries: SignInTry }> => {
  const client = await import('openid-client')
  const hasPkce = config.serverMetadata().supportsPKCE()
  const tries: SignInTry = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: hasPkce ? client.randomPKCECodeVerifier() : '',
  }
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: tries.state,
    nonce: tries.nonce,
    ...(hasPkce
      ? {
          code_challenge: await client.calculatePKCECodeChallenge(tries.verifier),
          code_challenge_method: 'S256',
        }
      : {}),
  })
  return { url: url.href, tries }
}

/** The address as Slack knows it, whatever the server behind a proxy sees of it. */
const toRedirected = (answer: URL, redirectUri: string): URL => {
  const redirected = new URL(redirectUri)
  redirected.search = answer.search
  return redirected
}

const toIdentity = (claims: Readonly<Record<string, unknown>>) => {
  const text = (name: string): string | undefined => {
    const claim = claims[name]
    return typeof claim === 'string' && claim !== '' ? claim : undefined
  }
  const [user, team] = [text(USER), text(TEAM)]
  if (user === undefined || team === undefined) return fail({ kind: 'not-signed-in' } as const)
  const email = claims['email_verified'] === true ? text('email') : undefined
  return ok({ user, team, name: text('name') ?? user, email })
}
