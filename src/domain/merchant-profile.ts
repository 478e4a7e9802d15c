/** What a merchant can change about itself, as it is written, and the rules for it. */
import { hasControlCharacter, toHalfWidth } from './japanese-text.ts'
import { isMailAddress } from './mail-address.ts'
import type { CycleName, Merchant, PlanName } from './merchant.ts'
import { findUnprintable } from './printable.ts'
import { fail, ok, type Problem, type Result, type Text } from './result.ts'
import type { Terms } from './terms.ts'

/** Only what changes; an empty text clears a field. */
export type RawProfile = {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly address?: string | undefined
  readonly fax?: string | undefined
  readonly registration_number?: string | undefined
  readonly slack_channel?: string | undefined
  readonly agency_code?: string | undefined
  readonly client_code?: string | undefined
  readonly plan?: string | undefined
  readonly cycle?: string | undefined
  readonly file_option?: boolean | undefined
}

export type ProfileField = keyof RawProfile

/** What each field is called in front of people. */
export const profileLabels: Readonly<Record<ProfileField, Text>> = {
  name: { ja: '名称', en: 'name' },
  email: { ja: 'メールアドレス', en: 'e-mail' },
  phone: { ja: '電話番号', en: 'phone' },
  address: { ja: '住所', en: 'address' },
  fax: { ja: 'FAX番号', en: 'FAX' },
  registration_number: { ja: '登録番号（適格請求書発行事業者）', en: 'registration number' },
  slack_channel: { ja: 'Slackのチャンネル', en: 'Slack channel' },
  agency_code: { ja: '請求書発行企業コード', en: 'agency code' },
  client_code: { ja: 'クライアントコード', en: 'client code' },
  plan: { ja: '料金プラン', en: 'plan' },
  cycle: { ja: '精算サイクル', en: 'settlement cycle' },
  file_option: { ja: 'ファイル登録オプション', en: 'file option' },
}

type Fields = Omit<Merchant, 'id' | 'since' | 'plan' | 'cycle' | 'fileOption' | 'logo'>

/** A profile with its changes, and the terms that are asked for. */
export type ProfileChange = {
  readonly merchant: Merchant
  readonly terms: Partial<Terms>
}

type TextRule = {
  readonly key: keyof Fields
  readonly max: number
  readonly isRight: (text: string) => boolean
  readonly rule: string
  readonly remedy: Text
}

const anything = (): boolean => true

const textRules: Readonly<Record<Exclude<ProfileField, 'plan' | 'cycle' | 'file_option'>, TextRule>> = {
  name: {
    key: 'name',
    max: 60,
    isRight: anything,
    rule: 'required',
    remedy: { ja: '入力してください。', en: 'is required; fill it in.' },
  },
  email: {
    key: 'email',
    max: 254,
    isRight: isMailAddress,
    rule: 'email-format',
    remedy: {
      ja: 'メールアドレスの形ではありません（例：office@example.jp）。',
      en: 'is not an e-mail address (for example office@example.jp).',
    },
  },
  phone: {
    key: 'phone',
    max: 20,
    isRight: anything,
    rule: 'phone',
    remedy: { ja: '20文字までです。', en: 'has at most 20 characters.' },
  },
  address: {
    key: 'address',
    max: 100,
    isRight: anything,
    rule: 'address',
    remedy: { ja: '100文字までです。', en: 'has at most 100 characters.' },
  },
  fax: {
    key: 'fax',
    max: 20,
    isRight: (text) => /^[0-9+() -]{6,20}$/.test(text),
    rule: 'fax-format',
    remedy: { ja: '数字とハイフンで入れてください（例：03-1234-5678）。', en: 'digits and hyphens only.' },
  },
  registration_number: {
    key: 'registrationNumber',
    max: 14,
    isRight: (text) => /^T\d{13}$/.test(text),
    rule: 'registration-number',
    remedy: { ja: '「T」と13けたの数字です（例：T1234567890123）。', en: 'is T and 13 digits.' },
  },
  slack_channel: {
    key: 'slackChannel',
    max: 80,
    isRight: (text) => !/\s/.test(text),
    rule: 'slack-channel',
    remedy: {
      ja: 'チャンネル名かIDを空白なしで入れてください。',
      en: 'is a channel name or id, without spaces.',
    },
  },
  agency_code: {
    key: 'agencyCode',
    max: 6,
    isRight: (text) => /^\d{6}$/.test(text),
    rule: 'agency-code',
    remedy: { ja: '6けたの数字です。', en: 'is six digits.' },
  },
  client_code: {
    key: 'clientCode',
    max: 5,
    isRight: (text) => /^\d{1,5}$/.test(text),
    rule: 'client-code',
    remedy: { ja: '5けたまでの数字です。', en: 'is up to five digits.' },
  },
}

