/** Addresses of Japanese mobile carriers: their mail is read on a phone, and attachments are a nuisance there (S7). */

const mobileDomains: readonly string[] = [
  'docomo.ne.jp',
  'mopera.net',
  'ezweb.ne.jp',
  'au.com',
  'biz.au.com',
  'uqmobile.jp',
  'uqmb.jp',
  'softbank.ne.jp',
  'i.softbank.jp',
  'vodafone.ne.jp',
  'disney.ne.jp',
  'ymobile.ne.jp',
  'ymobile1.ne.jp',
  'yahoo.ne.jp',
  'y-mobile.ne.jp',
  'emnet.ne.jp',
  'willcom.com',
  'pdx.ne.jp',
  'wcm.ne.jp',
  'rakumail.jp',
]

/** Whether an address belongs to a carrier; `d.vodafone.ne.jp` and its like do, too. */
export const isMobileAddress = (address: string): boolean => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return mobileDomains.some((mobile) => domain === mobile || domain.endsWith(`.${mobile}`))
}
