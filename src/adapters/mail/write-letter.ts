/** Finds the words of a letter: sender, subject, HTML, plain text, attachment and headers. */
import { payingGuides, toChainName } from '../../domain/chain.ts'
import { type Day, formatDay, formatJstTime, type Instant, toJstDay } from '../../domain/jst-day.ts'
import { isMailAddress, toWireAddress } from '../../domain/mail-address.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import { formatYen } from '../../domain/yen.ts'
import type { Letter, Mail, Render } from '../../ports.ts'

/** Characters of a merchant's reference that a file name keeps. */
const MAX_FILE_REFERENCE = 60

/**
 * The mail of a letter; `sender` is the bare address that mails come from.
 * The same letter always makes the same mail, so that a provider recognises a repeat. Throws if `to` is no address.
 */
export const writeLetter = (render: Render, sender: string, letter: Letter): Mail => {
  const { merchant } = letter.sheet
  const model = modelOf(letter)
  const name = letter.kind === 'notice' ? 'mail/notice' : 'mail/receipt'
  const isForMerchant = letter.kind === 'notice' && letter.audience === 'merchant'
  return {
    from: `${toDisplayName(`${merchant.name}（スマートピット）`)} <${sender}>`,
    to: [toWireAddress(letter.to)],
    // What a merchant answers to itself would come back to it.
    ...(isForMerchant || merchant.email === undefined || !isMailAddress(merchant.email)
      ? {}
      : { replyTo: toWireAddress(merchant.email) }),
    subject: toHeaderText(subjectOf(letter)),
    html: render(`${name}.html`, model),
    text: render(`${name}.txt`, model),
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments:
      letter.kind === 'notice'
        ? [{ filename: fileNameOf(letter.sheet), contentType: 'application/pdf', bytes: letter.pdf }]
        : [],
  }
}

/** What counts first: a phone shows about the first 30 characters. */
const subjectOf = (letter: Letter): string => {
  const { merchant, customer, subject, amountYen, dueDay, reference } = letter.sheet
  if (letter.kind === 'receipt')
    return `【${merchant.name}】お支払いを確認しました ${formatYen(letter.payment.amountYen)}／${subject}`
  const facts = `${formatYen(amountYen)}・${formatShortDay(dueDay)}まで／${subject}`
  if (letter.audience === 'customer') return `【${merchant.name}】お支払いのご案内 ${facts}`
  const whose = `${customer.name} ${customer.honorific}${reference === undefined ? '' : `（${reference}）`}`
  return `【お支払いシート】${whose} ${facts}`
}

const formatShortDay = (day: Day): string => formatDay(day, 'ja').replace(/^\d+年/, '')

/** `2026年12月23日（水） 14:05`. */
const formatMoment = (instant: Instant): string =>
  `${formatDay(toJstDay(instant), 'ja')} ${formatJstTime(instant).slice(-5)}`

const modelOf = (letter: Letter): Readonly<Record<string, unknown>> => {
  const { sheet } = letter
  const { merchant, customer } = sheet
  const common = {
    addressee: `${customer.name} ${customer.honorific}`,
    merchantName: merchant.name,
    merchantPhone: merchant.phone ?? '',
    merchantEmail: merchant.email ?? '',
    subject: sheet.subject,
    reference: sheet.reference ?? '',
    number: sheet.number,
    customerUrl: sheet.customerUrl,
  }
  if (letter.kind === 'receipt') {
    const { amountYen, paidAt, chain } = letter.payment
    return { ...common, paidYen: amountYen, paidAt: formatMoment(paidAt), chain: toChainName(chain) }
  }
  return {
    ...common,
    audience: letter.audience,
    amountYen: sheet.amountYen,
    taxYen: sheet.taxYen ?? null,
    // Said once here: wording an English date costs more than the rest of the mail.
    due: { ja: formatDay(sheet.dueDay, 'ja'), en: formatDay(sheet.dueDay, 'en') },
    lines: sheet.lines,
    reduced: sheet.lines.some(({ taxRate }) => taxRate === 8),
    note: (sheet.note ?? '').trim(),
    guides: payingGuides,
  }
}

/** One well-formed line: nothing a person typed can begin another header or turn the direction of reading. */
const toHeaderText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()

const lookAlikes: Readonly<Record<string, string>> = { '"': '＂', '\\': '＼', '<': '＜', '>': '＞' }

/** A display name in quotes; signs with a meaning in an address become their full-width look-alikes. */
const toDisplayName = (name: string): string =>
  `"${toHeaderText(name).replace(/["\\<>]/g, (sign) => lookAlikes[sign] ?? sign)}"`

const fileNameOf = ({ reference, number }: SheetContent): string => {
  const safe = (reference ?? number).toWellFormed().replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '_')
  return `スマートピットシート_${[...safe].slice(0, MAX_FILE_REFERENCE).join('')}.pdf`
}
