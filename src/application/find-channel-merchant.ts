/** Whose channel it is: the one it was connected to, else the one that named it, else the only one there is. */
import type { Merchant } from '../domain/merchant.ts'
import type { World } from './world.ts'

export type ChannelPlace = {
  readonly team: string
  /** '' for no channel: the app's own pages, direct messages. */
  readonly channel: string
  readonly channelName?: string | undefined
  /** The installation's channel, by id or name: the first merchant's, unless it was connected to another. */
  readonly defaultChannel: string
}

/** Undefined when nobody can say for sure: what is typed must never become another merchant's bill. */
export const findChannelMerchant = async (
  { store }: Pick<World, 'store'>,
  { team, channel, channelName, defaultChannel }: ChannelPlace,
): Promise<Merchant | undefined> => {
  const connected = channel === '' ? undefined : await store.merchantOfChannel({ team, channel })
  if (connected !== undefined) return store.merchant(connected)
  const installation = await store.slackInstallation(team)
  const merchants = await store.merchants()
  if (installation !== undefined) return merchants.find(({ id }) => id === installation.merchantId)
  const named = merchants.filter(({ slackChannel }) => channel !== '' && slackChannel === channel)
  // Two that name the same channel: only connecting it says whose it is.
  if (named.length > 0) return named.length === 1 ? named[0] : undefined
  if (merchants.length === 1) return merchants[0]
  return (await isDefault(store, { team, channel, channelName, defaultChannel })) ? merchants[0] : undefined
}

/** A channel that is configured by its name is known by its id, too, once a request has named both. */
const isDefault = async (
  store: World['store'],
  { team, channel, channelName, defaultChannel }: ChannelPlace,
): Promise<boolean> => {
  const wanted = defaultChannel.replace(/^#/, '')
  if (channel === '' || wanted === '') return false
  if (channel === wanted) return true
  const setting = `slack-default-channel:${team}:${wanted}`
  if (channelName !== wanted) return (await store.setting(setting)) === channel
  await store.commit([{ kind: 'set-setting', name: setting, value: channel }])
  return true
}
