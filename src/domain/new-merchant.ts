/** A merchant as a person writes it down for sign-up, field by field, checked. */
import { isMailAddress } from './mail-address.ts'
import type { CycleName, Merchant } from './merchant.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

/** The fields as they were typed; an absent one and a blank one are the same. */
export type RawMerchant = Readonly<
  Partial<
    Record<
      | 'name'
      | 'email'
      | 'phone'
      | 'address'
      | 'fax'
      | 'plan'
      | 'cycle'
      | 'file-option'
      | 'registration-number'
      | 'agency-code'
      | 'client-code'
      | 'slack-channel',
      string | undefined
    >
  >
>

/** Longest name, in characters: it stands on the store's screen and on the sheet. */
const MAX_NAME = 60

/** The merchant, or every problem with its field, rule and remedy. */
export const parseNewMerchant = (raw: RawMerchant): Result<Omit<Merchant, 'id' | 'since'>> => {
  const problems: Problem[] = []
  const refuse = (field: keyof RawMerchant, rule: string, ja: string, en: string): void => {
    const value = raw[field]?.slice(0, 80)
    problems.push({
      field,
      rule,
      ...(value === undefined ? {} : { value }),
      message: { ja: `${field}：${ja}`, en: `${field}: ${en}` },
    })
  }
  const text = (field: keyof RawMerchant): string | undefined => raw[field]?.trim() || undefined
  const name = text('name')
  if (name === undefined || name.length > MAX_NAME) {
    refuse(
      'name',
      'name',
      `名前を${MAX_NAME}文字までで入れてください。`,
      `give a name of up to ${MAX_NAME} characters.`,
    )
  }
  const matching = (
    field: keyof RawMerchant,
    pattern: RegExp,
    ja: string,
    en: string,
  ): string | undefined => {
    const value = text(field)
    if (value !== undefined && !pattern.test(value)) refuse(field, field, ja, en)
    return value
  }
  const email = text('email')
  if (email !== undefined && !isMailAddress(email)) {
    refuse('email', 'email', 'メールアドレスの形ではありません。', 'is not an e-mail address.')
  }
  const number = /^[0-9+() -]{6,20}$/
  const phone = matching('phone', number, '電話番号の形ではありません。', 'is not a phone number.')
  const address = matching('address', /^.{1,100}$/u, '100文字までです。', 'has up to 100 characters.')
  const fax = matching('fax', number, 'FAX番号の形ではありません。', 'is not a FAX number.')
  const plan = text('plan') ?? '130'
  if (plan !== '120' && plan !== '130') refuse('plan', 'plan', '120 か 130 です。', 'is 120 or 130.')
  const cycle = text('cycle') ?? 'month-end'
  if (!isCycle(cycle))
    refuse('cycle', 'cycle', `${cycles.join('・')} のどれかです。`, `is one of ${cycles.join(', ')}.`)
  const fileOption = matching('file-option', /^[01]$/, '1 か 0 です。', 'is 1 or 0.') ?? '1'
  const registrationNumber = matching(
    'registration-number',
    /^T\d{13}$/,
    'T と13けたの数字です。',
    'is T and 13 digits.',
  )
  const agencyCode = matching('agency-code', /^\d{6}$/, '数字6けたです。', 'has six digits.')
  const clientCode = matching('client-code', /^\d{1,5}$/, '数字5けたまでです。', 'has up to five digits.')
  if ((agencyCode === undefined) !== (clientCode === undefined)) {
    refuse('client-code', 'agency-and-client', together.ja, together.en)
  }
  if (name === undefined || !isCycle(cycle) || problems.length > 0)
    return fail({ kind: 'invalid-input', problems })
  return ok({
    ...{ name, email, phone, address, fax, registrationNumber, agencyCode, clientCode, cycle },
    logo: undefined,
    slackChannel: text('slack-channel'),
    plan: plan === '120' ? 'plan-120' : 'plan-130',
    fileOption: fileOption === '1',
  })
}

const together = {
  ja: 'agency-code と client-code は両方入れてください。',
  en: 'give agency-code and client-code together.',
}

const cycles: readonly string[] = [
  '5-days',
  '10-days',
  'half-month',
  'month-end',
] satisfies readonly CycleName[]
const isCycle = (text: string): text is CycleName => cycles.includes(text)
