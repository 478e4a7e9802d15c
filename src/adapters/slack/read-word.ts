/** Tells what one word of a typed bill is: amount, tax, address, number, reference, name, phone, or part of the subject. */
import { toHalfWidth } from '../../domain/japanese-text.ts'
import { isMailAddress } from '../../domain/mail-address.ts'
import type { Text } from '../../domain/result.ts'
import { isSmartPitNumber } from '../../domain/smart-pit-number.ts'

export type PartName = 'amount' | 'tax' | 'due' | 'email' | 'number' | 'reference' | 'name' | 'phone' | 'word'

/** `value` is what the rules are given; `fault` when the word is meant as that part but cannot be it. */
export type Part = {
  readonly part: PartName
  readonly value: string
  readonly honorific?: '様' | '御中'
  /** An amount with ¥, 円 or the like: it is an amount, whatever other figures there are. */
  readonly isMarked?: boolean
  /** An address in `<…>`: the words before it are a name. */
  readonly isBracketed?: boolean
  /** A name put together from two words. */
  readonly isGuessed?: boolean
  readonly fault?: Text
}

/** Days are read before, since they may span several words. */
export const readWord = (text: string): Part => {
  const plain = toHalfWidth(text)
  return (
    readAddress(plain) ??
    readNumber(plain) ??
    readReference(plain) ??
    readTax(plain) ??
    readAmount(plain, text) ??
    readPhone(plain) ??
    readName(text) ?? { part: 'word', value: text }
  )
}

const readAddress = (plain: string): Part | undefined => {
  const labelless = plain.replace(/^(e-?mail|メール|to|宛先)[:=]/i, '')
  const value = labelless.replace(/^<(.+)>$/, '$1')
  if (!value.includes('@') || !isMailAddress(value)) return undefined
  return { part: 'email', value, ...(value === labelless ? {} : { isBracketed: true }) }
}

const readNumber = (plain: string): Part | undefined => {
  const value = plain.replace(/^(番号|number|no)[:=.]/i, '').replace(/-/g, '')
  if (!/^\d{13}$/.test(value)) return undefined
  if (isSmartPitNumber(value)) return { part: 'number', value }
  const fault = {
    ja: `「${plain}」はスマートピット番号として正しくありません（けたの打ちまちがいかもしれません）`,
    en: `“${plain}” is no Smart Pit number; a digit may be wrong`,
  }
  return { part: 'number', value, fault }
}

const readReference = (plain: string): Part | undefined => {
  const value = /^(?:#|(?:ref|請求番号|reference)[:=])(.+)$/i.exec(plain)?.[1]
  return value === undefined ? undefined : { part: 'reference', value }
}

const FIGURES = String.raw`\d{1,3}(?:,\d{3})+|\d+`

const readTax = (plain: string): Part | undefined => {
  const value = new RegExp(`^(?:うち)?(?:消費税|税|tax)[:=]?[¥\\\\]?(${FIGURES})(?:円|yen|jpy)?$`, 'i').exec(
    plain,
  )?.[1]
  return value === undefined ? undefined : { part: 'tax', value }
}

const readAmount = (plain: string, text: string): Part | undefined => {
  const bare = plain
    .replace(/^(?:金額|amount)[:=]/i, '')
    .replace(/^\((?:税込み?)\)|^税込み?/, '')
    .replace(/\((?:税込み?)\)$|税込み?$/, '')
  if (/税抜|税別/.test(bare) && new RegExp(FIGURES).test(bare)) {
    return { part: 'amount', value: text, fault: withoutTax }
  }
  const manSen = /^[¥\\]?(?:(\d+(?:\.\d)?)万)?(?:(\d+)千)?(\d{1,4})?円?$/.exec(bare)
  if (manSen !== null && /[万千]/.test(bare))
    return { part: 'amount', value: toFigures(manSen), isMarked: true }
  if (!new RegExp(`^[¥\\\\]?(?:${FIGURES})(?:円也?|yen|jpy|-)?$`, 'i').test(bare)) return undefined
  const isMarked = /[¥\\円,-]|yen|jpy/i.test(bare) || bare !== plain
  const isWritten = new RegExp(`^[¥\\\\]?(?:${FIGURES})円?$`).test(plain)
  return { part: 'amount', value: isWritten ? text : bare.replace(/[^\d]/g, ''), isMarked }
}

/** `1.5万` is 15000, `1万3千` is 13000. */
const toFigures = ([, man = '0', sen = '0', rest = '0']: readonly (string | undefined)[]): string =>
  String(Math.round(Number(man) * 10_000) + Number(sen) * 1_000 + Number(rest))

const withoutTax: Text = {
  ja: '税抜の金額では登録できません。税込の金額を書いてください（例：13200 うち税1200）',
  en: 'give the amount with tax (for example 13200 tax:1200)',
}

const readPhone = (plain: string): Part | undefined => {
  const value = plain.replace(/^(tel|電話)[:=]/i, '')
  return /^0\d{1,4}-\d{1,4}-\d{3,4}$/.test(value) || /^0[5789]0\d{8}$/.test(value)
    ? { part: 'phone', value }
    : undefined
}

const COMPANY = /株式会社|有限会社|合同会社|[㈱㈲]|[（(][株有][）)]/

const readName = (text: string): Part | undefined => {
  const labelled = /^(?:名前|顧客名?|name|customer)[:：=](.+)$/i.exec(text)?.[1]
  const titled = /^(.+?)(様|さま|さん|御中)$/.exec(labelled ?? text)
  const name = titled?.[1] ?? labelled
  if (name !== undefined) {
    const isCompany = titled === null ? COMPANY.test(name) : titled[2] === '御中'
    return { part: 'name', value: name, honorific: isCompany ? '御中' : '様' }
  }
  return COMPANY.test(text) ? { part: 'name', value: text, honorific: '御中' } : undefined
}