const plans = ['plan-120', 'plan-130'] as const satisfies PlanName[]
const cycles = ['5-days', '10-days', 'half-month', 'month-end'] as const satisfies CycleName[]

/** The merchant as it would be, or everything that is wrong with it at once. */
export const applyProfile = (
  merchant: Merchant,
  raw: RawProfile,
): Result<ProfileChange, readonly Problem[]> => {
  const problems: Problem[] = []
  const refuse = (field: ProfileField, value: string, rule: string, { ja, en }: Text): void => {
    const label = profileLabels[field]
    problems.push({
      field,
      value: value.slice(0, 80),
      rule,
      message: { ja: `${label.ja}：${ja}`, en: `${label.en}: ${en}` },
    })
  }
  const texts: Record<string, string | undefined> = {}
  for (const [field, rules] of Object.entries(textRules) as [keyof typeof textRules, TextRule][]) {
    const given = raw[field]
    if (given === undefined) continue
    const text = isPrinted(field) ? given.trim() : toHalfWidth(given.trim())
    if (text !== '' || field === 'name') checkText(field, text, rules, refuse)
    texts[rules.key] = text === '' ? undefined : text
  }
  const plan = choose('plan', raw.plan, plans, refuse)
  const cycle = choose('cycle', raw.cycle, cycles, refuse)
  // Every entry comes from `textRules`, whose keys are those of Fields.
  const changed: Merchant = {
    ...merchant,
    ...(texts as Partial<Fields>),
    fileOption: raw.file_option ?? merchant.fileOption,
  }
  if ((changed.agencyCode === undefined) !== (changed.clientCode === undefined)) {
    const field = changed.agencyCode === undefined ? 'agency_code' : 'client_code'
    refuse(field, '', 'agency-and-client', {
      ja: '請求書発行企業コードとクライアントコードは、両方入れるか、両方空にしてください。',
      en: 'agency code and client code go together; fill in both or neither.',
    })
  }
  if (problems.length > 0) return fail(problems)
  return ok({
    merchant: changed,
    terms: { ...(plan === undefined ? {} : { plan }), ...(cycle === undefined ? {} : { cycle }) },
  })
}

/** What stands on the sheet as it was written. */
const isPrinted = (field: ProfileField): boolean => field === 'name' || field === 'address'

type Refuse = (field: ProfileField, value: string, rule: string, remedy: Text) => void

const checkText = (
  field: keyof typeof textRules,
  text: string,
  { max, isRight, rule, remedy }: TextRule,
  refuse: Refuse,
): void => {
  const length = [...text].length
  if (length > max) {
    refuse(field, text, 'max-length', {
      ja: `${max}文字までです（いま${length}文字）。`,
      en: `has ${length} characters, at most ${max}.`,
    })
  } else if (hasControlCharacter(text, 'none')) {
    refuse(field, text, 'no-control-characters', {
      ja: '改行やタブなどの制御文字は使えません。',
      en: 'has control characters; remove them.',
    })
  } else if (text === '' || !isRight(text)) refuse(field, text, rule, remedy)
  else {
    const unprintable = isPrinted(field) ? findUnprintable(text) : undefined
    if (unprintable !== undefined) refuse(field, text, 'unprintable-character', unprintable)
  }
}

const choose = <T extends string>(
  field: ProfileField,
  given: string | undefined,
  choices: readonly T[],
  refuse: Refuse,
): T | undefined => {
  const found = choices.find((choice) => choice === given)
  if (given !== undefined && found === undefined) {
    const list = choices.join(', ')
    refuse(field, given, 'choice', { ja: `${list} のどれかにしてください。`, en: `must be one of ${list}.` })
  }
  return found
}
