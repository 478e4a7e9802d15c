/** Who a person in the chat is to a merchant, and what they may do there. */
import type { Role } from './access.ts'
import type { Instant } from './jst-day.ts'
import type { Text } from './result.ts'
import type { SlackPerson, Staff } from './staff.ts'

/** A person who types or presses in a merchant's channel. */
export type ChatPerson = {
  /** The real name, as the history shows it. */
  readonly name: string
  readonly role: Role
  /** Undefined for people of the channel who are not on the list of staff. */
  readonly staffId: string | undefined
}

/** What Slack said of a person when it was asked last. */
export type SlackProfile = SlackPerson & {
  readonly name: string
  readonly email: string | undefined
  readonly checkedAt: Instant
}

/** A channel in which a merchant's bills are typed. */
export type ConnectedChannel = {
  readonly team: string
  readonly channel: string
  /** As it was called then. */
  readonly name: string
  readonly merchantId: string
  readonly connectedAt: Instant
  readonly connectedBy: string
}

/** A secret that was made in the console and comes back from Slack once. */
export type SlackTicket = {
  readonly hash: string
  /** `channel`: typed as `/pit connect CODE`. `install`: the `state` of an installation. */
  readonly kind: 'channel' | 'install'
  readonly merchantId: string
  readonly madeBy: string
  readonly expiresAt: Instant
}

/** What people of a merchant's channel may do who are not on its list of staff. */
export type Strangers = 'staff' | 'nobody'

/** How long what Slack said of a person is believed, in hours. */
export const PROFILE_HOURS = 24
/** After so long Slack is asked again when it did not answer, in hours. */
export const PROFILE_RETRY_HOURS = 1
/** How long a code that connects a channel can be typed, in minutes. */
export const CHANNEL_CODE_MINUTES = 15

/**
 * Somebody on the list has their own role. As long as nobody of the merchant is known in Slack, whoever is in the channel
 * decides as a manager does, so that a fresh installation shuts nobody out; afterwards others do what `strangers` says.
 */
export const decideRole = (
  member: Pick<Staff, 'role'> | undefined,
  isAnybodyKnown: boolean,
  strangers: Strangers,
): Role | undefined => {
  if (member !== undefined) return member.role
  if (!isAnybodyKnown) return 'manager'
  return strangers === 'staff' ? 'staff' : undefined
}

/** What a stranger is told. */
export const notOnTheList: Text = {
  ja: 'あなたはまだ担当者に登録されていません。管理者に、コンソールの「設定 → 担当者」への登録を頼んでください',
  en: 'you are not on the list of staff yet; ask an admin to add you in the console under Settings → Staff',
}

/** A code as people read it: `ABCD-2345`; without letters and digits that look alike. */
export const toChannelCode = (random: string): string => {
  const letters = random.toUpperCase().replace(/[^ABCDEFGHJKMNPQRSTUVWXYZ23456789]/g, '')
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}`
}

/** The code in what a person typed, whatever the case and the hyphen. */
export const readChannelCode = (text: string): string | undefined => {
  const letters = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[-‐−ー\s]/g, '')
  return /^[A-Z2-9]{8}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined
}
