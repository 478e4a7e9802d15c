/** Finds the words of a letter: sender, subject, HTML, plain text, attachments and headers. */
import { isMailAddress, toWireAddress } from '../../domain/mail-address.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import type { Letter, Mail, Render } from '../../ports.ts'
import { fillWording } from './fill-wording.ts'
import { letterNameOf } from './letter-name.ts'
import { modelLetter } from './model-letter.ts'
import { writeSubject } from './write-subject.ts'

/** Characters of a merchant's reference that a file name keeps. */
const MAX_FILE_REFERENCE = 60

/**
 * The mail of a letter; `sender` is the bare address that mails come from.
 * The same letter always makes the same mail, so that a provider recognises a repeat. Throws if `to` is no address.
 */
export const writeLetter = (render: Render, sender: string, letter: Letter): Mail => {
  const name = `mail/${letterNameOf(letter)}.${letter.language}`
  const wording = fillWording(letter)
  const model = modelLetter(letter, wording)
  const replyTo = replyToOf(letter)
  return {
    from: `${toDisplayName(senderNameOf(letter))} <${sender}>`,
    to: [toWireAddress(letter.to)],
    ...(replyTo === undefined ? {} : { replyTo }),
    subject: toHeaderText(wording.subject ?? writeSubject(letter)),
    html: render(`${name}.html`, model),
    text: render(`${name}.txt`, model),
    headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeOf(letter) },
    attachments: filesOf(letter),
  }
}

/** Nobody asked for a reminder; of all other letters there is nothing to unsubscribe from. One click needs https. */
const unsubscribeOf = (letter: Letter): Readonly<Record<string, string>> => {
  if (letter.kind !== 'reminder') return {}
  const url = `${letter.sheet.customerUrl}/reminders`
  return {
    'List-Unsubscribe': `<${url}>`,
    ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
}

const isForMerchant = (letter: Letter): boolean =>
  !('sheet' in letter) || (letter.kind === 'notice' && letter.audience === 'merchant')

const senderNameOf = (letter: Letter): string => {
  const ja = letter.language === 'ja'
  if (!('sheet' in letter)) return ja ? 'スマートピットセンター' : 'Smart Pit Centre'
  const { name } = letter.sheet.merchant
  return letter.look.senderName ?? (ja ? `${name}（スマートピット）` : `${name} (Smart Pit)`)
}

/** What a merchant answers to itself would come back to it. */
const replyToOf = (letter: Letter): string | undefined => {
  if (isForMerchant(letter) || !('sheet' in letter)) return undefined
  const address = letter.look.replyTo ?? letter.sheet.merchant.email
  return address !== undefined && isMailAddress(address) ? toWireAddress(address) : undefined
}

const filesOf = (letter: Letter): Mail['attachments'] => {
  switch (letter.kind) {
    case 'notice':
      return letter.pdf === undefined ? [] : [toPdf(sheetNameOf(letter.sheet), letter.pdf)]
    case 'collection-fax':
      return letter.pdf === undefined ? [] : [toPdf(`collection-${letter.day}.pdf`, letter.pdf)]
    case 'settlement-statement': {
      const day = letter.stored.settlement.closingDay
      return [
        toPdf(letter.language === 'ja' ? `精算書_${day}.pdf` : `settlement-${day}.pdf`, letter.pdf),
        {
          filename: letter.language === 'ja' ? `精算明細_${day}.csv` : `settlement-${day}.csv`,
          contentType: 'text/csv',
          bytes: new TextEncoder().encode(letter.csv),
        },
      ]
    }
    default:
      return []
  }
}

const toPdf = (filename: string, bytes: Uint8Array): Mail['attachments'][number] => ({
  filename,
  contentType: 'application/pdf',
  bytes,
})

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

const sheetNameOf = ({ reference, number }: SheetContent): string => {
  const safe = (reference ?? number).toWellFormed().replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '_')
  return `スマートピットシート_${[...safe].slice(0, MAX_FILE_REFERENCE).join('')}.pdf`
}
