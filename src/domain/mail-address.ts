/** Mail addresses as customers write them, old mobile forms (`hanako..s.@docomo…`) and Japanese domains included. */

/** Longest address on the wire, in characters (RFC 5321 less the brackets). */
const MAX_LENGTH = 254
/** Longest local part, its quotes included. */
const MAX_LOCAL_LENGTH = 64

/** Whether mail can be sent there; dots may stand anywhere in the local part, as old mobile addresses have them. */
export const isMailAddress = (text: string): boolean => toParts(text) !== undefined

/**
 * As it goes over the wire: a local part that breaks the dot rules is quoted, a Japanese domain becomes ASCII.
 * Throws for what is no address, so that nothing else can reach a header.
 */
export const toWireAddress = (address: string): string => {
  const parts = toParts(address)
  if (parts === undefined) throw new RangeError('not a mail address')
  return parts.join('@')
}

const toParts = (text: string): readonly [local: string, domain: string] | undefined => {
  if (text.length > MAX_LENGTH) return undefined
  const at = text.lastIndexOf('@')
  const local = toWireLocal(text.slice(0, Math.max(0, at)))
  const domain = toWireDomain(text.slice(at + 1))
  if (local === undefined || domain === undefined) return undefined
  return local.length + 1 + domain.length > MAX_LENGTH ? undefined : [local, domain]
}

const toWireLocal = (local: string): string | undefined => {
  // Some systems export old mobile addresses with their quotes: the same mailbox.
  const bare = /^".+"$/.test(local) ? local.slice(1, -1) : local
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/.test(bare)) return undefined
  const wire = /^\.|\.\.|\.$/.test(bare) ? `"${bare}"` : bare
  return wire.length > MAX_LOCAL_LENGTH ? undefined : wire
}

const toWireDomain = (domain: string): string | undefined => {
  // What could end the host of an address, or vanish in it, belongs to no domain.
  if (!/^[\p{L}\p{M}\p{N}.。．｡・-]+$/u.test(domain)) return undefined
  // The URL parser is the platform's own IDNA.
  const host = URL.parse(`http://${domain}/`)?.hostname
  const isNamed =
    host !== undefined &&
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/.test(host)
  return isNamed ? host : undefined
}
