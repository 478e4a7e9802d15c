/** A workspace that pitpost was installed in, and for which merchant. */
import type { Instant } from './jst-day.ts'

export type SlackInstallation = {
  /** The workspace's id, or the organisation's where pitpost was installed for all of it. */
  readonly tenant: string
  readonly enterprise: string | undefined
  readonly teamName: string
  readonly merchantId: string
  readonly botId: string
  readonly botUser: string
  /** The bot's token, encrypted; it is opened only to speak to Slack. */
  readonly sealedToken: string
  readonly scopes: readonly string[]
  readonly installedAt: Instant
  readonly installedBy: string
}
