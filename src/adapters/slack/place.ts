/** Where a message stands, as deliveries keep it: the channel's id and the message's timestamp in one text. */

export type Place = { readonly channel: string; readonly ts: string }

export const toPlace = (channel: string, ts: string): string => `${channel}/${ts}`

export const readPlace = (place: string): Place => {
  const at = place.indexOf('/')
  // Before 0012 only the timestamp was kept: Slack then says that there is no such message.
  return at < 0 ? { channel: '', ts: place } : { channel: place.slice(0, at), ts: place.slice(at + 1) }
}
