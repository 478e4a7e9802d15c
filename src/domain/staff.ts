/** The people of a merchant: one identity for the console and the chat, and the rules for what is written about it. */
import { isRole, type Role, roleTexts } from './access.ts'
import { hasControlCharacter } from './japanese-text.ts'
import type { Instant } from './jst-day.ts'
import type { Language } from './language.ts'
import { isMailAddress } from './mail-address.ts'
import { fail, ok, type Problem, type Result, type Text } from './result.ts'

/** A person in Slack; both ids as Slack writes them. */
export type SlackPerson = { readonly team: string; readonly user: string }

export type Staff = {
  readonly id: string
  readonly merchantId: string
  readonly name: string
  readonly email: string | undefined
  readonly role: Role
  /** `team` is empty where only one workspace is known. */
  readonly slack: SlackPerson | undefined
  readonly language: Language
  /** Who left stays on file, for the history. */
  readonly isActive: boolean
  readonly since: Instant
}

export type StaffDraft = Pick<Staff, 'name' | 'email' | 'role' | 'slack' | 'language'>

/** As it is written; an empty text clears a field, an absent one leaves it. */
export type RawStaff = {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly role?: string | undefined
  readonly slack_user?: string | undefined
  readonly slack_team?: string | undefined
  readonly language?: string | undefined
}
export type StaffField = keyof RawStaff

/** What each field is called in front of people. */
export const staffLabels: Readonly<Record<StaffField, Text>> = {
  name: { ja: '名前', en: 'name' },
  email: { ja: 'メールアドレス', en: 'e-mail' },
  role: { ja: '役割', en: 'role' },
  slack_user: { ja: 'SlackのメンバーID', en: 'Slack member ID' },
  slack_team: { ja: 'SlackのワークスペースID', en: 'Slack workspace ID' },
  language: { ja: '言語', en: 'language' },
}

/** Longest name of a person, in characters. */
export const MAX_STAFF_NAME = 40

/** Two addresses of one mailbox are one: letter case does not count. */
export const toEmailKey = (email: string): string => email.trim().toLowerCase()

/** As people write it down: for forms and for the history. */
export const toRawStaff = (staff: StaffDraft): Readonly<Record<StaffField, string>> => ({
  name: staff.name,
  email: staff.email ?? '',
  role: staff.role,
  slack_user: staff.slack?.user ?? '',
  slack_team: staff.slack?.team ?? '',
  language: staff.language,
})

/** What is to be known of a person; of somebody known already, what is not written stays. */
export const parseStaff = (raw: RawStaff, known?: StaffDraft): Result<StaffDraft, readonly Problem[]> => {
  const written = { ...(known === undefined ? blank : toRawStaff(known)), ...withoutAbsent(raw) }
  const name = written.name.trim()
  const email = written.email.trim()
  const user = written.slack_user.trim().toUpperCase()
  const team = written.slack_team.trim().toUpperCase()
  const { role, language } = written
  const problems = [
    ...(name !== '' && name.length <= MAX_STAFF_NAME && !hasControlCharacter(name, 'none')
      ? []
      : [problem('name', name, 'staff-name', nameRule)]),
    ...(email === '' || isMailAddress(email) ? [] : [problem('email', email, 'email', emailRule)]),
    ...(isRole(role) ? [] : [problem('role', role, 'role', roleRule)]),
    ...(user === '' || /^[UW][A-Z0-9]{2,20}$/.test(user)
      ? []
      : [problem('slack_user', user, 'slack-user', slackUserRule)]),
    ...(team === '' || (/^[TE][A-Z0-9]{2,20}$/.test(team) && user !== '')
      ? []
      : [problem('slack_team', team, 'slack-team', slackTeamRule)]),
    ...(language === 'ja' || language === 'en'
      ? []
      : [problem('language', language, 'language', languageRule)]),
  ]
  if (problems.length > 0 || !isRole(role)) return fail(problems)
  return ok({
    ...{ name, role },
    email: email === '' ? undefined : email,
    slack: user === '' ? undefined : { team, user },
    language: language === 'en' ? 'en' : 'ja',
  })
}

const blank = { name: '', email: '', role: 'staff', slack_user: '', slack_team: '', language: 'ja' }

const withoutAbsent = (raw: RawStaff): Partial<Record<StaffField, string>> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined))

const problem = (field: StaffField, value: string, rule: string, message: Text): Problem => ({
  ...{ field, value, rule, message },
})

const nameRule: Text = {
  ja: `名前を${MAX_STAFF_NAME}文字までで入れてください。`,
  en: `give a name of at most ${MAX_STAFF_NAME} characters.`,
}
const emailRule: Text = {
  ja: 'メールアドレスの形が違います（例：tanaka@example.jp）。',
  en: 'this is not an e-mail address, such as tanaka@example.jp.',
}
const roleRule: Text = {
  ja: `役割は${Object.values(roleTexts)
    .map(({ ja }) => ja)
    .join('・')}（staff・manager・admin）のどれかです。`,
  en: 'the role is one of staff, manager, admin.',
}
const slackUserRule: Text = {
  ja: 'SlackのメンバーIDは U か W で始まる英数字です。Slackのプロフィールの「その他」→「メンバーIDをコピー」で分かります。',
  en: 'a Slack member ID starts with U or W; copy it from the Slack profile (More → Copy member ID).',
}
const slackTeamRule: Text = {
  ja: 'ワークスペースIDは T か E で始まる英数字で、メンバーIDと一緒に入れます。空欄でもかまいません。',
  en: 'a workspace ID starts with T or E and goes with a member ID; it may be left empty.',
}
const languageRule: Text = { ja: '言語は ja か en です。', en: 'the language is ja or en.' }
