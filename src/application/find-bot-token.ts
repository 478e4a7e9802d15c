/** With which token pitpost speaks in Slack: the workspace's own, else the one of the configuration. */

import { openToken } from './install-slack.ts'
import type { World } from './world.ts'

type TokenWorld = Pick<World, 'store' | 'seal'>

export type BotIdentity = { readonly botToken: string; readonly botId: string; readonly botUser: string }

/** Where a merchant's lines go; undefined for a merchant without a workspace of its own. Throws when its token cannot be opened. */
export const findMerchantToken = async (
  world: TokenWorld,
  merchantId: string,
): Promise<string | undefined> => {
  const installation = (await world.store.slackInstallations(merchantId)).at(-1)
  if (installation === undefined) return undefined
  const token = await openToken(world, installation)
  if (token === undefined) throw new Error(`TOKEN_KEY does not open the token of ${installation.teamName}`)
  return token
}

/** Who pitpost is in a workspace, or in the organisation that it was installed for. */
export const findBot = async (
  world: TokenWorld,
  tenants: readonly (string | undefined)[],
): Promise<BotIdentity | undefined> => {
  for (const tenant of tenants) {
    const installation = tenant === undefined ? undefined : await world.store.slackInstallation(tenant)
    const botToken = installation && (await openToken(world, installation))
    if (installation !== undefined && botToken !== undefined)
      return { botToken, botId: installation.botId, botUser: installation.botUser }
  }
  return undefined
}
