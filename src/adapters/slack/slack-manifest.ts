/** The manifest of the Slack app, made from what the app answers to: pasted into Slack, it makes the app. */
import { commands, events, scopes, shortcuts } from './surfaces.ts'

export type ManifestChoice = {
  /** Where Slack reaches this server, without a trailing slash; for Socket Mode only "Sign in with Slack" needs it. */
  readonly baseUrl: string
  /** Slack is asked for everything over a socket: no public address is needed. */
  readonly socket: boolean
}

/** As Slack's app manifests are written (features, oauth_config, settings). */
export const toSlackManifest = ({ baseUrl, socket }: ManifestChoice) => {
  const requestUrl = `${baseUrl}/slack/events`
  const reached = socket ? {} : { url: requestUrl }
  return {
    display_information: {
      name: 'pitpost',
      description: 'コンビニ払いの請求と入金 / Konbini bills and payments',
      background_color: '#0b5d3b',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'pitpost', always_online: true },
      slash_commands: commands.map(({ command, does, usage }) => ({
        command,
        ...reached,
        description: `${does.ja} / ${does.en}`,
        usage_hint: usage,
        should_escape: false,
      })),
      shortcuts: shortcuts.map(({ id, kind, name }) => ({
        name: name.ja,
        type: kind,
        callback_id: id,
        description: `${name.ja} / ${name.en}`,
      })),
    },
    oauth_config: {
      redirect_urls: [`${baseUrl}/slack/oauth_redirect`, `${baseUrl}/sign-in/slack/callback`],
      scopes: { bot: Object.keys(scopes).toSorted() },
    },
    settings: {
      event_subscriptions: {
        ...(socket ? {} : { request_url: requestUrl }),
        bot_events: [...events].toSorted(),
      },
      interactivity: {
        is_enabled: true,
        ...(socket ? {} : { request_url: requestUrl, message_menu_options_url: requestUrl }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: socket,
      token_rotation_enabled: false,
    },
  }
}
