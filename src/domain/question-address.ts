/** Asks whether an address was meant as it stands: a slip of the finger in a domain that everybody knows. */
import type { Text } from './result.ts'

/** A doubt about an address that is a right one by its form; nobody is refused for it. */
export type AddressQuestion = {
  readonly address: string
  readonly suggestion: string
  readonly message: Text
}

/** Where most people in Japan have their mailboxes, and a few that look like slips of these but are not. */
const known = [
  'gmail.com',
  'googlemail.com',
  'yahoo.co.jp',
  'ymail.ne.jp',
  'yahoo.com',
  'ymail.com',
  'docomo.ne.jp',
  'ezweb.ne.jp',
  'au.com',
  'softbank.ne.jp',
  'i.softbank.jp',
  'vodafone.ne.jp',
  'disney.ne.jp',
  'willcom.com',
  'ymobile.ne.jp',
  'uqmobile.jp',
  'rakuten.jp',
  'icloud.com',
  'me.com',
  'mac.com',
  'outlook.jp',
  'outlook.com',
  'outlook.co.jp',
  'hotmail.co.jp',
  'hotmail.com',
  'live.jp',
  'live.com',
  'msn.com',
  'nifty.com',
  'nifty.ne.jp',
  'biglobe.ne.jp',
  'ocn.ne.jp',
  'so-net.ne.jp',
  'plala.or.jp',
  'dion.ne.jp',
  'eonet.ne.jp',
  'asahi-net.or.jp',
  'infoseek.jp',
  'excite.co.jp',
  'goo.jp',
  'mail.com',
  'gmx.com',
  'proton.me',
  'aol.com',
] as const

/** Slips that are further from what was meant than the letters show, or nearer to something else. */
const slips: Readonly<Record<string, string>> = {
  'gmail.co.jp': 'gmail.com',
  'gmail.jp': 'gmail.com',
  'gmail.ne.jp': 'gmail.com',
  'docomo.co.jp': 'docomo.ne.jp',
  'docomo.jp': 'docomo.ne.jp',
  'docomo.com': 'docomo.ne.jp',
  'docomo.ne': 'docomo.ne.jp',
  'ezweb.co.jp': 'ezweb.ne.jp',
  'ezweb.jp': 'ezweb.ne.jp',
  'softbank.co.jp': 'softbank.ne.jp',
  'softbank.jp': 'softbank.ne.jp',
  'yahoo.ne.jp': 'yahoo.co.jp',
  'yahoo.jp': 'yahoo.co.jp',
  'yahoo.co': 'yahoo.co.jp',
  'icloud.co.jp': 'icloud.com',
  'icloud.jp': 'icloud.com',
}

/** A domain of so few letters is one letter away from half the world. */
const MIN_LENGTH = 8

/** The question, if there is one to ask. */
export const questionAddress = (address: string): AddressQuestion | undefined => {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  const meant = suggestDomain(domain)
  if (at < 1 || meant === undefined) return undefined
  const suggestion = `${address.slice(0, at)}@${meant}`
  return {
    address,
    suggestion,
    message: {
      ja: `メールアドレス：「@${domain}」は「@${meant}」の間違いではありませんか。`,
      en: `email: is “@${domain}” meant to be “@${meant}”?`,
    },
  }
}

const suggestDomain = (domain: string): string | undefined => {
  const isKnown = known.some((each) => domain === each || domain.endsWith(`.${each}`))
  if (isKnown) return undefined
  const slip = slips[domain]
  if (slip !== undefined) return slip
  return known.find((each) => each.length >= MIN_LENGTH && isOneSlipAway(domain, each))
}

/** One letter too many, too few, another one, or two changed over; also of whole labels (`docomo.ne.jo`). */
const isOneSlipAway = (typed: string, meant: string): boolean => {
  if (Math.abs(typed.length - meant.length) > 1) return false
  let start = 0
  while (start < Math.min(typed.length, meant.length) && typed[start] === meant[start]) start += 1
  const rest = [typed.slice(start), meant.slice(start)] as const
  const [a, b] = rest
  const isSwapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)
  return isSwapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)
}
